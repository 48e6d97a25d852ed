using Firesteel.Foundation.FileSystems;

namespace Firesteel;

/// <summary>What stands around the number of a partition in the name of its file.</summary>
sealed record PartNames(string Prefix, string Suffix)
{
    public string Of(int partition) => $"{Prefix}{partition:00000}";
}

/// <summary>Writes the items of a partition to its file. It travels to where tasks run.</summary>
abstract class PartWriter<T>
{
    /// <summary>Writes the items; the stream may be closed with it.</summary>
    public abstract void Write(IEnumerable<T> items, Stream stream);
}

/// <summary>Writes the partitions of an RDD to a new folder, a file each: under another name first, and each file once, whatever tasks are repeated.</summary>
static class PartFiles
{
    /// <exception cref="SparkException">The folder exists.</exception>
    public static void Save<T>(RDD<T> rdd, string path, PartNames names, string action, PartWriter<T> writer)
    {
        var (files, folder) = FileSystemRegistry.Resolve(path);
        if (files.GetStatus(folder) is not null) throw SparkException.WithoutCondition($"Output directory {files.Qualify(folder)} already exists");
        var staging = files.Qualify($"{folder}/_temporary/{rdd.SparkContext.ApplicationId}-{rdd.Id}");
        var local = FileSystemRegistry.Resolve(staging).Path;
        files.MakeFolders(local);
        try
        {
            var written = rdd.SparkContext.RunJob(rdd, (context, items) => Write(context, items, staging, names, writer), action);
            foreach (var name in written)
            {
                if (files.GetStatus($"{local}/{name}") is null)
                    throw SparkException.WithoutCondition($"{name} was written on another machine and is not under {files.Qualify(folder)} here: save to shared storage");
                files.Rename($"{local}/{name}", $"{folder}/{name[..name.IndexOf('.', StringComparison.Ordinal)]}{names.Suffix}");
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

    private static string Write<T>(TaskContext context, IEnumerable<T> items, string staging, PartNames names, PartWriter<T> writer)
    {
        var name = $"{names.Of(context.PartitionId)}.{context.TaskAttemptId}";
        var (files, folder) = FileSystemRegistry.Resolve(staging);
        using var stream = files.Create($"{folder}/{name}", overwrite: true);
        writer.Write(items, stream);
        return name;
    }
}
