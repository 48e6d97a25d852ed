using Firesteel.Corpora;

// The executors of a local cluster are this program too.
if (args is ["--executor"])
{
    Firesteel.Sql.Execution.Remote.SqlExecutor.Run();
    return 0;
}
var options = RunOptions.Parse(args);
if (options.Paths.Count == 0)
{
    Console.Error.WriteLine("Usage: tests/corpora/run FILE|FOLDER... [--failures] [--master local[N]|local-cluster[N,CORES,MB]] [--batch-rows N] [--memory MB] [--poison] [--shuffle]");
    return 2;
}
Firesteel.Foundation.Logging.Logger.Level = Firesteel.Foundation.Logging.LogLevel.Off;
using var runtime = CorpusRunner.NewRuntime(options);
var total = new Tally();
foreach (var path in options.Paths)
{
    foreach (var file in CorpusFile.Find(path))
    {
        var tally = CorpusRunner.Run(file, options, runtime);
        Console.WriteLine($"{tally.Passed,5} of {tally.Total,5}  {Path.GetFileName(file)}");
        total.Add(tally);
    }
}
Console.WriteLine($"rows: {total.RowsPassed} of {total.Rows}, no rows: {total.SilentPassed} of {total.Silent}, errors: {total.ErrorsPassed} of {total.Errors}; nullability as expected in {total.NullabilityPassed} of {total.RowsPassed}");
Console.WriteLine($"{total.Passed} passed, {total.Total - total.Passed} failed");
return 0;
