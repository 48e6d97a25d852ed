using System.Diagnostics;
using System.Globalization;
using Firesteel;

// What a task costs that does nothing: EmptyTasks.cs [TASKS [RUNS]]. Prints the wall time of each run in milliseconds.
var tasks = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10_000;
var runs = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5;
using var context = new SparkContext(new SparkConf().SetAppName("EmptyTasks"));
for (var run = 0; run < runs; run++)
{
    var watch = Stopwatch.StartNew();
    var count = context.Parallelize(Array.Empty<int>(), tasks).Count();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tasks} tasks, {count} items: {watch.Elapsed.TotalMilliseconds:F0} ms"));
}
