using System.Diagnostics;
using System.Globalization;
using Firesteel;

// Large state in little memory: spark-submit --master 'local[2]' --driver-memory 512m LittleMemory.cs [MILLIONS]
// An aggregation, a join, a distinct count and a global sort whose state is many times what the driver may hold. Prints the
// wall time of each with its answer, then the process's peak. Each answer follows from the input: a wrong one ends with status 1.
var millions = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 30;
var rows = millions * 1_000_000L;
using var spark = SparkSession.Builder().AppName("LittleMemory").GetOrCreate();
var folder = Directory.CreateTempSubdirectory("little-memory-").FullName;
var isRight = true;
Check("aggregation", $"select count(*), sum(n) from (select id k, count(*) n from range({rows}) group by id)", rows, rows);
Check("join", $"select count(*), sum(a.id - b.id) from range({rows * 2 / 3}) a join range({rows * 2 / 3}) b on a.id = b.id", rows * 2 / 3, 0);
Check("distinct", $"select count(distinct concat('key-', id)), 0 from range({rows / 3})", rows / 3, 0);
var watch = Stopwatch.StartNew();
spark.Sql($"select (id * 7919) % {rows + 1} v from range({rows})").Sort("v").Write().Parquet(folder + "/sorted");
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"sort\t{watch.Elapsed.TotalMilliseconds:F0} ms"));
// Files in the order of their names hold the rows in order.
var (last, count) = (long.MinValue, 0L);
foreach (var file in Directory.GetFiles(folder + "/sorted", "*.parquet").Order(StringComparer.Ordinal))
{
    var bounds = spark.Read().Parquet(file).Agg(Functions.Min("v"), Functions.Max("v"), Functions.Count("v")).First();
    if (bounds[0] is not long least) continue;
    isRight &= least >= last;
    (last, count) = ((long)bounds[1]!, count + (long)bounds[2]!);
}
isRight &= count == rows;
Directory.Delete(folder, recursive: true);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak resident {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB, answers {(isRight ? "right" : "wrong")}"));
return isRight ? 0 : 1;

void Check(string name, string sql, long first, long second)
{
    var watch = Stopwatch.StartNew();
    var row = spark.Sql(sql).First();
    isRight &= Convert.ToInt64(row[0], CultureInfo.InvariantCulture) == first && Convert.ToInt64(row[1], CultureInfo.InvariantCulture) == second;
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}\t{watch.Elapsed.TotalMilliseconds:F0} ms\t{row}"));
}
