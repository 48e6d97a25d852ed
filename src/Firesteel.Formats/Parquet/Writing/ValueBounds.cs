using System.Runtime.CompilerServices;
using Firesteel.Formats.Parquet.Metadata;

namespace Firesteel.Formats.Parquet.Writing;

/// <summary>
/// The least and greatest of a column's values in the order that its type defines: numbers as such, texts by unsigned bytes,
/// decimals in fixed bytes by their value. INT96 has no order. Floating point: NaN takes the bounds away, zeros count as both.
/// </summary>
sealed unsafe class ValueBounds(SchemaElement column)
{
    /// <summary>Longest text bound that is written in full.</summary>
    private const int LongestBound = 64;

    private readonly ParquetType _type = column.Type!.Value;
    private long _minInteger, _maxInteger;
    private double _minDouble, _maxDouble;
    private byte[] _minBytes = [], _maxBytes = [];
    private int _minLength, _maxLength;
    private bool _hasValues;
    private bool _unordered;

    /// <summary>Whether there are bounds to write.</summary>
    public bool HasBounds => _hasValues && !_unordered && _type != ParquetType.Int96 && (!IsText || TryTruncateMax(out _, out _));

    private bool IsText => _type is ParquetType.ByteArray;

    public void Clear() => (_hasValues, _unordered) = (false, false);

    /// <summary>Takes values in their plain form, side by side.</summary>
    public void AddFixed(byte* values, int count, int size)
    {
        switch (_type)
        {
            case ParquetType.Boolean:
                for (var i = 0; i < count; i++) Add((long)values[i]);
                break;
            case ParquetType.Int32:
                for (var i = 0; i < count; i++) Add(((int*)values)[i]);
                break;
            case ParquetType.Int64:
                for (var i = 0; i < count; i++) Add(((long*)values)[i]);
                break;
            case ParquetType.Float:
                for (var i = 0; i < count; i++) Add(((float*)values)[i]);
                break;
            case ParquetType.Double:
                for (var i = 0; i < count; i++) Add(((double*)values)[i]);
                break;
            case ParquetType.FixedLenByteArray:
                for (var i = 0; i < count; i++) AddBytes(values + (long)i * size, size);
                break;
        }
    }

    public void AddBytes(byte* value, int length)
    {
        var bytes = new ReadOnlySpan<byte>(value, length);
        if (!_hasValues || Compare(bytes, _minBytes.AsSpan(0, _minLength)) < 0) Keep(bytes, ref _minBytes, ref _minLength);
        if (!_hasValues || Compare(bytes, _maxBytes.AsSpan(0, _maxLength)) > 0) Keep(bytes, ref _maxBytes, ref _maxLength);
        _hasValues = true;
    }

    /// <summary>Takes the values that others were made of.</summary>
    public void Add(ValueBounds other)
    {
        _unordered |= other._unordered;
        if (!other._hasValues) return;
        switch (_type)
        {
            case ParquetType.Boolean or ParquetType.Int32 or ParquetType.Int64:
                Add(other._minInteger);
                Add(other._maxInteger);
                break;
            case ParquetType.Float or ParquetType.Double:
                Add(other._minDouble);
                Add(other._maxDouble);
                break;
            case ParquetType.ByteArray or ParquetType.FixedLenByteArray:
                fixed (byte* min = other._minBytes, max = other._maxBytes)
                {
                    AddBytes(min, other._minLength);
                    AddBytes(max, other._maxLength);
                }
                break;
        }
    }

    /// <summary>The lower bound in plain form; of a long text its start.</summary>
    public byte[] Min(out bool isExact)
    {
        isExact = true;
        if (IsText)
        {
            isExact = _minLength <= LongestBound;
            return _minBytes.AsSpan(0, isExact ? _minLength : BoundaryBefore(_minBytes, LongestBound)).ToArray();
        }
        return Plain(_minInteger, _minDouble == 0 ? -0.0 : _minDouble, _minBytes);
    }

    /// <summary>The upper bound in plain form; of a long text a start that is greater than it.</summary>
    public byte[] Max(out bool isExact)
    {
        isExact = true;
        if (!IsText) return Plain(_maxInteger, _maxDouble == 0 ? 0.0 : _maxDouble, _maxBytes);
        TryTruncateMax(out var bound, out isExact);
        return bound;
    }

    private int Compare(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        // Fixed bytes are decimals here: two's complement, highest byte first.
        if (_type == ParquetType.FixedLenByteArray && a.Length > 0 && b.Length > 0 && a[0] != b[0]) return ((sbyte)a[0]).CompareTo((sbyte)b[0]);
        return a.SequenceCompareTo(b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(long value)
    {
        if (!_hasValues) (_minInteger, _maxInteger, _hasValues) = (value, value, true);
        else if (value < _minInteger) _minInteger = value;
        else if (value > _maxInteger) _maxInteger = value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(double value)
    {
        if (double.IsNaN(value)) _unordered = true;
        else if (!_hasValues) (_minDouble, _maxDouble, _hasValues) = (value, value, true);
        else if (value < _minDouble) _minDouble = value;
        else if (value > _maxDouble) _maxDouble = value;
    }

    private static void Keep(ReadOnlySpan<byte> value, ref byte[] target, ref int length)
    {
        if (target.Length < value.Length) target = new byte[Math.Max(value.Length, LongestBound)];
        value.CopyTo(target);
        length = value.Length;
    }

    private byte[] Plain(long integer, double number, byte[] bytes) => _type switch
    {
        ParquetType.Boolean => [(byte)integer],
        ParquetType.Int32 => BitConverter.GetBytes((int)integer),
        ParquetType.Int64 => BitConverter.GetBytes(integer),
        ParquetType.Float => BitConverter.GetBytes((float)number),
        ParquetType.Double => BitConverter.GetBytes(number),
        _ => bytes.AsSpan(0, column.TypeLength).ToArray(),
    };

    // Cuts after a whole UTF-8 character and raises the last byte that can be raised.
    private bool TryTruncateMax(out byte[] bound, out bool isExact)
    {
        isExact = _maxLength <= LongestBound;
        if (isExact)
        {
            bound = _maxBytes.AsSpan(0, _maxLength).ToArray();
            return true;
        }
        var isUtf8 = column.LogicalType?.Kind == LogicalKind.String;
        for (var length = isUtf8 ? BoundaryBefore(_maxBytes, LongestBound) : LongestBound; length > 0; length--)
        {
            // Raising an ASCII byte keeps the text valid UTF-8.
            if (_maxBytes[length - 1] >= (isUtf8 ? 0x7E : 0xFF)) continue;
            bound = _maxBytes.AsSpan(0, length).ToArray();
            bound[^1]++;
            return true;
        }
        bound = [];
        return false;
    }

    private static int BoundaryBefore(byte[] utf8, int at)
    {
        while (at > 0 && (utf8[at] & 0xC0) == 0x80) at--;
        return at;
    }
}
