using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Vectors;

/// <summary>Arrays of floats as vectors: products, distances, norms.</summary>
static unsafe class VectorFunctions
{
    private static readonly TypeClass Floats = new TypeClass.Strictly(TypeClass.ArrayOf(FloatType.Instance));
    private static readonly TypeClass Degree = new TypeClass.Strictly(TypeClass.Float);
    private static readonly Literal Two = new(2f, FloatType.Instance);

    public static void Register(FunctionRegistry registry) => registry.Register(
        Pair("vector_inner_product", Product),
        Pair("vector_cosine_similarity", Cosine),
        Pair("vector_l2_distance", Distance),
        new Scalar("vector_norm", [Floats, Degree], FloatType.Instance, Norms) { Defaults = [Two], MayBeNull = true, Throws = true },
        new Scalar("vector_normalize", [Floats, Degree], new ArrayType(FloatType.Instance), Normalize) { Defaults = [Two], MayBeNull = true, Throws = true });

    private delegate float? Measure(ReadOnlySpan<float> left, ReadOnlySpan<float> right);

    private static Scalar Pair(string name, Measure measure) => new(name, [Floats, Floats], FloatType.Instance, call =>
    {
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var known = TryRead(call.Arguments[0], row, out var left) & TryRead(call.Arguments[1], row, out var right);
            if (left.Length != right.Length)
                throw call.Error("VECTOR_DIMENSION_MISMATCH", ("functionName", $"`{name}`"), ("leftDim", $"{left.Length}"), ("rightDim", $"{right.Length}"));
            if (known && measure(left, right) is { } value) call.Result.Set(row, value);
            else call.Result.SetNull(row);
        }
    }) { MayBeNull = true, Throws = true };

    /// <summary>False where an element is null.</summary>
    private static bool TryRead(ColumnVector arrays, int row, out ReadOnlySpan<float> vector)
    {
        var entry = arrays.Values<ListEntry>()[arrays.Position(row)];
        var child = arrays.Children[0];
        vector = new ReadOnlySpan<float>(child.Values<float>() + entry.Offset, entry.Length);
        return !child.HasNulls || !new ReadOnlySpan<byte>(child.Nulls + entry.Offset, entry.Length).Contains((byte)1);
    }

    private static float? Product(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0f;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    private static float? Cosine(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var (product, left, right) = (0.0, 0.0, 0.0);
        for (var i = 0; i < a.Length; i++)
        {
            product += (double)a[i] * b[i];
            left += (double)a[i] * a[i];
            right += (double)b[i] * b[i];
        }
        return left == 0 || right == 0 ? null : (float)(product / Math.Sqrt(left * right));
    }

    private static float? Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += ((double)a[i] - b[i]) * ((double)a[i] - b[i]);
        return (float)Math.Sqrt(sum);
    }

    private static float Norm(KernelCall call, ReadOnlySpan<float> vector, float degree)
    {
        var (sum, largest) = (0.0, 0.0);
        foreach (var x in vector)
        {
            sum += degree == 1 ? Math.Abs(x) : (double)x * x;
            largest = Math.Max(largest, Math.Abs(x));
        }
        return degree == 1 ? (float)sum : degree == 2 ? (float)Math.Sqrt(sum) : float.IsPositiveInfinity(degree) ? (float)largest
            : throw call.Error("INVALID_VECTOR_NORM_DEGREE", ("functionName", $"`{call.Call.Name}`"), ("degree", $"{degree}"));
    }

    private static void Norms(KernelCall call)
    {
        var degrees = call.In<float>(1);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            if (TryRead(call.Arguments[0], row, out var vector)) call.Result.Set(row, Norm(call, vector, degrees[row]));
            else call.Result.SetNull(row);
        }
    }

    private static void Normalize(KernelCall call)
    {
        var degrees = call.In<float>(1);
        var target = call.Result.Children[0];
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var known = TryRead(call.Arguments[0], row, out var vector);
            var norm = known ? Norm(call, vector, degrees[row]) : 0;
            if (!known || norm == 0 && vector.Length > 0) { call.Result.SetNull(row); continue; }
            var start = target.Count;
            target.EnsureCapacity(start + vector.Length);
            for (var i = 0; i < vector.Length; i++) target.Set(start + i, vector[i] / norm);
            target.Count = start + vector.Length;
            call.Result.Set(row, new ListEntry(start, vector.Length));
        }
    }
}
