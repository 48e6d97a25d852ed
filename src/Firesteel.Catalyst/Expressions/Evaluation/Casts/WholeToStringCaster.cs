using System.Numerics;
using System.Runtime.InteropServices;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Numerics;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions.Evaluation.Casts;

/// <summary>Whole numbers to their digits. Those of many rows are written one behind the other.</summary>
sealed unsafe class WholeToStringCaster<T>(Cast cast, DataType from, DataType to) : Caster(cast, from, to) where T : unmanaged, IBinaryInteger<T>
{
    protected override bool TryConvert(ColumnVector flat, int at, ColumnVector result, int row)
    {
        var digits = stackalloc byte[WholeText.MaxLength];
        result.SetString(row, new ReadOnlySpan<byte>(digits, WholeText.Write(long.CreateTruncating(flat.Get<T>(at)), digits)));
        return true;
    }

    public override void Many(ColumnVector input, Selection rows, ColumnVector result)
    {
        if (input.Encoding != VectorEncoding.Flat || rows.Count <= 1)
        {
            base.Many(input, rows, result);
            return;
        }
        var values = input.Values<T>();
        var views = (StringView*)result.Data;
        var at = result.Arena.Allocate(rows.Count * WholeText.MaxLength);
        for (var k = 0; k < rows.Count; k++)
        {
            var row = rows[k];
            var value = long.CreateTruncating(values[row]);
            if ((ulong)value < SmallNumbers.Count)
            {
                views[row] = SmallNumbers.Texts[value];
                continue;
            }
            views[row] = new StringView(at, WholeText.Write(value, at));
            at += views[row].Length;
        }
        result.Arena.Shrink(at);
    }
}

/// <summary>The texts of the numbers that need no writing, in memory that stays.</summary>
static unsafe class SmallNumbers
{
    public const int Count = 10_000;

    public static readonly StringView* Texts = Write();

    private static StringView* Write()
    {
        var texts = (StringView*)NativeMemory.Alloc(Count, (nuint)(sizeof(StringView) + sizeof(uint)));
        var digits = (byte*)(texts + Count);
        for (var n = 0; n < Count; n++) texts[n] = StringView.WriteShort(digits + sizeof(uint) * n, WholeText.Short((uint)n, out var length), length);
        return texts;
    }
}
