using System.Buffers.Binary;
using Firesteel.Foundation.FileSystems;
using Firesteel.Sql.Execution.Python;

namespace Firesteel.Python.Rdd;

/// <summary>Files of frames: bytes with their length in front.</summary>
static class FrameFiles
{
    public static List<byte[]> Read(Stream input)
    {
        var frames = new List<byte[]>();
        var length = new byte[4];
        while (input.ReadAtLeast(length, length.Length, throwOnEndOfStream: false) is var count && count > 0)
        {
            if (count < length.Length || BinaryPrimitives.ReadInt32BigEndian(length) is var size && size < 0) throw new InvalidDataException("The file of Python's items is damaged.");
            var frame = new byte[size];
            input.ReadExactly(frame);
            frames.Add(frame);
        }
        return frames;
    }

    /// <summary>Writes each partition's items to a file of its own below a new folder (<c>saveAsPickleFile</c>).</summary>
    public static void Save(RDD<byte[]> rdd, string path)
    {
        var (files, folder) = FileSystemRegistry.Resolve(path);
        if (files.GetStatus(folder) is not null) throw SparkException.WithoutCondition($"Output directory {files.Qualify(folder)} already exists");
        files.MakeFolders(folder);
        rdd.SparkContext.RunJob(rdd, (context, items) => Write($"{folder}/{Name(context.PartitionId)}", items));
        files.Create($"{folder}/_SUCCESS", overwrite: true).Dispose();
    }

    /// <summary>The files that <see cref="Save"/> wrote.</summary>
    public static RDD<byte[]> Load(SparkContext context, string path, int minPartitions) =>
        context.BinaryFiles($"{path}/part-*", minPartitions).FlatMap(file => Read(new MemoryStream(file.Content)));

    private static string Name(int partition) => $"part-{partition:00000}";

    private static int Write(string path, IEnumerable<byte[]> items)
    {
        var files = FileSystemRegistry.Resolve(path).FileSystem;
        using var output = new BufferedStream(files.Create(path, overwrite: true), 1 << 16);
        var writer = new PythonWriter(output);
        foreach (var item in items) writer.WriteBytes(item);
        return 0;
    }
}
