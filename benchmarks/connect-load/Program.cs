// Many clients of one Spark Connect server at once, each with a session of its own and a row of small queries:
//   dotnet run -c Release --project benchmarks/connect-load -- sc://host:port [clients] [queries] [rounds] [server's process id]
// Prints how long queries took (a query: spark.sql(…).Collect(), two calls) and, where the process id is given, the server's memory after each round.
using System.Diagnostics;
using System.Globalization;
using Firesteel;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args.Length == 0)
{
    Console.Error.WriteLine("connect-load sc://host:port [clients] [queries] [rounds] [server's process id]");
    return 2;
}
var (url, clients, queries, rounds, server) = (args[0], Number(1, 50), Number(2, 100), Number(3, 3), Number(4, 0));
string[] texts =
[
    "select 1",
    "select id, id * 2 as twice from range(100) where id % 7 = 0",
    "select id % 10 as k, count(*) as n, sum(id) as s from range(1000) group by id % 10 order by k",
    "select upper(name), length(name) from values ('a', 1), ('bc', 2) as t(name, n) where n > 1",
    "select a.id from range(50) a join range(20, 70) b on a.id = b.id order by a.id limit 5",
];
ThreadPool.SetMinThreads(clients * 2, clients * 2);
// The code of this process runs once before the clock: the first query of each of its clients would count its compilation, not the server's time.
using (var spark = SparkSession.Builder().Remote(url).Create()) _ = spark.Sql(texts[0]).Collect();
var failed = 0;
for (var round = 1; round <= rounds; round++)
{
    var times = new double[clients][];
    var watch = Stopwatch.StartNew();
    var threads = Enumerable.Range(0, clients).Select(c => new Thread(() => times[c] = Client(c))).ToList();
    threads.ForEach(t => t.Start());
    threads.ForEach(t => t.Join());
    var all = times.SelectMany(t => t).Order().ToArray();
    Console.WriteLine($"round {round}: {all.Length} queries of {clients} clients in {watch.Elapsed.TotalSeconds:0.0} s, {all.Length / watch.Elapsed.TotalSeconds:0} a second; p50 {At(all, 0.5):0.0} ms, p90 {At(all, 0.9):0.0} ms, p99 {At(all, 0.99):0.0} ms, longest {all[^1]:0.0} ms; failed {failed}{Memory()}");
}
return failed == 0 ? 0 : 1;

int Number(int place, int otherwise) => args.Length > place ? int.Parse(args[place], CultureInfo.InvariantCulture) : otherwise;

double[] Client(int number)
{
    var taken = new double[queries];
    using var spark = SparkSession.Builder().Remote(url).Create();
    for (var q = 0; q < queries; q++)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            _ = spark.Sql(texts[(number + q) % texts.Length]).Collect();
        }
        catch (Exception e)
        {
            if (Interlocked.Increment(ref failed) == 1) Console.WriteLine(e);
        }
        taken[q] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
    return taken;
}

string Memory()
{
    if (server == 0) return "";
    foreach (var line in File.ReadLines($"/proc/{server}/status"))
        if (line.StartsWith("VmRSS:", StringComparison.Ordinal)) return $"; the server holds {long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024} MiB";
    return "";
}

static double At(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
