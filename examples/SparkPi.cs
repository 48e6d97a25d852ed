// Estimates pi by throwing darts at a square.
//
//   bin/run-example SparkPi [SLICES]
using Firesteel;

var spark = SparkSession.Builder().AppName("Spark Pi").GetOrCreate();

var slices = args.Length > 0 ? int.Parse(args[0]) : 2;
var darts = (int)Math.Min(100_000L * slices, int.MaxValue);

var hits = spark.SparkContext
    .Parallelize(Enumerable.Range(1, darts), slices)
    .Map(_ =>
    {
        var x = (Random.Shared.NextDouble() * 2) - 1;
        var y = (Random.Shared.NextDouble() * 2) - 1;
        return (x * x) + (y * y) <= 1 ? 1 : 0;
    })
    .Reduce((a, b) => a + b);

Console.WriteLine($"Pi is roughly {4.0 * hits / darts}");
spark.Stop();
