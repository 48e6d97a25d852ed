using System.Text;
using Firesteel.Formats.Pickle;
using Firesteel.Formats.Tests.Pickle;
using Firesteel.Foundation.Configuration;
using Firesteel.Python.Gateway.Errors;
using Firesteel.Python.Rdd.Hadoop;

namespace Firesteel.Python.Tests.Rdd;

[Collection("spark context")]
public sealed class HadoopFilesTests : IDisposable
{
    private const string Old = "org.apache.hadoop.mapred.", NewOutput = "org.apache.hadoop.mapreduce.lib.output.", NewInput = "org.apache.hadoop.mapreduce.lib.input.";
    private const string Codecs = "org.apache.hadoop.io.compress.";

    private readonly SparkContext _context = new(new SparkConf(false).SetMaster("local[2]").SetAppName("tests"));
    private readonly string _folder = Directory.CreateTempSubdirectory("firesteel-hadoop-").FullName;

    public void Dispose()
    {
        _context.Stop();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(Old, null, null)]
    [InlineData(Old, Codecs + "GzipCodec", null)]
    [InlineData(NewOutput, null, "RECORD")]
    [InlineData(NewOutput, null, "BLOCK")]
    public void Pairs_of_every_kind_travel_through_sequence_files(string package, string? codec, string? type)
    {
        var settings = new Dictionary<string, string>();
        if (type is not null) (settings["mapreduce.output.fileoutputformat.compress"], settings["mapreduce.output.fileoutputformat.compress.type"]) = ("true", type);
        var path = $"{_folder}/pairs";
        Save(Pairs(p => p.Int(1), DictOf, p => p.Int(-70000), p => p.Op(PickleOpcode.EmptyDict)), settings, path, $"{package}SequenceFileOutputFormat", codec: codec);
        Assert.Equal(package == Old ? ["_SUCCESS", "part-00000"] : ["_SUCCESS", "part-r-00000"], Directory.GetFiles(path).Select(Path.GetFileName).Order());
        var read = HadoopInput.Read(_context, new HadoopJob(_context), path, $"{(package == Old ? Old : NewInput)}SequenceFileInputFormat", package != Old, 1, batchSize: 2);
        // Bytes come back as a bytearray, as in Spark.
        Assert.Equal("[(1, {None: True, 1099511627776: b6162, 'key': 1.5}), (-70000, {})]", Assert.Single(Read(read)));
    }

    [Fact]
    public void Lines_hold_what_java_prints()
    {
        var settings = new Dictionary<string, string> { ["mapreduce.output.textoutputformat.separator"] = ";" };
        var path = $"{_folder}/lines";
        Save(Pairs(p => p.Int(1), DictOf, p => p.None(), p => p.Text("é"), p => p.None(), p => p.None(), p => p.Bool(true), p => p.None(), p => p.Float(1e10), p => p.Binary([0, 255])), settings, path, $"{NewOutput}TextOutputFormat");
        Assert.Equal("1;{(null)=true, 1099511627776=61 62, key=1.5}\né\ntrue\n1.0E10;00 ff\n", File.ReadAllText($"{path}/part-r-00000"));
        var read = HadoopInput.Read(_context, new HadoopJob(_context, new() { ["mapred.input.dir"] = path }), null, $"{NewInput}TextInputFormat", isNew: true, 0, batchSize: 10);
        Assert.Equal("[(0, '1*45'), (46, 'é'), (49, 'true'), (54, '1.0E10;00 ff')]", Assert.Single(Read(read)));
    }

    [Fact]
    public void Offsets_of_lines_count_from_the_front_of_the_file_in_each_piece()
    {
        var (path, text) = ($"{_folder}/text", new StringBuilder());
        for (var i = 0; i < 2000; i++) text.Append(i).Append(i % 3 == 0 ? "\r\n" : "\n");
        File.WriteAllText(path, text.ToString());
        var read = HadoopInput.Read(_context, new HadoopJob(_context), path, $"{Old}TextInputFormat", isNew: false, 7, batchSize: 1);
        var lines = read.Collect().Select(b => new PickleReader().Read(b).Items[0].Tuple).ToList();
        Assert.Equal(Enumerable.Range(0, 2000).Select(i => $"{i}"), lines.Select(l => l[1].Text));
        var all = text.ToString();
        Assert.All(lines, l => Assert.StartsWith(l[1].Text, all[(int)l[0].Integer..]));
        Assert.True(read.GetNumPartitions() > 5);
    }

    [Fact]
    public void Pickle_files_are_read_again()
    {
        var pickles = Enumerable.Range(0, 25).Select(i => Pickle(p => p.Int(i))).ToArray();
        PickleFiles.Save(_context.Parallelize(pickles, 2), $"{_folder}/pickles");
        Assert.Equal(pickles, PickleFiles.Load(_context, $"{_folder}/pickles", 2).Collect());
        Assert.Equal(50, PickleFiles.Load(_context, $"{_folder}/pickles,{_folder}/pickles/part-*", 2).Count());
        Save(Pairs(p => p.Int(1), p => p.Int(2)), [], $"{_folder}/ints", $"{Old}SequenceFileOutputFormat");
        Assert.Contains("is no pickle file", Assert.ThrowsAny<SparkException>(() => PickleFiles.Load(_context, $"{_folder}/ints", 2).Collect()).Message);
    }

    [Fact]
    public void What_cannot_be_saved_or_read_is_said()
    {
        var sequence = $"{Old}SequenceFileOutputFormat";
        Save(Pairs(p => p.Int(1), p => p.Int(2)), [], $"{_folder}/ints", sequence);
        Assert.Equal($"{Old}FileAlreadyExistsException", Assert.Throws<JavaException>(() => Save(Pairs(p => p.Int(1), p => p.Int(2)), [], $"{_folder}/ints", sequence)).ClassName);
        Assert.Contains("wrong value class: org.apache.hadoop.io.Text is not class org.apache.hadoop.io.IntWritable",
            Assert.ThrowsAny<SparkException>(() => Save(Pairs(p => p.Int(1), p => p.Int(2), p => p.Int(1), p => p.Text("x")), [], $"{_folder}/mixed", sequence)).Message);
        Assert.Contains("java.util.ArrayList", Assert.ThrowsAny<SparkException>(() => Save(Pairs(p => p.Int(1), p => p.Op(PickleOpcode.EmptyList)), [], $"{_folder}/list", sequence)).Message);
        Assert.Contains("my.Format", Assert.Throws<NotSupportedException>(() => Save(Pairs(p => p.Int(1), p => p.Int(2)), [], $"{_folder}/format", "my.Format")).Message);
        Assert.Equal("empty collection", Assert.Throws<JavaException>(() => Save(_context.Parallelize<byte[]>([], 1), [], $"{_folder}/none", sequence)).Message);
        Assert.Equal($"{Old}InvalidInputException", Assert.Throws<JavaException>(() => PickleFiles.Load(_context, $"{_folder}/missing", 1)).ClassName);
        File.WriteAllText($"{_folder}/text", "no such file");
        Assert.Contains("not a SequenceFile", Assert.ThrowsAny<SparkException>(() => PickleFiles.Load(_context, $"{_folder}/text", 1).Collect()).Message);
    }

    private void Save(RDD<byte[]> rdd, Dictionary<string, string> settings, string path, string format, string? codec = null) =>
        HadoopSave.Save(rdd, new HadoopJob(_context, settings), path, format, format.StartsWith(NewOutput, StringComparison.Ordinal), null, codec, "save");

    // Keys and values by turns, in one batch.
    private RDD<byte[]> Pairs(params Action<PickleBuffer>[] values) => _context.Parallelize<byte[]>([Pickle(pickle =>
    {
        pickle.Op(PickleOpcode.EmptyList);
        pickle.Op(PickleOpcode.Mark);
        for (var i = 0; i < values.Length; i += 2)
        {
            values[i](pickle);
            values[i + 1](pickle);
            pickle.Op(PickleOpcode.Tuple2);
        }
        pickle.Op(PickleOpcode.Appends);
    })], 1);

    private static void DictOf(PickleBuffer pickle)
    {
        pickle.Op(PickleOpcode.EmptyDict);
        pickle.Op(PickleOpcode.Mark);
        pickle.Text("key");
        pickle.Float(1.5);
        pickle.Int(1L << 40);
        pickle.Binary("ab"u8);
        pickle.None();
        pickle.Bool(true);
        pickle.Op(PickleOpcode.SetItems);
    }

    private static byte[] Pickle(Action<PickleBuffer> write)
    {
        var pickle = new PickleBuffer();
        pickle.Start();
        write(pickle);
        pickle.Stop();
        return pickle.Written.ToArray();
    }

    private static string[] Read(RDD<byte[]> rdd) => [.. rdd.Collect().Select(frame => PickleText.Of(new PickleReader().Read(frame)))];
}
