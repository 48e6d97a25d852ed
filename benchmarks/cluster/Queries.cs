using System.Diagnostics;
using System.Globalization;
using Firesteel;

// Runs statements on whatever master spark-submit names: Queries.cs RUNS DATA-FOLDER FILE|SQL...
// Each Parquet file or folder of DATA-FOLDER is a temporary view. Prints, for each, the best wall time in milliseconds, tab separated.
var runs = int.Parse(args[0], CultureInfo.InvariantCulture);
using var spark = SparkSession.Builder().AppName("queries").GetOrCreate();
if (args[1] != "-")
{
    foreach (var file in Directory.EnumerateFiles(args[1], "*.parquet"))
        spark.Read().Parquet(file).CreateOrReplaceTempView(Path.GetFileNameWithoutExtension(file));
}
foreach (var query in args.Skip(2))
{
    var text = File.Exists(query) ? File.ReadAllText(query) : query;
    var statements = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    var best = double.MaxValue;
    var rows = 0L;
    for (var run = 0; run < runs; run++)
    {
        var watch = Stopwatch.StartNew();
        rows = 0;
        foreach (var statement in statements) rows += spark.Sql(statement).Collect().Length;
        best = Math.Min(best, watch.Elapsed.TotalMilliseconds);
    }
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(File.Exists(query) ? Path.GetFileNameWithoutExtension(query) : "sql")}\t{best:F1}\t{rows}"));
}
