using System.Globalization;
using System.Numerics;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions.Evaluation.Casts;

/// <summary>Whole numbers to their digits. Those of many rows are written one behind the other and go to the result's memory in one piece.</summary>
sealed unsafe class WholeToStringCaster<T>(Cast cast, DataType from, DataType to) : Caster(cast, from, to) where T : unmanaged, IBinaryInteger<T>
{
    private const int Longest = 20;
    private byte[] _digits = [];
    private byte[] _lengths = [];

    protected override bool TryConvert(ColumnVector flat, int at, ColumnVector result, int row)
    {
        Span<byte> digits = stackalloc byte[Longest];
        result.SetString(row, digits[..Write(flat.Get<T>(at), digits)]);
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
        if (_lengths.Length < rows.Count) (_digits, _lengths) = (new byte[rows.Count * Longest], new byte[rows.Count]);
        var used = 0;
        for (var k = 0; k < rows.Count; k++)
        {
            var length = Write(values[rows[k]], _digits.AsSpan(used));
            _lengths[k] = (byte)length;
            used += length;
        }
        var at = result.Arena.Copy(_digits.AsSpan(0, used));
        for (var k = 0; k < rows.Count; k++)
        {
            views[rows[k]] = new StringView(at, _lengths[k]);
            at += _lengths[k];
        }
    }

    private static int Write(T value, Span<byte> digits)
        => value.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture) ? length : throw new InvalidOperationException("A whole number has 20 digits at most.");
}
