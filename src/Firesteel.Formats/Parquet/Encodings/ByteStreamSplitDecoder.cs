using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Formats.Parquet.Encodings;

/// <summary>BYTE_STREAM_SPLIT: all first bytes, then all second bytes, and so on.</summary>
/// <param name="size">Bytes of a value.</param>
/// <param name="arena">Where fixed-length byte arrays are put together; null for numbers, which go straight to the target.</param>
sealed unsafe class ByteStreamSplitDecoder(int size, ByteArena? arena) : ValueDecoder
{
    private byte* _data;
    private long _count;
    private long _index;

    public override void Start(byte* data, byte* end, int count)
    {
        _data = data;
        _count = (end - data) / size;
        _index = 0;
    }

    public override void Read(byte* target, int count)
    {
        if (count > _count - _index) throw Short();
        var values = arena is null ? target : arena.Allocate(count * size);
        Join(_data + _index, _count, values, count, size);
        _index += count;
        if (arena is null) return;
        for (var i = 0; i < count; i++) ((StringView*)target)[i] = new StringView(values + i * size, size);
    }

    public override void Skip(int count)
    {
        if (count > _count - _index) throw Short();
        _index += count;
    }

    public override void ReleaseBatch() => arena?.Reset();

    public override void Dispose() => arena?.Dispose();

    /// <summary>Puts values together whose bytes lie <paramref name="stride"/> apart.</summary>
    public static void Join(byte* streams, long stride, byte* target, int count, int size)
    {
        var done = 0;
        if (Sse2.IsSupported && size == 4) done = Join4(streams, stride, target, count);
        if (Sse2.IsSupported && size == 8) done = Join8(streams, stride, target, count);
        JoinScalar(streams + done, stride, target + (long)done * size, count - done, size);
    }

    public static void JoinScalar(byte* streams, long stride, byte* target, int count, int size)
    {
        for (var b = 0; b < size; b++)
        {
            var stream = streams + b * stride;
            for (var i = 0; i < count; i++) target[(long)i * size + b] = stream[i];
        }
    }

    private static int Join4(byte* streams, long stride, byte* target, int count)
    {
        var i = 0;
        for (; i + 16 <= count; i += 16)
        {
            var (low01, high01) = Interleave(Vector128.Load(streams + i), Vector128.Load(streams + stride + i));
            var (low23, high23) = Interleave(Vector128.Load(streams + 2 * stride + i), Vector128.Load(streams + 3 * stride + i));
            StoreWords(low01, low23, target + i * 4L);
            StoreWords(high01, high23, target + i * 4L + 32);
        }
        return i;
    }

    private static int Join8(byte* streams, long stride, byte* target, int count)
    {
        var words = stackalloc byte[128];
        var i = 0;
        for (; i + 16 <= count; i += 16)
        {
            Join4(streams + i, stride, words, 16);
            Join4(streams + 4 * stride + i, stride, words + 64, 16);
            for (var k = 0; k < 64; k += 16)
            {
                var low = Vector128.Load((int*)(words + k));
                var high = Vector128.Load((int*)(words + 64 + k));
                Vector128.Store(Sse2.UnpackLow(low, high), (int*)(target + i * 8L + k * 2));
                Vector128.Store(Sse2.UnpackHigh(low, high), (int*)(target + i * 8L + k * 2 + 16));
            }
        }
        return i;
    }

    private static (Vector128<byte> Low, Vector128<byte> High) Interleave(Vector128<byte> a, Vector128<byte> b) => (Sse2.UnpackLow(a, b), Sse2.UnpackHigh(a, b));

    private static void StoreWords(Vector128<byte> first, Vector128<byte> second, byte* target)
    {
        Vector128.Store(Sse2.UnpackLow(first.AsInt16(), second.AsInt16()), (short*)target);
        Vector128.Store(Sse2.UnpackHigh(first.AsInt16(), second.AsInt16()), (short*)(target + 16));
    }
}
