using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Aggregates;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Sketches;

/// <summary>hll_sketch_agg, hll_union_agg, hll_union and hll_sketch_estimate.</summary>
static class HllFunctions
{
    private static readonly TypeClass Values = new TypeClass.Strictly(TypeClass.OneOf(TypeClass.Int, TypeClass.Long, TypeClass.AnyString, TypeClass.Binary));

    public static void Register(FunctionRegistry registry) => registry.Register(
        new Aggregate("hll_sketch_agg", [Values], _ => BinaryType.Instance, _ => [BinaryType.Instance], call => new HllKernel((int)call.State!))
        {
            Rest = new TypeClass.Strictly(TypeClass.Int), IsNeverNull = true, DuplicatesDoNotMatter = true, OrderMatters = _ => true, ThrowsWhen = _ => true,
            Adapt = (call, a) => { ArgumentChecks.Count(call, 1, 2); return a.Count == 1 ? [.. a, Literal.Of(HllSketch.DefaultBits)] : a; },
            StateOf = Bits, Text = call => Shown(call, Literal.Of(HllSketch.DefaultBits)),
            Empty = call => new Literal(new BinaryValue(new HllSketch((int)call.State!).ToBytes()), BinaryType.Instance),
        },
        new Aggregate("hll_union_agg", [TypeClass.Binary, TypeClass.Boolean], _ => BinaryType.Instance, _ => [BinaryType.Instance], call => new HllUnionKernel((bool)call.State!))
        {
            Defaults = [Literal.Of(false)], IsNeverNull = true, DuplicatesDoNotMatter = true, OrderMatters = _ => true, ThrowsWhen = _ => true,
            StateOf = call => call.Arguments.Count > 1 && Operands.TryConstant<bool>(call.Arguments[1], out var allowed) && allowed, Text = call => Shown(call, Literal.Of(false)),
            Empty = _ => new Literal(new BinaryValue(new HllSketch(HllSketch.DefaultBits).ToBytes()), BinaryType.Instance),
        },
        new Scalar("hll_sketch_estimate", [TypeClass.Binary], LongType.Instance, Estimate) { Throws = true },
        new Scalar("hll_union", [TypeClass.Binary, TypeClass.Binary, TypeClass.Boolean], BinaryType.Instance, Union) { Defaults = [Literal.Of(false)], Throws = true });

    private static object Bits(FunctionCall call)
    {
        if (call.Arguments.Count == 1) return HllSketch.DefaultBits;
        var bits = SketchArguments.Whole(call, 1, "HLL_K_MUST_BE_CONSTANT", "function");
        return bits is >= HllSketch.MinBits and <= HllSketch.MaxBits ? bits
            : throw SketchArguments.OutOfRange("HLL_INVALID_LG_K", "hll_sketch_agg", HllSketch.MinBits, HllSketch.MaxBits, bits);
    }

    private static string Shown(FunctionCall call, Literal last)
        => $"{call.Name.ToLowerInvariant()}({(call.IsDistinct ? "DISTINCT " : "")}{call.Arguments[0].Sql}, {(call.Arguments.Count > 1 ? call.Arguments[1] : last).Sql})";

    public static HllSketch Read(ReadOnlySpan<byte> image, string function)
        => HllSketch.TryRead(image, out var sketch) ? sketch : throw SketchArguments.Invalid("HLL_INVALID_INPUT_SKETCH_BUFFER", function);

    public static HllSketch Union(HllSketch? left, HllSketch right, bool allowed, string function)
    {
        if (left == null) return HllSketch.Union(new HllSketch(right.Bits), right, right.Bits);
        if (!allowed && left.Bits != right.Bits) throw SketchArguments.Error("HLL_UNION_DIFFERENT_LG_K", ("left", $"{left.Bits}"), ("right", $"{right.Bits}"), ("function", SqlIdentifier.Quote(function)));
        return HllSketch.Union(left, right, Math.Min(left.Bits, right.Bits));
    }

    private static void Estimate(KernelCall call)
    {
        var images = call.In<StringView>(0);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            call.Result.Set(row, (long)Math.Floor(Read(images[row].Span, "hll_sketch_estimate").Estimate() + 0.5));
        }
    }

    private static void Union(KernelCall call)
    {
        var (left, right, allowed) = (call.In<StringView>(0), call.In<StringView>(1), call.In<bool>(2));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var (first, second) = (Read(left[row].Span, "hll_union"), Read(right[row].Span, "hll_union"));
            if (first.Bits != second.Bits && allowed[row]) first = HllSketch.Union(new HllSketch(Math.Min(first.Bits, second.Bits)), first, Math.Min(first.Bits, second.Bits));
            call.Result.SetString(row, Union(first, second, allowed[row], "hll_union").ToBytes());
        }
    }

    private sealed class HllKernel(int bits) : ImageKernel<HllSketch>
    {
        protected override bool Takes(ColumnVector[] arguments, int row) => true;

        protected override void Add(Sketched<HllSketch> state, ColumnVector[] arguments, int row)
        {
            if (SketchInput.TryHash(arguments[0], row, out var hash)) (state.Sketch ??= new HllSketch(bits)).Update(hash);
        }

        protected override byte[] Write(HllSketch sketch) => sketch.ToBytes();
        protected override HllSketch Read(ReadOnlySpan<byte> image, MemoryAllocator allocator) => HllFunctions.Read(image, "hll_sketch_agg");
        protected override HllSketch Merge(HllSketch target, HllSketch source) => HllSketch.Union(target, source, bits);
        protected override void Finish(HllSketch? sketch, ColumnVector result, int row) => result.SetString(row, (sketch ?? new HllSketch(bits)).ToBytes());
    }

    private sealed class HllUnionKernel(bool allowed) : ImageKernel<HllSketch>
    {
        protected override void Add(Sketched<HllSketch> state, ColumnVector[] arguments, int row)
            => state.Sketch = Union(state.Sketch, HllFunctions.Read(arguments[0].Get<StringView>(row).Span, "hll_union_agg"), allowed, "hll_union_agg");

        protected override byte[] Write(HllSketch sketch) => sketch.ToBytes();
        protected override HllSketch Read(ReadOnlySpan<byte> image, MemoryAllocator allocator) => HllFunctions.Read(image, "hll_union_agg");
        protected override HllSketch Merge(HllSketch target, HllSketch source) => Union(target, source, allowed, "hll_union_agg");
        protected override void Finish(HllSketch? sketch, ColumnVector result, int row) => result.SetString(row, (sketch ?? new HllSketch(HllSketch.DefaultBits)).ToBytes());
    }
}
