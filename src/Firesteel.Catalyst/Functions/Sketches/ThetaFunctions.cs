using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Aggregates;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Sketches;

/// <summary>The functions of theta sketches.</summary>
static class ThetaFunctions
{
    private static readonly Literal DefaultBits = Literal.Of(ThetaSketch.DefaultBits);
    private static readonly TypeClass Whole = new TypeClass.Strictly(TypeClass.Int);
    private static readonly TypeClass Image = new TypeClass.Strictly(TypeClass.Binary);

    /// <summary>What the keys of theta and tuple sketches may be.</summary>
    public static readonly TypeClass Keys = new TypeClass.Strictly(TypeClass.OneOf(TypeClass.ArrayOf(IntegerType.Instance), TypeClass.ArrayOf(LongType.Instance),
        TypeClass.Binary, TypeClass.Double, TypeClass.Float, TypeClass.Int, TypeClass.Long, TypeClass.AnyString));

    public static void Register(FunctionRegistry registry) => registry.Register(
        Aggregated("theta_sketch_agg", Keys, bits => new ValuesKernel(bits)),
        Aggregated("theta_union_agg", Image, bits => new UnionKernel(bits)),
        new Aggregate("theta_intersection_agg", [Image], _ => BinaryType.Instance, _ => [BinaryType.Instance], _ => new IntersectionKernel())
        { IsNeverNull = true, DuplicatesDoNotMatter = true, ThrowsWhen = _ => true, Empty = _ => Empty },
        new Scalar("theta_sketch_estimate", [Image], LongType.Instance, Estimate) { Throws = true },
        new Scalar("theta_union", [Image, Image, Whole], BinaryType.Instance, Unite) { Defaults = [DefaultBits], Throws = true, Check = call => CheckBits(call) },
        new Scalar("theta_intersection", [Image, Image], BinaryType.Instance, call => Combine(call, "theta_intersection", ThetaSketch.Intersect)) { Throws = true },
        new Scalar("theta_difference", [Image, Image], BinaryType.Instance, call => Combine(call, "theta_difference", ThetaSketch.Subtract)) { Throws = true });

    private static readonly Literal Empty = new(new BinaryValue(new ThetaSketch().ToBytes()), BinaryType.Instance);

    private static Aggregate Aggregated(string name, TypeClass parameter, Func<int, AggregateKernel> kernel) => new(name, [parameter, Whole], _ => BinaryType.Instance, _ => [BinaryType.Instance], call => kernel((int)call.State!))
    {
        Defaults = [DefaultBits], IsNeverNull = true, DuplicatesDoNotMatter = true, ThrowsWhen = _ => true, Empty = _ => Empty,
        StateOf = call => call.Arguments.Count > 1 ? Bits(SketchArguments.Whole(call, 1, "THETA_LG_NOM_ENTRIES_MUST_BE_CONSTANT", "function"), name) : ThetaSketch.DefaultBits,
        Text = call => $"{name}({(call.IsDistinct ? "DISTINCT " : "")}{call.Arguments[0].Sql}, {(call.Arguments.Count > 1 ? call.Arguments[1] : DefaultBits).Sql})",
    };

    private static void CheckBits(ScalarCall call)
    {
        if (!call.Arguments[^1].Foldable) throw ArgumentChecks.Error(call.Origin, "THETA_LG_NOM_ENTRIES_MUST_BE_CONSTANT", ("function", SqlIdentifier.Quote(call.Name)));
    }

    /// <summary>Logarithm of how many hashes are kept.</summary>
    public static int Bits(int bits, string function) => bits is >= ThetaSketch.MinBits and <= ThetaSketch.MaxBits ? bits
        : throw SketchArguments.OutOfRange("SKETCH_INVALID_LG_NOM_ENTRIES", function, ThetaSketch.MinBits, ThetaSketch.MaxBits, bits);

    public static ThetaSketch Read(ReadOnlySpan<byte> image, string function)
    {
        if (ThetaSketch.TryRead(image) is { } sketch) return sketch;
        if (image.Length >= 8 && image[2] != ThetaSketch.Family && SketchArguments.FamilyName(image[2]) is { } family)
            throw SketchArguments.Error("THETA_INVALID_INPUT_SKETCH_BUFFER_FAMILY", ("function", SqlIdentifier.Quote(function)), ("expectedFamily", "COMPACT"), ("actualFamily", family));
        throw SketchArguments.Invalid("THETA_INVALID_INPUT_SKETCH_BUFFER", function);
    }

    private static void Estimate(KernelCall call)
    {
        var images = call.In<StringView>(0);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            call.Result.Set(row, (long)Math.Floor(Read(images[row].Span, "theta_sketch_estimate").Estimate() + 0.5));
        }
    }

    private static void Unite(KernelCall call)
    {
        var (left, right, bits) = (call.In<StringView>(0), call.In<StringView>(1), call.In<int>(2));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var (union, size) = (new ThetaSketch(), Bits(bits[row], "theta_union"));
            union.Unite(Read(left[row].Span, "theta_union"), size);
            union.Unite(Read(right[row].Span, "theta_union"), size);
            union.Trim(size);
            call.Result.SetString(row, union.ToBytes());
        }
    }

    private static void Combine(KernelCall call, string name, Func<ThetaSketch, ThetaSketch, ThetaSketch> combine)
    {
        var (left, right) = (call.In<StringView>(0), call.In<StringView>(1));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            call.Result.SetString(row, combine(Read(left[row].Span, name), Read(right[row].Span, name)).ToBytes());
        }
    }

    private abstract class ThetaKernel(string name) : ImageKernel<ThetaSketch>
    {
        protected sealed override byte[] Write(ThetaSketch sketch) => sketch.ToBytes();
        protected sealed override ThetaSketch Read(ReadOnlySpan<byte> image, MemoryAllocator allocator) => ThetaFunctions.Read(image, name);
        protected ThetaSketch ReadRow(ColumnVector[] arguments, int row) => ThetaFunctions.Read(arguments[0].Get<StringView>(row).Span, name);
    }

    private abstract class UnitingKernel(string name, int bits) : ThetaKernel(name)
    {
        protected override ThetaSketch Merge(ThetaSketch target, ThetaSketch source)
        {
            target.Unite(source, bits);
            return target;
        }

        protected override void Finish(ThetaSketch? sketch, ColumnVector result, int row)
        {
            sketch?.Trim(bits);
            result.SetString(row, (sketch ?? new ThetaSketch()).ToBytes());
        }
    }

    private sealed class ValuesKernel(int bits) : UnitingKernel("theta_sketch_agg", bits)
    {
        private readonly int _bits = bits;

        protected override void Add(Sketched<ThetaSketch> state, ColumnVector[] arguments, int row)
        {
            if (SketchInput.TryHash(arguments[0], row, out var hash)) (state.Sketch ??= new ThetaSketch()).Update(hash, _bits);
        }
    }

    private sealed class UnionKernel(int bits) : UnitingKernel("theta_union_agg", bits)
    {
        protected override void Add(Sketched<ThetaSketch> state, ColumnVector[] arguments, int row) => state.Sketch = Merge(state.Sketch ?? new ThetaSketch(), ReadRow(arguments, row));
    }

    private sealed class IntersectionKernel() : ThetaKernel("theta_intersection_agg")
    {
        protected override void Add(Sketched<ThetaSketch> state, ColumnVector[] arguments, int row)
        {
            var source = ReadRow(arguments, row);
            state.Sketch = state.Sketch == null ? source : Merge(state.Sketch, source);
        }

        protected override ThetaSketch Merge(ThetaSketch target, ThetaSketch source) => ThetaSketch.Intersect(target, source);
        protected override void Finish(ThetaSketch? sketch, ColumnVector result, int row) => result.SetString(row, (sketch ?? new ThetaSketch()).ToBytes());
    }
}
