using Firesteel.Formats.Pickle;
using Firesteel.Formats.SequenceFile;

namespace Firesteel.Formats.Tests.SequenceFile;

public sealed class SequenceFileTests
{
    private const string Codecs = "org.apache.hadoop.io.compress.";

    [Theory]
    [InlineData("int", "1=2 2=3")]
    [InlineData("bool", "True=False")]
    [InlineData("null", "None=None")]
    [InlineData("text", "'é'='x*300'")]
    [InlineData("bytes", "b6162=b6364")]
    [InlineData("double", "1.5=2.5")]
    [InlineData("float", "1.5='1.5' -2.25='-2.25'")]
    [InlineData("byte", "1='x' -2='x'")]
    [InlineData("short", "1='x' -2='x'")]
    [InlineData("long", "1='1' -2='-2' 300='300' 1099511627776='1099511627776' -1099511627776='-1099511627776'")]
    [InlineData("vint", "1='1' -2='-2' 300='300' -70000='-70000'")]
    [InlineData("vlong", "1='1' -2='-2' 300='300' 1099511627776='1099511627776' -1099511627776='-1099511627776'")]
    [InlineData("metadata", "1='1' 2='2'")]
    [InlineData("nestedmap", "1={None: 'z', 'a': 1, 2: 2.5, 'n': {'zeta': 1099511627776, 'm': b71}, True: None} 2={}")]
    [InlineData("map", "1={None: 1, 1099511627776: 1, 'zeta': 1, -3: 1, 2.5: 1, 5: 1, 'alpha': 1, 'beta': 1, True: 1}")]
    public void Reads_every_writable_as_hadoop_wrote_it(string name, string expected) => Assert.Equal(expected, string.Join(' ', SparkFiles.Read(SparkFiles.Named(name))));

    [Theory]
    [InlineData("record")]
    [InlineData("recordgzip")]
    [InlineData("recordsnappy")]
    [InlineData("block")]
    public void Reads_compressed_records_and_blocks(string name) => Assert.Equal(Enumerable.Range(0, 50).Select(i => $"{i}='{i}'"), SparkFiles.Read(SparkFiles.Named(name)));

    [Theory]
    [InlineData("blockgzip")]
    [InlineData("blocklz4")]
    [InlineData("blocksnappy")]
    public void Reads_blocks_of_every_codec(string name) => Assert.Equal(250, SparkFiles.Read(SparkFiles.Named(name)).Count);

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void Older_versions_have_no_metadata(byte version)
    {
        var file = SparkFiles.Named("int");
        // Behind the names of two classes, each with its length, and two flags.
        var metadata = 4 + 2 * (1 + "org.apache.hadoop.io.IntWritable".Length) + 2;
        Assert.Equal(["1=2", "2=3"], SparkFiles.Read([.. file[..3], version, .. file[4..metadata], .. file[(metadata + 4)..]]));
        Assert.Contains("version 3", Assert.Throws<InvalidDataException>(() => SparkFiles.Read([.. file[..3], 3, .. file[4..]])).Message);
    }

    [Fact]
    public void Metadata_and_what_cannot_be_read_are_known_by_name()
    {
        using var reader = new SequenceFileReader(new MemoryFile(SparkFiles.Named("metadata")));
        Assert.Equal("a=b c=d", string.Join(' ', reader.Header.Metadata.Select(m => $"{m.Key}={m.Value}")));
        Assert.Contains("ArrayWritable", Assert.Throws<InvalidDataException>(() => SparkFiles.Read(SparkFiles.Named("array"))).Message);
        Assert.Contains("not a SequenceFile", Assert.Throws<InvalidDataException>(() => SparkFiles.Read("text\n"u8.ToArray())).Message);
        Assert.Contains("BZip2Codec", Assert.Throws<NotSupportedException>(() => HadoopCodec.Of(Codecs + "BZip2Codec")).Message);
    }

    [Theory]
    [InlineData(SequenceCompression.None, null)]
    [InlineData(SequenceCompression.Record, "DefaultCodec")]
    [InlineData(SequenceCompression.Record, "Lz4Codec")]
    [InlineData(SequenceCompression.Block, "GzipCodec")]
    [InlineData(SequenceCompression.Block, "SnappyCodec")]
    [InlineData(SequenceCompression.Block, "Lz4Codec")]
    internal void Pieces_have_each_record_once(SequenceCompression compression, string? codec)
    {
        const int Records = 12_000;
        // What does not compress, so that the file has several markers.
        var random = new Random(7);
        var noise = new byte[250];
        var file = Write(compression, codec, Enumerable.Range(0, Records).Select(i =>
        {
            random.NextBytes(noise);
            return (PickleValue.Of((long)i), PickleValue.Slice(PickleKind.Bytes, noise.ToArray()));
        }));
        foreach (var length in (long[])[file.Length, file.Length / 2 + 1, 250_001, 70_000])
        {
            var keys = new List<int>();
            for (var start = 0L; start < file.Length; start += length) keys.AddRange(SparkFiles.Read(file, start, length).Select(r => int.Parse(r[..r.IndexOf('=')])));
            Assert.Equal(Enumerable.Range(0, Records), keys);
        }
    }

    [Theory]
    [InlineData(SequenceCompression.None)]
    [InlineData(SequenceCompression.Record)]
    [InlineData(SequenceCompression.Block)]
    internal void Values_without_bytes_and_files_without_records_are_read_again(SequenceCompression compression)
    {
        var nothing = (PickleValue.None, PickleValue.None);
        Assert.Equal(["None=None", "None=None"], SparkFiles.Read(Write(compression, "GzipCodec", [nothing, nothing])));
        Assert.Empty(SparkFiles.Read(Write(compression, "DefaultCodec", [])));
    }

    [Fact]
    public void Numbers_take_as_many_bytes_as_they_need()
    {
        long[] values = [0, 1, -1, 127, 128, -112, -113, 255, 256, -256, -257, 65535, 65536, int.MaxValue, int.MinValue, long.MaxValue, long.MinValue, 1L << 40, -(1L << 40)];
        foreach (var value in values)
        {
            var output = new WritableOutput();
            output.VLong(value);
            var input = new WritableInput(output.Written.ToArray(), 0, output.Length);
            Assert.Equal((value, 0), (input.VLong(), input.Left));
        }
    }

    [Fact]
    public void Damaged_files_end_in_a_clear_error()
    {
        var random = new Random(3);
        foreach (var name in SparkFiles.Names)
        {
            var file = SparkFiles.Named(name);
            for (var length = 0; length < file.Length; length += 1 + file.Length / 200) Attempt(file[..length]);
            for (var i = 0; i < 300; i++)
            {
                var damaged = file.ToArray();
                damaged[random.Next(file.Length)] = (byte)random.Next(256);
                damaged[random.Next(file.Length)] = (byte)(random.Next(2) * 255);
                Attempt(damaged);
            }
        }
    }

    [Fact]
    public void Lengths_that_no_file_has_take_no_memory()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var name in (string[])["int", "bytes", "map", "block", "recordsnappy", "blocklz4"])
        {
            var file = SparkFiles.Named(name);
            for (var at = Math.Max(0, file.Length - 120); at < file.Length - 4; at++)
            {
                var hostile = file.ToArray();
                (hostile[at], hostile[at + 1], hostile[at + 2], hostile[at + 3]) = (0x7f, 0xff, 0xff, 0xf0);
                Attempt(hostile);
            }
        }
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1L << 30);
    }

    [Fact]
    public void Maps_of_maps_without_end_and_of_nothing_many_times_are_refused()
    {
        var nested = new WritableOutput();
        for (var i = 0; i < 100_000; i++) nested.Bytes([0, 0, 0, 0, 1, 0x89, 0x87]);
        var input = new WritableInput(nested.Written.ToArray(), 0, nested.Length);
        Assert.Contains("too deep", Assert.Throws<InvalidDataException>(() => MapWritable.Instance.Read(ref input, 0)).Message);
        var many = new byte[64 << 20];
        (many[1], many[2]) = (1, 0xff);
        input = new WritableInput(many, 0, many.Length);
        Assert.Contains("entries", Assert.Throws<InvalidDataException>(() => MapWritable.Instance.Read(ref input, 0)).Message);
    }

    private static void Attempt(byte[] file)
    {
        try
        {
            SparkFiles.Read(file);
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException)
        {
            Assert.NotEmpty(e.Message);
        }
    }

    private static byte[] Write(SequenceCompression compression, string? codec, IEnumerable<(PickleValue Key, PickleValue Value)> records)
    {
        var list = records.ToList();
        var (key, value) = list.Count == 0 ? (NullWritable.Instance, NullWritable.Instance) : (WritableTypes.Of(list[0].Key), WritableTypes.Of(list[0].Value));
        var file = new MemoryStream();
        using (var writer = new SequenceFileWriter(file, key.ClassName, value.ClassName, compression, compression == SequenceCompression.None ? null : HadoopCodec.Of(Codecs + codec)))
        {
            foreach (var (k, v) in list)
            {
                var (keyOutput, valueOutput) = (new WritableOutput(), new WritableOutput());
                key.Write(keyOutput, k);
                value.Write(valueOutput, v);
                writer.Append(keyOutput.Written, valueOutput.Written);
            }
        }
        return file.ToArray();
    }
}
