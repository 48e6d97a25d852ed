using System.Buffers.Binary;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Buffers;
using Firesteel.Formats.Parquet.Metadata;
using Firesteel.Types;

namespace Firesteel.Formats.Parquet.Writing;

/// <summary>Brings values of fixed size from a vector to the form that Parquet stores, side by side.</summary>
sealed unsafe class ValueStaging(WriteColumn column, ParquetWriteOptions options, MemoryAllocator allocator) : IDisposable
{
    private const int JulianDayOfEpoch = 2_440_588;
    private const long MicrosPerDay = 86_400_000_000L;
    private readonly GrowingBuffer _buffer = new(allocator);

    /// <summary>Bytes of a stored value; 0 for byte arrays.</summary>
    public int Size { get; } = column.Element.Type switch
    {
        ParquetType.Boolean => 1,
        ParquetType.Int32 or ParquetType.Float => 4,
        ParquetType.Int64 or ParquetType.Double => 8,
        ParquetType.Int96 => 12,
        ParquetType.FixedLenByteArray => column.Element.TypeLength,
        _ => 0,
    };

    public byte* Stage(ColumnVector vector, ReadOnlySpan<int> positions)
    {
        _buffer.Clear();
        var target = _buffer.Reserve((long)positions.Length * Size);
        switch (column.Type)
        {
            case BooleanType: Gather(vector.Values<byte>(), positions, target); break;
            case ByteType: for (var i = 0; i < positions.Length; i++) ((int*)target)[i] = vector.Values<sbyte>()[positions[i]]; break;
            case ShortType: for (var i = 0; i < positions.Length; i++) ((int*)target)[i] = vector.Values<short>()[positions[i]]; break;
            case DecimalType { Precision: <= 9 }: for (var i = 0; i < positions.Length; i++) ((int*)target)[i] = (int)vector.Values<long>()[positions[i]]; break;
            case DecimalType { Precision: > DecimalType.MaxLongPrecision }: StageWide(vector.Values<Int128>(), positions, target); break;
            case TimestampType when options.Timestamps == TimestampStorage.Int96: StageInt96(vector.Values<long>(), positions, target); break;
            case TimestampType when options.Timestamps == TimestampStorage.Millis:
                for (var i = 0; i < positions.Length; i++) ((long*)target)[i] = FloorDivide(vector.Values<long>()[positions[i]], 1000);
                break;
            case TimeType { Precision: <= TimeType.DefaultPrecision }: for (var i = 0; i < positions.Length; i++) ((long*)target)[i] = vector.Values<long>()[positions[i]] / 1000; break;
            default:
                if (Size == 4) Gather(vector.Values<int>(), positions, (int*)target);
                else Gather(vector.Values<long>(), positions, (long*)target);
                break;
        }
        return target;
    }

    public void Dispose() => _buffer.Dispose();

    private static void Gather<T>(T* values, ReadOnlySpan<int> positions, T* target) where T : unmanaged
    {
        for (var i = 0; i < positions.Length; i++) target[i] = values[positions[i]];
    }

    private void StageWide(Int128* values, ReadOnlySpan<int> positions, byte* target)
    {
        Span<byte> bytes = stackalloc byte[16];
        for (var i = 0; i < positions.Length; i++)
        {
            BinaryPrimitives.WriteInt128BigEndian(bytes, values[positions[i]]);
            bytes[(16 - Size)..].CopyTo(new Span<byte>(target + (long)i * Size, Size));
        }
    }

    private static void StageInt96(long* values, ReadOnlySpan<int> positions, byte* target)
    {
        for (var i = 0; i < positions.Length; i++)
        {
            var micros = values[positions[i]];
            var day = FloorDivide(micros, MicrosPerDay);
            *(long*)(target + i * 12L) = (micros - day * MicrosPerDay) * 1000;
            *(int*)(target + i * 12L + 8) = (int)(day + JulianDayOfEpoch);
        }
    }

    private static long FloorDivide(long value, long divisor) => value / divisor - (value % divisor < 0 ? 1 : 0);
}
