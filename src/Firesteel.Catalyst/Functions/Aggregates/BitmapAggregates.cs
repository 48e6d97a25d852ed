using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Aggregates;

/// <summary>Aggregates over bitmaps of a fixed size.</summary>
static class BitmapAggregates
{
    public static void Register(FunctionRegistry registry) => registry.Register(
        Bitmap("bitmap_construct_agg", TypeClass.Long, new BitmapConstruction()),
        Bitmap("bitmap_or_agg", TypeClass.Binary, new BitmapUnion()), Bitmap("bitmap_and_agg", TypeClass.Binary, new BitmapIntersection()));

    private static Aggregate Bitmap(string name, TypeClass parameter, IBitmapStep step)
        => new(name, [parameter], _ => BinaryType.Instance, _ => [BinaryType.Instance], call => new BitmapKernel(step, call))
        {
            IsNeverNull = true,
            DuplicatesDoNotMatter = true,
            Empty = _ => new Literal(new BinaryValue(step.New()), BinaryType.Instance),
        };
}

/// <summary>How one value changes a bitmap, and how two of them are put together.</summary>
interface IBitmapStep
{
    const int Bytes = 4096;
    byte[] New();
    void Add(byte[] bitmap, ColumnVector vector, int row, AggregateCall call);
    void Merge(byte[] bitmap, ReadOnlySpan<byte> other);
}

/// <summary>Sets the bit at a position.</summary>
sealed class BitmapConstruction : IBitmapStep
{
    public byte[] New() => new byte[IBitmapStep.Bytes];

    public void Add(byte[] bitmap, ColumnVector vector, int row, AggregateCall call)
    {
        var position = vector.Get<long>(row);
        if (position is < 0 or >= 8 * IBitmapStep.Bytes)
            throw new SparkRuntimeException("INVALID_BITMAP_POSITION", new Dictionary<string, string>
            {
                ["bitPosition"] = $"{position}", ["bitmapNumBytes"] = $"{IBitmapStep.Bytes}", ["bitmapNumBits"] = $"{8 * IBitmapStep.Bytes}",
            }, call.Origin.Context);
        bitmap[position / 8] |= (byte)(1 << (int)(position % 8));
    }

    public void Merge(byte[] bitmap, ReadOnlySpan<byte> other) => BitmapUnion.Or(bitmap, other);
}

/// <summary>Bits that any bitmap has.</summary>
sealed class BitmapUnion : IBitmapStep
{
    public byte[] New() => new byte[IBitmapStep.Bytes];
    public void Add(byte[] bitmap, ColumnVector vector, int row, AggregateCall call) => Or(bitmap, vector.Get<StringView>(row).Span);
    public void Merge(byte[] bitmap, ReadOnlySpan<byte> other) => Or(bitmap, other);

    public static void Or(byte[] bitmap, ReadOnlySpan<byte> other)
    {
        for (var i = 0; i < Math.Min(bitmap.Length, other.Length); i++) bitmap[i] |= other[i];
    }
}

/// <summary>Bits that all bitmaps have; a short one has none beyond its end.</summary>
sealed class BitmapIntersection : IBitmapStep
{
    public byte[] New()
    {
        var bitmap = new byte[IBitmapStep.Bytes];
        Array.Fill(bitmap, (byte)0xff);
        return bitmap;
    }

    public void Add(byte[] bitmap, ColumnVector vector, int row, AggregateCall call) => Merge(bitmap, vector.Get<StringView>(row).Span);

    public void Merge(byte[] bitmap, ReadOnlySpan<byte> other)
    {
        for (var i = 0; i < bitmap.Length; i++) bitmap[i] &= i < other.Length ? other[i] : (byte)0;
    }
}

sealed class BitmapKernel(IBitmapStep step, AggregateCall call) : ManagedKernel<byte[]>
{
    protected override byte[] NewState(AggregateStore store) => step.New();
    protected override void Add(byte[] state, ColumnVector[] arguments, int row) => step.Add(state, arguments[0], row, call);
    protected override void MergeOne(byte[] state, ColumnVector[] partials, int row) => step.Merge(state, partials[0].Get<StringView>(row).Span);
    protected override void WriteOne(byte[]? state, ColumnVector[] partials, int row) => FinishOne(state, partials[0], row);
    protected override void FinishOne(byte[]? state, ColumnVector result, int row) => result.SetString(row, state ?? step.New());
}
