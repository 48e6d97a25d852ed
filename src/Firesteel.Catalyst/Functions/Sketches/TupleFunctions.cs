using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Aggregates;
using Firesteel.Catalyst.Functions.Text;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Sketches;

/// <summary>The functions of tuple sketches, once for summaries that are doubles and once for integers.</summary>
static class TupleFunctions
{
    private static readonly Literal DefaultBits = Literal.Of(ThetaSketch.DefaultBits);
    private static readonly Literal DefaultMode = Literal.Of("sum");
    private static readonly TypeClass Image = new TypeClass.Strictly(TypeClass.Binary);

    public static void Register(FunctionRegistry registry)
    {
        foreach (var isInteger in new[] { false, true }) Register(registry, isInteger, isInteger ? "_integer" : "_double");
    }

    private static void Register(FunctionRegistry registry, bool isInteger, string suffix)
    {
        var summary = isInteger ? TypeClass.Int : TypeClass.Double;
        registry.Register(
            Aggregated("tuple_sketch_agg" + suffix, [ThetaFunctions.Keys, summary, TypeClass.Int, TypeClass.AnyString], ["key", "summary", "lgNomEntries", "mode"], [DefaultBits, DefaultMode], s => new ValuesKernel(s, isInteger)),
            Aggregated("tuple_union_agg" + suffix, [Image, TypeClass.Int, TypeClass.AnyString], ["child", "lgNomEntries", "mode"], [DefaultBits, DefaultMode], s => new UnionKernel(s, isInteger)),
            Aggregated("tuple_intersection_agg" + suffix, [Image, TypeClass.AnyString], ["child", "mode"], [DefaultMode], s => new IntersectionKernel(s, isInteger)),
            new Scalar("tuple_sketch_estimate" + suffix, [Image], DoubleType.Instance, call => Measure(call, isInteger, s => s.Estimate())) { Throws = true },
            new Scalar("tuple_sketch_theta" + suffix, [Image], DoubleType.Instance, call => Measure(call, isInteger, s => s.Theta)) { Throws = true },
            new Scalar("tuple_sketch_summary" + suffix, [Image, TypeClass.AnyString], isInteger ? LongType.Instance : DoubleType.Instance, call => Summarize(call, isInteger)) { Defaults = [DefaultMode], Named = ["child", "mode"], Throws = true, Check = CheckConstants },
            new Scalar("tuple_difference" + suffix, [Image, Image], BinaryType.Instance, call => Subtract(call, isInteger, withTheta: false)) { Throws = true },
            new Scalar("tuple_difference_theta" + suffix, [Image, Image], BinaryType.Instance, call => Subtract(call, isInteger, withTheta: true)) { Throws = true },
            Combined("tuple_union" + suffix, "tupleSketch2", hasBits: true, call => Unite(call, isInteger, withTheta: false)),
            Combined("tuple_union_theta" + suffix, "thetaSketch", hasBits: true, call => Unite(call, isInteger, withTheta: true)),
            Combined("tuple_intersection" + suffix, "tupleSketch2", hasBits: false, call => Intersect(call, isInteger, withTheta: false)),
            Combined("tuple_intersection_theta" + suffix, "thetaSketch", hasBits: false, call => Intersect(call, isInteger, withTheta: true)));
    }

    private static Scalar Combined(string name, string second, bool hasBits, Kernel kernel)
    {
        var first = second == "thetaSketch" ? "tupleSketch" : "tupleSketch1";
        return hasBits ? new Scalar(name, [Image, Image, TypeClass.Int, TypeClass.AnyString], BinaryType.Instance, kernel) { Defaults = [DefaultBits, DefaultMode], Named = [first, second, "lgNomEntries", "mode"], Throws = true, Check = CheckConstants }
            : new Scalar(name, [Image, Image, TypeClass.AnyString], BinaryType.Instance, kernel) { Defaults = [DefaultMode], Named = [first, second, "mode"], Throws = true, Check = CheckConstants };
    }

    /// <summary>What an aggregate's kernel must know.</summary>
    private sealed record Setting(string Name, int Bits, SummaryMode Mode);

    private static Aggregate Aggregated(string name, TypeClass[] parameters, string[] named, Literal[] defaults, Func<Setting, AggregateKernel> kernel)
    {
        var images = parameters.Length - defaults.Length;
        Literal Default(int i) => defaults[i - images];
        return new Aggregate(name, parameters, _ => BinaryType.Instance, _ => [BinaryType.Instance], call => kernel((Setting)call.State!))
        {
            Named = named, Defaults = defaults, IsNeverNull = true, OrderMatters = _ => true, ThrowsWhen = _ => true,
            Empty = _ => new Literal(new BinaryValue(new TupleSketch(false, SummaryMode.Sum, ThetaSketch.DefaultBits).ToBytes()), BinaryType.Instance),
            StateOf = call =>
            {
                var arguments = new Expression[parameters.Length];
                for (var i = 0; i < arguments.Length; i++) arguments[i] = i < call.Arguments.Count ? call.Arguments[i] : Default(i);
                var shown = $"{name}({string.Join(", ", arguments.Select(a => a.Sql))})";
                var bits = ThetaSketch.DefaultBits;
                if (defaults.Length == 2)
                {
                    bits = Constant<int>(call, arguments[^2], IntegerType.Instance, shown, "lgNomEntries");
                    if (bits is < ThetaSketch.MinBits or > ThetaSketch.MaxBits)
                        throw Hinted(call.Origin, shown, SketchArguments.OutOfRange("SKETCH_INVALID_LG_NOM_ENTRIES", name, ThetaSketch.MinBits, ThetaSketch.MaxBits, bits));
                }
                var mode = Constant<string>(call, arguments[^1], StringType.Instance, shown, "mode");
                try { return new Setting(name, bits, ModeOf(mode, name)); }
                catch (SparkRuntimeException e) { throw Hinted(call.Origin, shown, e); }
            },
        };
    }

    // Constants are looked at before the query runs, others when their row comes.
    private static void CheckConstants(ScalarCall call)
    {
        try
        {
            if (call.Arguments.Count == 4 && Operands.TryConstant<int>(call.Arguments[2], out var bits)) ThetaFunctions.Bits(bits, call.Name);
            if (Operands.TryConstant<string>(call.Arguments[^1], out var mode)) ModeOf(mode, call.Name);
        }
        catch (SparkRuntimeException e) { throw Hinted(call.Origin, call.Sql, e); }
    }

    private static T Constant<T>(FunctionCall call, Expression argument, DataType type, string shown, string parameter)
    {
        var cast = Operands.CastTo(call, argument, type);
        if (!argument.Foldable) throw ArgumentChecks.NotConstant(call.Origin, shown, parameter, type, cast);
        return ConstantFolding.Evaluate(cast).Value is T value ? value : throw ArgumentChecks.UnexpectedNull(call.Origin, shown, parameter);
    }

    private static AnalysisException Hinted(Origin origin, string shown, SparkRuntimeException cause)
        => ArgumentChecks.Error(origin, "DATATYPE_MISMATCH.TYPE_CHECK_FAILURE_WITH_HINT", ("sqlExpr", ArgumentChecks.Quote(shown)), ("msg", cause.Message), ("hint", ""));

    private static SummaryMode ModeOf(string mode, string function) => mode.ToLowerInvariant() switch
    {
        "sum" => SummaryMode.Sum,
        "min" => SummaryMode.Min,
        "max" => SummaryMode.Max,
        "alwaysone" => SummaryMode.AlwaysOne,
        _ => throw SketchArguments.Error("TUPLE_INVALID_SKETCH_MODE", ("function", SqlIdentifier.Quote(function)), ("mode", mode), ("validModes", "sum, min, max, alwaysone")),
    };

    private static TupleSketch Read(ReadOnlySpan<byte> image, bool isInteger, string function)
    {
        if (TupleSketch.TryRead(image, isInteger, ThetaSketch.MaxBits) is { } sketch) return sketch;
        if (image.Length >= 8 && image[2] != TupleSketch.Family && SketchArguments.FamilyName(image[2]) is { } family)
            throw SketchArguments.Error("TUPLE_INVALID_INPUT_SKETCH_BUFFER_FAMILY", ("function", SqlIdentifier.Quote(function)), ("expectedFamily", "TUPLE"), ("actualFamily", family));
        throw SketchArguments.Invalid("TUPLE_INVALID_INPUT_SKETCH_BUFFER", function);
    }

    private static TupleSketch ReadAt(KernelCall call, int argument, int row, bool isInteger)
        => Read(call.Arguments[argument].Get<StringView>(call.Arguments[argument].Position(row)).Span, isInteger, call.Call.Function.Name);

    private static ThetaSketch ReadThetaAt(KernelCall call, int row)
        => ThetaFunctions.Read(call.Arguments[1].Get<StringView>(call.Arguments[1].Position(row)).Span, call.Call.Function.Name);

    private static SummaryMode ModeAt(KernelCall call, int row)
    {
        var modes = call.Arguments[^1];
        return ModeOf(modes.Get<StringView>(modes.Position(row)).ToText(), call.Call.Function.Name);
    }

    private static void Measure(KernelCall call, bool isInteger, Func<TupleSketch, double> measure)
    {
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            call.Result.Set(row, measure(ReadAt(call, 0, row, isInteger)));
        }
    }

    private static void Summarize(KernelCall call, bool isInteger)
    {
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var sketch = ReadAt(call, 0, row, isInteger);
            var values = sketch.Entries.Select(e => e.Summary);
            var mode = ModeAt(call, row);
            var value = sketch.Count == 0 ? 0 : mode switch { SummaryMode.Min => values.Min(), SummaryMode.Max => values.Max(), SummaryMode.AlwaysOne => sketch.Count, _ => values.Sum() };
            if (isInteger) call.Result.Set(row, (long)value); else call.Result.Set(row, value);
        }
    }

    private static void Unite(KernelCall call, bool isInteger, bool withTheta)
    {
        var bits = call.In<int>(2);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var mode = ModeAt(call, row);
            var union = new TupleSketch(isInteger, mode, ThetaFunctions.Bits(bits[row], call.Call.Function.Name));
            union.Unite(ReadAt(call, 0, row, isInteger));
            if (withTheta)
            {
                var theta = ReadThetaAt(call, row);
                var neutral = TupleSketch.Neutral(mode, isInteger);
                union.Unite(theta.Hashes.Order().Select(h => (h, neutral)), theta.Limit, theta.IsEmpty);
            }
            else union.Unite(ReadAt(call, 1, row, isInteger));
            union.Trim();
            call.Result.SetString(row, union.ToBytes());
        }
    }

    private static void Intersect(KernelCall call, bool isInteger, bool withTheta)
    {
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var (left, mode) = (ReadAt(call, 0, row, isInteger), ModeAt(call, row));
            TupleSketch result;
            if (withTheta)
            {
                var theta = ReadThetaAt(call, row);
                var neutral = TupleSketch.Neutral(mode, isInteger);
                result = TupleSketch.Intersect(left, theta.Hashes.ToDictionary(h => h, _ => neutral), theta.Limit, theta.IsEmpty, mode);
            }
            else result = Intersection(left, ReadAt(call, 1, row, isInteger), mode);
            call.Result.SetString(row, result.ToBytes());
        }
    }

    private static TupleSketch Intersection(TupleSketch left, TupleSketch right, SummaryMode mode)
        => TupleSketch.Intersect(left, right.Entries.ToDictionary(e => e.Hash, e => e.Summary), right.Limit, right.IsEmpty, mode);

    private static void Subtract(KernelCall call, bool isInteger, bool withTheta)
    {
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var left = ReadAt(call, 0, row, isInteger);
            TupleSketch result;
            if (withTheta)
            {
                var theta = ReadThetaAt(call, row);
                result = TupleSketch.Subtract(left, theta.Hashes, theta.Limit);
            }
            else
            {
                var right = ReadAt(call, 1, row, isInteger);
                result = TupleSketch.Subtract(left, right.Entries.Select(e => e.Hash).ToHashSet(), right.Limit);
            }
            call.Result.SetString(row, result.ToBytes());
        }
    }

    private abstract class TupleKernel(Setting setting, bool isInteger) : ImageKernel<TupleSketch>
    {
        protected TupleSketch New() => new(isInteger, setting.Mode, setting.Bits);
        protected sealed override byte[] Write(TupleSketch sketch) => sketch.ToBytes();

        protected sealed override TupleSketch Read(ReadOnlySpan<byte> image, MemoryAllocator allocator)
            => TupleSketch.TryRead(image, isInteger, setting.Bits) ?? TupleFunctions.Read(image, isInteger, setting.Name);

        protected TupleSketch ReadRow(ColumnVector[] arguments, int row) => TupleFunctions.Read(arguments[0].Get<StringView>(row).Span, isInteger, setting.Name);

        protected override TupleSketch Merge(TupleSketch target, TupleSketch source)
        {
            var union = New();
            union.Unite(target);
            union.Unite(source);
            union.Trim();
            return union;
        }

        protected override void Finish(TupleSketch? sketch, ColumnVector result, int row) => result.SetString(row, (sketch ?? New()).ToBytes());
    }

    private sealed class ValuesKernel(Setting setting, bool isInteger) : TupleKernel(setting, isInteger)
    {
        private readonly bool _isInteger = isInteger;

        protected override bool Takes(ColumnVector[] arguments, int row) => !ValueComparer.IsNull(arguments[0], row) && !ValueComparer.IsNull(arguments[1], row);

        protected override void Add(Sketched<TupleSketch> state, ColumnVector[] arguments, int row)
        {
            if (SketchInput.TryHash(arguments[0], row, out var hash))
                (state.Sketch ??= New()).Update(hash, _isInteger ? arguments[1].Get<int>(row) : arguments[1].Get<double>(row));
        }
    }

    private sealed class UnionKernel(Setting setting, bool isInteger) : TupleKernel(setting, isInteger)
    {
        protected override void Add(Sketched<TupleSketch> state, ColumnVector[] arguments, int row) => (state.Sketch ??= New()).Unite(ReadRow(arguments, row));

        protected override void Finish(TupleSketch? sketch, ColumnVector result, int row)
        {
            sketch?.Trim();
            base.Finish(sketch, result, row);
        }
    }

    private sealed class IntersectionKernel(Setting setting, bool isInteger) : TupleKernel(setting, isInteger)
    {
        private readonly SummaryMode _mode = setting.Mode;

        protected override void Add(Sketched<TupleSketch> state, ColumnVector[] arguments, int row)
        {
            var source = ReadRow(arguments, row);
            state.Sketch = state.Sketch == null ? source : Merge(state.Sketch, source);
        }

        protected override TupleSketch Merge(TupleSketch target, TupleSketch source) => Intersection(target, source, _mode);
    }
}
