using System.Runtime.Intrinsics.X86;
using Firesteel.Formats.Parquet.Encodings;
using Xunit;

namespace Firesteel.Formats.Tests.Parquet.Encodings;

/// <summary>Every SIMD variant unpacks what the scalar one does.</summary>
public sealed unsafe class BitUnpackerTests
{
    private const int Groups = 37;
    private const int Padding = 64;

    [Fact]
    public void AllWidthsAgree()
    {
        var random = new Random(5);
        for (var width = 1; width <= 32; width++)
        {
            var packed = new byte[Groups * width + Padding];
            random.NextBytes(packed);
            fixed (byte* source = packed)
            {
                var expected = new uint[Groups * 8];
                for (var i = 0; i < expected.Length; i++) expected[i] = Bits(packed, i * width, width);
                Assert.Equal(expected, Run(BitUnpacker.Unpack, source, width));
                Assert.Equal(expected, Run(BitUnpacker.UnpackScalar, source, width));
                if (width > BitUnpacker.MaxSimdWidth) continue;
                if (Avx2.IsSupported) Assert.Equal(expected, Run(BitUnpacker.UnpackAvx2, source, width));
                if (Avx512Vbmi.IsSupported) Assert.Equal(expected, Run(BitUnpacker.UnpackAvx512, source, width));
            }
        }
    }

    [Fact]
    public void BytesAgree()
    {
        var random = new Random(6);
        var packed = new byte[16];
        for (var round = 0; round < 200; round++)
        {
            random.NextBytes(packed);
            for (var width = 1; width <= 8; width++)
                fixed (byte* source = packed)
                    Assert.Equal(BitUnpacker.UnpackBytesScalar(*(ulong*)source, width), BitUnpacker.UnpackBytes(source, width));
        }
    }

    [Fact]
    public void JoinedStreamsAgree()
    {
        var random = new Random(7);
        foreach (var size in new[] { 2, 4, 5, 8, 16 })
        {
            var streams = new byte[size * 101 + Padding];
            random.NextBytes(streams);
            var (fast, slow) = (new byte[size * 101 + Padding], new byte[size * 101 + Padding]);
            fixed (byte* source = streams, a = fast, b = slow)
            {
                ByteStreamSplitDecoder.Join(source, 101, a, 101, size);
                ByteStreamSplitDecoder.JoinScalar(source, 101, b, 101, size);
            }
            Assert.Equal(slow, fast);
        }
    }

    private delegate void Unpacker(byte* source, int width, uint* target, int groups);

    private static uint[] Run(Unpacker unpack, byte* source, int width)
    {
        var result = new uint[Groups * 8];
        fixed (uint* target = result) unpack(source, width, target, Groups);
        return result;
    }

    private static uint Bits(byte[] packed, int at, int width)
    {
        var result = 0u;
        for (var b = 0; b < width; b++) result |= (uint)(packed[(at + b) / 8] >> (at + b) % 8 & 1) << b;
        return result;
    }
}
