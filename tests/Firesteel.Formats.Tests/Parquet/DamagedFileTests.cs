using Firesteel.Formats.Parquet.Metadata;
using Firesteel.Formats.Parquet.Writing;
using Xunit;

namespace Firesteel.Formats.Tests.Parquet;

/// <summary>Files that were cut or whose bytes were changed give rows or a SparkException: never another error, a crash or a hang.</summary>
public sealed class DamagedFileTests
{
    private const int Seeds = 60;
    private const int LargestFile = 120 << 10;

    [Fact]
    public void ChangedBytesNeverEscapeTheReader()
    {
        foreach (var path in SmallFiles())
        {
            var original = File.ReadAllBytes(path);
            for (var seed = 0; seed < Seeds; seed++) ReadDamaged(path, Change(original, new Random(seed)), seed);
        }
    }

    [Fact]
    public void CutFilesNeverEscapeTheReader()
    {
        foreach (var path in SmallFiles())
        {
            var original = File.ReadAllBytes(path);
            var random = new Random(path.Length);
            for (var seed = 0; seed < Seeds / 4; seed++)
            {
                // The footer stays, so that the cut shows in the pages.
                var cut = random.Next(1, original.Length);
                var start = random.Next(0, original.Length - cut);
                ReadDamaged(path, [.. original[..start], .. original[(start + cut)..]], seed);
            }
        }
    }

    [Fact]
    public void OwnFilesAreReadAsSafely()
    {
        foreach (var codec in new[] { CompressionCodec.Uncompressed, CompressionCodec.Snappy, CompressionCodec.Lz4Raw })
        {
            foreach (var version2 in new[] { false, true })
            {
                var options = new ParquetWriteOptions { Codec = codec, Version2 = version2, PageBytes = 2000, WriteChecksums = false };
                var (original, _) = RoundTripTests.Write(RandomBatches.AllTypes, options, 40, 0.2, batches: 1);
                for (var seed = 0; seed < 4 * Seeds; seed++) ReadDamaged($"{codec}, version 2: {version2}", Change(original, new Random(seed)), seed);
            }
        }
    }

    private static IEnumerable<string> SmallFiles()
        => new[] { "parquet-testing", "formats" }
            .SelectMany(folder => Directory.GetFiles(SharedFolder.Corpus(folder), "*.parquet"))
            .Where(path => new FileInfo(path).Length <= LargestFile)
            .Order();

    private static byte[] Change(byte[] original, Random random)
    {
        var bytes = (byte[])original.Clone();
        // Most of the meaning lies in the footer and in the pages' heads.
        var inFooter = random.Next(2) == 0;
        for (var changes = random.Next(1, 6); changes > 0; changes--)
        {
            var at = inFooter ? bytes.Length - 1 - random.Next(Math.Min(bytes.Length, 2000)) : random.Next(bytes.Length);
            bytes[at] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)(bytes[at] ^ 1 << random.Next(8));
        }
        return bytes;
    }

    private static void ReadDamaged(string path, byte[] bytes, int seed)
    {
        try
        {
            ParquetRows.Drain(new MemoryFile(bytes), seed % 3 == 0 ? 7 : 4096);
        }
        catch (SparkException)
        {
            // What it should be.
        }
        catch (Exception e)
        {
            Assert.Fail($"{Path.GetFileName(path)}, seed {seed}: {e}");
        }
    }
}
