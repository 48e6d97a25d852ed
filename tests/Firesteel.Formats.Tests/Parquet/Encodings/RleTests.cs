using Firesteel.Columnar.Memory;
using Firesteel.Formats.Buffers;
using Firesteel.Formats.Parquet.Encodings;
using Firesteel.Formats.Parquet.Writing;
using Xunit;

namespace Firesteel.Formats.Tests.Parquet.Encodings;

/// <summary>The RLE hybrid reads back what was written, in pieces of any size and with parts skipped.</summary>
public sealed unsafe class RleTests
{
    [Fact]
    public void RunsAndPackedGroupsComeBack()
    {
        using var allocator = new MemoryAllocator(new MemoryManager(1L << 28), "test");
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var width = random.Next(1, 33);
            var values = Values(random, width, random.Next(1, 3000));
            using var output = new GrowingBuffer(allocator);
            fixed (uint* input = values) RleEncoder.Write(input, values.Length, width, output);
            output.Reserve(64);
            var decoder = default(RleDecoder);
            decoder.Start(output.Pointer, output.Pointer + output.Length, width);
            var read = new uint[values.Length];
            fixed (uint* target = read)
            {
                for (var at = 0; at < read.Length;)
                {
                    var take = Math.Min(read.Length - at, random.Next(1, 200));
                    if (random.Next(4) == 0)
                    {
                        decoder.Skip(take);
                        values.AsSpan(at, take).CopyTo(read.AsSpan(at));
                    }
                    else
                    {
                        decoder.Read(target + at, take);
                    }
                    at += take;
                }
            }
            Assert.Equal(values, read);
        }
    }

    private static uint[] Values(Random random, int width, int count)
    {
        var values = new uint[count];
        var mask = (uint)((1UL << width) - 1);
        for (var i = 0; i < count;)
        {
            var value = (uint)random.NextInt64(1L << 32) & mask;
            for (var run = random.Next(3) == 0 ? random.Next(1, 100) : 1; run > 0 && i < count; run--) values[i++] = value;
        }
        return values;
    }
}
