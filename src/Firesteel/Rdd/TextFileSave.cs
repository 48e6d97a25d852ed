using System.IO.Compression;
using System.Text;
using Firesteel.Foundation.FileSystems;

namespace Firesteel;

/// <summary>Writes the items of an RDD as lines of text files: under another name first, and each file once, whatever tasks are repeated.</summary>
static class TextFileSave
{
    public static void Run<T>(RDD<T> rdd, string path, bool compress)
    {
        var (files, folder) = FileSystemRegistry.Resolve(path);
        if (files.GetStatus(folder) is not null) throw SparkException.WithoutCondition($"Output directory {files.Qualify(folder)} already exists");
        var staging = $"{folder}/_temporary/{rdd.SparkContext.ApplicationId}-{rdd.Id}";
        files.MakeFolders(staging);
        try
        {
            var written = rdd.SparkContext.RunJob(rdd, (context, items) => Write(context, items, staging, compress), "saveAsTextFile");
            foreach (var name in written)
            {
                if (files.GetStatus($"{staging}/{name}") is null)
                    throw SparkException.WithoutCondition($"{name} was written on another machine and is not under {files.Qualify(folder)} here: save to shared storage");
                files.Rename($"{staging}/{name}", $"{folder}/{name[..name.IndexOf('.', StringComparison.Ordinal)]}{(compress ? ".gz" : "")}");
            }
            files.Delete($"{folder}/_temporary", recursive: true);
            files.Create($"{folder}/_SUCCESS", overwrite: true).Dispose();
        }
        catch
        {
            files.Delete($"{folder}/_temporary", recursive: true);
            throw;
        }
    }

    private static string Write<T>(TaskContext context, IEnumerable<T> items, string staging, bool compress)
    {
        var name = $"part-{context.PartitionId:00000}.{context.TaskAttemptId}";
        var stream = FileSystemRegistry.Resolve(staging).FileSystem.Create($"{staging}/{name}", overwrite: true);
        using var writer = new StreamWriter(compress ? new GZipStream(stream, CompressionLevel.Fastest) : stream, new UTF8Encoding(false), 64 << 10) { NewLine = "\n" };
        foreach (var item in items) writer.WriteLine(item is null ? "null" : ItemText.Of(item));
        return name;
    }
}

/// <summary>Items as a program's user reads them: numbers with a point, whatever the machine's language.</summary>
static class ItemText
{
    public static string Of(object item) => item as string ?? (item is IFormattable formattable ? formattable.ToString(null, System.Globalization.CultureInfo.InvariantCulture) : item.ToString() ?? "null");
}
