using System.Numerics;
using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Aggregates;
using Firesteel.Catalyst.Functions.Text;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Numerics;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Sketches;

/// <summary>The functions of KLL sketches, for each kind of value.</summary>
static class KllFunctions
{
    private static readonly Literal DefaultK = Literal.Of(KllSketch<long>.DefaultK);
    private static readonly TypeClass Image = new TypeClass.Strictly(TypeClass.Binary);

    public static void Register(FunctionRegistry registry)
    {
        Register<long>(registry, "bigint", LongType.Instance, [TypeClass.Byte, ShortType.Instance, TypeClass.Int, TypeClass.Long], "KllLongsSketch", v => $"{v}");
        Register<float>(registry, "float", FloatType.Instance, [TypeClass.Float], "KllFloatsSketch", v => JavaText(v, FloatType.Instance));
        Register<double>(registry, "double", DoubleType.Instance, [TypeClass.Float, TypeClass.Double], "KllDoublesSketch", v => JavaText(v, DoubleType.Instance));
    }

    private static void Register<T>(FunctionRegistry registry, string suffix, DataType type, TypeClass[] accepted, string published, Func<T, string> text) where T : unmanaged, INumber<T>
    {
        var ranks = TypeClass.OneOf(TypeClass.Double, TypeClass.ArrayOf(DoubleType.Instance));
        var values = TypeClass.OneOf(type, TypeClass.ArrayOf(type));
        registry.Register(
            Aggregated("kll_sketch_agg_" + suffix, new TypeClass.Strictly(TypeClass.OneOf(accepted)), (name, k) => new ValuesKernel<T>(name, k ?? KllSketch<T>.DefaultK), isMerge: false),
            Aggregated("kll_merge_agg_" + suffix, Image, (name, k) => new MergeKernel<T>(name, k), isMerge: true),
            new Scalar("kll_sketch_get_n_" + suffix, [Image], LongType.Instance, call => Each<T>(call, (sketch, row) => call.Result.Set(row, sketch.Count))) { Throws = true },
            new Scalar("kll_sketch_to_string_" + suffix, [Image], StringType.Instance, call => Each<T>(call, (sketch, row) => call.Result.SetText(row, sketch.Describe(published, text)))) { Throws = true },
            new Scalar("kll_sketch_merge_" + suffix, [Image, Image], BinaryType.Instance, Merge<T>) { Throws = true },
            new Scalar("kll_sketch_get_quantile_" + suffix, [Image, ranks], a => a[1].DataType is ArrayType ? new ArrayType(type, false) : type, Quantiles<T>) { Throws = true, Check = CheckConstant },
            new Scalar("kll_sketch_get_rank_" + suffix, [Image, values], a => a[1].DataType is ArrayType ? new ArrayType(DoubleType.Instance, false) : DoubleType.Instance, Ranks<T>) { Throws = true, Check = CheckConstant });
    }

    private static string JavaText(object value, DataType type) => (string)ConstantFolding.Evaluate(new Cast(new Literal(value, type), StringType.Instance, EvalMode.Legacy)).Value!;

    private static void CheckConstant(ScalarCall call)
    {
        if (!call.Arguments[1].Foldable)
            throw ArgumentChecks.NotConstant(call.Origin, call.Sql, call.Name.Contains("quantile", StringComparison.Ordinal) ? "rank" : "quantile", call.Arguments[1].DataType, call.Arguments[1]);
    }

    private static Aggregate Aggregated(string name, TypeClass parameter, Func<string, int?, AggregateKernel> kernel, bool isMerge) => new(name, [parameter], _ => BinaryType.Instance, _ => [BinaryType.Instance], call => kernel(name, (int?)call.State))
    {
        Rest = new TypeClass.Strictly(TypeClass.Int), IsNeverNull = true, OrderMatters = _ => true, ThrowsWhen = _ => isMerge,
        Adapt = (call, a) => { ArgumentChecks.Count(call, 1, 2); return a; },
        Empty = call => new Literal(new BinaryValue(new KllSketch<long>((int?)call.State ?? KllSketch<long>.DefaultK).ToBytes()), BinaryType.Instance),
        StateOf = call =>
        {
            if (call.Arguments.Count == 1) return null;
            var shown = Operands.Shown(call);
            var cast = Operands.CastTo(call, call.Arguments[1], IntegerType.Instance);
            if (!cast.Foldable) throw ArgumentChecks.NotConstant(call.Origin, shown, "k", IntegerType.Instance, cast);
            var k = ConstantFolding.Evaluate(cast).Value as int? ?? throw ArgumentChecks.UnexpectedNull(call.Origin, shown, "k");
            if (k is >= KllSketch<long>.MinK and <= KllSketch<long>.MaxK) return k;
            var cause = SketchArguments.Error("KLL_SKETCH_K_OUT_OF_RANGE", ("functionName", SqlIdentifier.Quote(name)), ("k", $"{k}"));
            throw ArgumentChecks.Error(call.Origin, "DATATYPE_MISMATCH.TYPE_CHECK_FAILURE_WITH_HINT", ("sqlExpr", ArgumentChecks.Quote(shown)), ("msg", cause.Message), ("hint", ""));
        },
    };

    private static KllSketch<T> Read<T>(ReadOnlySpan<byte> image, string function) where T : unmanaged, INumber<T>
        => KllSketch<T>.TryRead(image) ?? throw SketchArguments.Invalid("KLL_INVALID_INPUT_SKETCH_BUFFER", function);

    private static void Each<T>(KernelCall call, Action<KllSketch<T>, int> write) where T : unmanaged, INumber<T>
    {
        var images = call.In<StringView>(0);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            write(Read<T>(images[row].Span, call.Call.Function.Name), row);
        }
    }

    private static void Merge<T>(KernelCall call) where T : unmanaged, INumber<T>
    {
        var second = call.In<StringView>(1);
        Each<T>(call, (sketch, row) =>
        {
            sketch.Merge(Read<T>(second[row].Span, call.Call.Function.Name));
            call.Result.SetString(row, sketch.ToBytes());
        });
    }

    private static void Quantiles<T>(KernelCall call) where T : unmanaged, INumber<T> => Each<T>(call, (sketch, row) => Ask<double, T>(call, row, rank =>
    {
        if (rank is < 0 or > 1 or double.NaN) throw SketchArguments.Error("KLL_SKETCH_INVALID_QUANTILE_RANGE", ("functionName", SqlIdentifier.Quote(call.Call.Function.Name)));
        if (sketch.Count == 0) throw SketchArguments.Invalid("KLL_INVALID_INPUT_SKETCH_BUFFER", call.Call.Function.Name);
        return sketch.Quantile(rank);
    }));

    private static void Ranks<T>(KernelCall call) where T : unmanaged, INumber<T> => Each<T>(call, (sketch, row) => Ask<T, double>(call, row, value
        => sketch.Count == 0 ? throw SketchArguments.Invalid("KLL_INVALID_INPUT_SKETCH_BUFFER", call.Call.Function.Name) : sketch.Rank(value)));

    // One question or an array of them.
    private static unsafe void Ask<TIn, TOut>(KernelCall call, int row, Func<TIn, TOut> answer) where TIn : unmanaged where TOut : unmanaged
    {
        var (questions, at) = (call.Arguments[1], call.Arguments[1].Position(row));
        if (questions.Type is not ArrayType) { call.Result.Set(row, answer(questions.Values<TIn>()[at])); return; }
        var asked = questions.Values<ListEntry>()[at];
        var answers = call.Result.Children[0];
        var start = answers.Count;
        answers.EnsureCapacity(start + asked.Length);
        for (var i = 0; i < asked.Length; i++) answers.Set(start + i, answer(questions.Children[0].Values<TIn>()[asked.Offset + i]));
        answers.Count = start + asked.Length;
        call.Result.Set(row, new ListEntry(start, asked.Length));
    }

    private abstract class KllKernel<T>(string name, int? k) : ImageKernel<KllSketch<T>> where T : unmanaged, INumber<T>
    {
        protected KllSketch<T> New() => new(k ?? KllSketch<T>.DefaultK);
        protected sealed override byte[] Write(KllSketch<T> sketch) => sketch.ToBytes();
        protected sealed override KllSketch<T> Read(ReadOnlySpan<byte> image, MemoryAllocator allocator) => Read<T>(image, name);
        protected sealed override void Finish(KllSketch<T>? sketch, ColumnVector result, int row) => result.SetString(row, (sketch ?? New()).ToBytes());

        protected sealed override KllSketch<T> Merge(KllSketch<T> target, KllSketch<T> source)
        {
            target.Merge(source);
            return target;
        }
    }

    private sealed class ValuesKernel<T>(string name, int k) : KllKernel<T>(name, k) where T : unmanaged, INumber<T>
    {
        protected override void Add(Sketched<KllSketch<T>> state, ColumnVector[] arguments, int row)
        {
            var flat = ValueComparer.Locate(arguments[0], ref row);
            (state.Sketch ??= New()).Update(flat.Physical switch
            {
                PhysicalType.Int8 => T.CreateTruncating(flat.Get<sbyte>(row)),
                PhysicalType.Int16 => T.CreateTruncating(flat.Get<short>(row)),
                PhysicalType.Int32 => T.CreateTruncating(flat.Get<int>(row)),
                PhysicalType.Int64 => T.CreateTruncating(flat.Get<long>(row)),
                PhysicalType.Float32 => T.CreateTruncating(flat.Get<float>(row)),
                _ => T.CreateTruncating(flat.Get<double>(row)),
            });
        }
    }

    private sealed class MergeKernel<T>(string name, int? k) : KllKernel<T>(name, k) where T : unmanaged, INumber<T>
    {
        private readonly int? _k = k;

        protected override void Add(Sketched<KllSketch<T>> state, ColumnVector[] arguments, int row)
        {
            var source = Read(arguments[0].Get<StringView>(row).Span, state.Allocator);
            (state.Sketch ??= new KllSketch<T>(_k ?? source.K)).Merge(source);
        }
    }
}
