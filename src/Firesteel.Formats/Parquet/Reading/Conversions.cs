using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Formats.Parquet.Reading;

/// <summary>An INT96 timestamp: nanoseconds of the day, then the Julian day.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
struct Int96
{
    public long NanosOfDay;
    public int JulianDay;
}

readonly struct Int32ToInt8 : IConversion<int, sbyte> { public sbyte Convert(int value) => (sbyte)value; }
readonly struct Int32ToInt16 : IConversion<int, short> { public short Convert(int value) => (short)value; }
readonly struct Int32ToInt64 : IConversion<int, long> { public long Convert(int value) => value; }
readonly struct UInt32ToInt64 : IConversion<uint, long> { public long Convert(uint value) => value; }
readonly struct Int32ToFloat64 : IConversion<int, double> { public double Convert(int value) => value; }
readonly struct UInt64ToInt128 : IConversion<ulong, Int128> { public Int128 Convert(ulong value) => value; }
readonly struct Float32ToFloat64 : IConversion<float, double> { public double Convert(float value) => value; }

/// <summary>Multiplies: milliseconds to microseconds, microseconds to nanoseconds, decimals to a larger scale.</summary>
readonly struct ScaleInt64(long factor) : IConversion<long, long> { public long Convert(long value) => value * factor; }
readonly struct ScaleInt32(long factor) : IConversion<int, long> { public long Convert(int value) => value * factor; }
readonly struct ScaleInt32Wide(Int128 factor) : IConversion<int, Int128> { public Int128 Convert(int value) => value * factor; }
readonly struct ScaleInt64Wide(Int128 factor) : IConversion<long, Int128> { public Int128 Convert(long value) => value * factor; }

/// <summary>Nanoseconds to the microsecond at or before.</summary>
readonly struct NanosToMicros : IConversion<long, long>
{
    public long Convert(long value) => value / 1000 - (value % 1000 < 0 ? 1 : 0);
}

/// <summary>Days to the microsecond at their midnight.</summary>
readonly struct DaysToMicros : IConversion<int, long> { public long Convert(int value) => value * 86_400_000_000L; }

readonly struct Int96ToMicros : IConversion<Int96, long>
{
    private const int JulianDayOfEpoch = 2_440_588;
    private const long MicrosPerDay = 86_400_000_000L;

    public long Convert(Int96 value) => unchecked((value.JulianDay - (long)JulianDayOfEpoch) * MicrosPerDay + value.NanosOfDay / 1000);
}

readonly struct Float16ToFloat32 : IConversion<StringView, float>
{
    public unsafe float Convert(StringView value) => value.Length < 2 ? throw new ParquetFormatException("A half float is too short.") : (float)BitConverter.UInt16BitsToHalf((ushort)(value.Data[0] | value.Data[1] << 8));
}

/// <summary>Big-endian two's complement of any length to 64 bits.</summary>
readonly struct BytesToInt64(long factor) : IConversion<StringView, long>
{
    public unsafe long Convert(StringView value)
    {
        if (value.Length == 0) return 0;
        long result = (sbyte)value.Data[0];
        for (var i = 1; i < value.Length; i++) result = result << 8 | value.Data[i];
        return result * factor;
    }
}

/// <summary>Big-endian two's complement of any length to 128 bits.</summary>
readonly struct BytesToInt128(Int128 factor) : IConversion<StringView, Int128>
{
    public unsafe Int128 Convert(StringView value)
    {
        if (value.Length == 0) return 0;
        if (value.Length == 16) return BinaryPrimitives.ReadInt128BigEndian(value.Span) * factor;
        Int128 result = (sbyte)value.Data[0];
        for (var i = 1; i < value.Length; i++) result = result << 8 | value.Data[i];
        return result * factor;
    }
}
