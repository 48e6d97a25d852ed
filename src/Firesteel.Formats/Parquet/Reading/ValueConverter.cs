using System.Runtime.CompilerServices;
using Firesteel.Columnar.Memory;

namespace Firesteel.Formats.Parquet.Reading;

/// <summary>Turns values of a stored type into those of a Spark type, side by side.</summary>
abstract unsafe class ValueConverter
{
    /// <param name="arena">Where texts go that do not stand in the page as they are.</param>
    public abstract void Convert(byte* raw, byte* target, int count, ByteArena arena);
}

/// <summary>A conversion of one value; a struct type argument of <see cref="ValueConverter{TIn,TOut,TOp}"/>.</summary>
interface IConversion<TIn, TOut> where TIn : unmanaged where TOut : unmanaged
{
    TOut Convert(TIn value);
}

/// <summary>The loop of one conversion.</summary>
sealed unsafe class ValueConverter<TIn, TOut, TOp>(TOp conversion) : ValueConverter
    where TIn : unmanaged where TOut : unmanaged where TOp : struct, IConversion<TIn, TOut>
{
    public override void Convert(byte* raw, byte* target, int count, ByteArena arena)
    {
        var op = conversion;
        var input = (TIn*)raw;
        var output = (TOut*)target;
        for (var i = 0; i < count; i++) output[i] = op.Convert(Unsafe.ReadUnaligned<TIn>(input + i));
    }
}
