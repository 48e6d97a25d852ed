// Counts the words of text files and prints the most frequent ones.
//
//   bin/spark-submit examples/WordCount.cs PATH [HOW MANY]
using System.Diagnostics;
using Firesteel;

var spark = SparkSession.Builder().AppName("WordCount").GetOrCreate();
var watch = Stopwatch.StartNew();

var counts = spark.SparkContext
    .TextFile(args[0])
    .FlatMap(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
    .Map(word => (word, 1))
    .ReduceByKey((a, b) => a + b)
    .Map(pair => (pair.Value, pair.Key))
    .Top(args.Length > 1 ? int.Parse(args[1]) : 5);

foreach (var (count, word) in counts) Console.WriteLine($"{word}: {count}");
Console.Error.WriteLine($"took {watch.ElapsedMilliseconds} ms");
spark.Stop();
