using System.Buffers.Binary;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions.Evaluation.Casts;

/// <summary>Whole numbers to their big-endian bytes.</summary>
sealed class WholeToBinaryCaster(Cast cast, DataType from, DataType to) : Caster(cast, from, to)
{
    protected override bool TryConvert(ColumnVector flat, int at, ColumnVector result, int row)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, flat.ElementSize switch
        {
            1 => flat.Get<sbyte>(at),
            2 => flat.Get<short>(at),
            4 => flat.Get<int>(at),
            _ => flat.Get<long>(at),
        });
        result.SetString(row, bytes[(8 - flat.ElementSize)..]);
        return true;
    }
}
