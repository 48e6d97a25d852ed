using Firesteel.Formats.Orc.Metadata;
using Firesteel.Formats.Orc.Writing;
using Firesteel.Testing;
using Xunit;

namespace Firesteel.Formats.Tests.Orc;

/// <summary>Files that were cut or whose bytes were changed give rows or a SparkException: never another error, a crash or a hang.</summary>
public sealed class OrcDamagedFileTests
{
    private const int Seeds = 150;

    [Fact]
    public void ChangedBytesNeverEscapeTheReader()
    {
        foreach (var (name, original) in Files())
        {
            for (var seed = 0; seed < Seeds; seed++)
            {
                var random = new Random(seed);
                var bytes = (byte[])original.Clone();
                // Most of the meaning lies in the footers and at the starts of streams.
                var inFooter = random.Next(2) == 0;
                for (var changes = random.Next(1, 6); changes > 0; changes--)
                {
                    var at = inFooter ? bytes.Length - 1 - random.Next(Math.Min(bytes.Length, 2000)) : random.Next(bytes.Length);
                    bytes[at] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)(bytes[at] ^ 1 << random.Next(8));
                }
                Read(name, bytes, seed);
            }
        }
    }

    [Fact]
    public void CutFilesNeverEscapeTheReader()
    {
        foreach (var (name, original) in Files())
        {
            for (var seed = 0; seed < Seeds / 3; seed++)
            {
                var random = new Random(seed);
                Read(name, original[..random.Next(original.Length)], seed);
                // The footer stays, so that the cut shows in the stripes.
                var cut = random.Next(1, original.Length);
                var start = random.Next(0, original.Length - cut);
                Read(name, [.. original[..start], .. original[(start + cut)..]], seed);
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("O")]
    [InlineData("ORC and nothing that an ORC file ends with")]
    public void OtherFilesAreRefusedAndEmptyOnesHaveNoRows(string content)
    {
        var file = new MemoryFile(System.Text.Encoding.UTF8.GetBytes(content));
        if (content.Length == 0) Assert.Empty(OrcRows.Read(file).Rows);
        else Assert.Equal("FAILED_READ_FILE.CANNOT_READ_FILE_FOOTER", Assert.Throws<SparkException>(() => OrcRows.Read(file)).Condition);
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Files()
    {
        foreach (var path in Directory.GetFiles(Path.Combine(Workspace.Root, "tests/Firesteel.Formats.Tests/Orc/Golden"), "*.orc").Order()) yield return (Path.GetFileName(path), File.ReadAllBytes(path));
        foreach (var codec in new[] { OrcCompression.None, OrcCompression.Lz4, OrcCompression.Zstd })
            yield return (codec.ToString(), OrcRoundTripTests.Write(new OrcWriteOptions { Compression = codec, BlockSize = 2048, TimeZone = "UTC" }, 40, 0.2, RandomBatches.AllTypes, batches: 1).Bytes);
    }

    private static void Read(string name, byte[] bytes, int seed)
    {
        try
        {
            OrcRows.Read(new MemoryFile(bytes), seed % 3 == 0 ? 7 : 4096);
        }
        catch (SparkException)
        {
            // What it should be.
        }
        catch (Exception e)
        {
            Assert.Fail($"{name}, seed {seed}: {e}");
        }
    }
}
