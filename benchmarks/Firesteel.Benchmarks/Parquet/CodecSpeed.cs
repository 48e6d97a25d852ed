using System.Diagnostics;
using Firesteel.Columnar.Memory;
using Firesteel.Formats.Compression;
using Firesteel.Formats.Parquet.Metadata;
using Firesteel.Formats.Parquet.Reading;
using Firesteel.Formats.Parquet;
using Firesteel.Foundation.FileSystems;

namespace Firesteel.Benchmarks.Parquet;

/// <summary>How fast the first data page of each column of a file is decompressed, and compressed again.</summary>
static unsafe class CodecSpeed
{
    private const int Runs = 60;

    public static int Run(string path)
    {
        using var file = ParquetFile.Open(new LocalRandomAccessFile(path));
        using var allocator = new MemoryAllocator(MemoryManager.Process, "codec");
        for (var leaf = 0; leaf < file.Leaves.Length; leaf++)
        {
            var chunk = file.MetaData.RowGroups[0].Columns[leaf].MetaData!;
            if (PageCodecs.Get(chunk.Codec) is not { } codec) continue;
            using var bytes = allocator.Allocate(chunk.TotalCompressedSize);
            file.File.Read(chunk.DataPageOffset, new Span<byte>(bytes.Pointer, (int)Math.Min(chunk.TotalCompressedSize, file.File.Length - chunk.DataPageOffset)));
            var reader = new ThriftReader(new ReadOnlySpan<byte>(bytes.Pointer, (int)chunk.TotalCompressedSize));
            var header = PageHeader.Read(ref reader);
            var page = bytes.Pointer + reader.Position;
            using var target = allocator.Allocate(header.UncompressedSize);
            using var back = allocator.Allocate(codec.MaxCompressedLength(header.UncompressedSize));
            var down = Best(() => codec.Decompress(page, header.CompressedSize, target.Pointer, header.UncompressedSize));
            var up = Best(() => codec.Compress(target.Pointer, header.UncompressedSize, back.Pointer, (int)back.Capacity));
            Console.WriteLine($"{file.Leaves[leaf].Name,-20} {chunk.Codec} {header.CompressedSize,9} -> {header.UncompressedSize,9}: {header.UncompressedSize / down / 1e9:F2} GB/s, compress {header.UncompressedSize / up / 1e9:F2} GB/s");
        }
        return 0;
    }

    private static double Best(Action action)
    {
        var best = double.MaxValue;
        for (var i = 0; i < Runs; i++)
        {
            var start = Stopwatch.GetTimestamp();
            action();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return best;
    }
}
