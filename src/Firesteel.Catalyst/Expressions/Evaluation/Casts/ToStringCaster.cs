using System.Buffers;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions.Evaluation.Casts;

/// <summary>Any value to text.</summary>
sealed class ToStringCaster(Cast cast, DataType from, DataType to, ValueText text) : Caster(cast, from, to)
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    protected override bool TryConvert(ColumnVector flat, int at, ColumnVector result, int row)
    {
        _buffer.ResetWrittenCount();
        text.Write(flat, at, _buffer);
        result.SetString(row, _buffer.WrittenSpan);
        return true;
    }
}
