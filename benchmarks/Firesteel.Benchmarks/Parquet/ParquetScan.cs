using System.Diagnostics;
using Firesteel.Columnar.Memory;
using Firesteel.Formats.Parquet.Reading;
using Firesteel.Foundation.FileSystems;
using Firesteel.Types;

namespace Firesteel.Benchmarks.Parquet;

/// <summary>Decodes columns of a file into batches on one thread, over and over, and prints the times.</summary>
static class ParquetScan
{
    private const int Runs = 15;

    public static int Run(string path, string[] columns)
    {
        var times = new List<double>();
        var rows = 0L;
        for (var run = 0; run < Runs; run++)
        {
            var watch = Stopwatch.StartNew();
            rows = Scan(path, columns);
            times.Add(watch.Elapsed.TotalMilliseconds);
        }
        times.RemoveRange(0, 3);
        times.Sort();
        Console.WriteLine($"{rows} rows, {columns.Length} columns: median {times[times.Count / 2]:F1} ms, best {times[0]:F1} ms");
        return 0;
    }

    private static long Scan(string path, string[] columns)
    {
        using var file = ParquetFile.Open(new LocalRandomAccessFile(path));
        using var allocator = new MemoryAllocator(MemoryManager.Process, "scan");
        var schema = columns.Length == 0 ? file.Schema : new StructType(columns.Select(name => file.Schema[file.Schema.IndexOf(name)]));
        using var reader = new ParquetReader(file, schema, [], [], ParquetReadOptions.Default, allocator);
        reader.SetRowGroups(Enumerable.Range(0, file.RowGroupCount).ToArray());
        var rows = 0L;
        while (reader.Next(out var batch)) rows += batch.SelectedCount;
        return rows;
    }
}
