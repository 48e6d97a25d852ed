using System.Diagnostics;
using System.Runtime.InteropServices;
using Firesteel.Testing;

namespace Firesteel.Python.Tests.Gateway;

/// <summary>What ends early: programs that are told to, those that are killed, and readers of results that go away.</summary>
public sealed class ProgramEndTests(SparkHome home) : IClassFixture<SparkHome>, IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("program-end").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Threads of the program are in the middle of planning, running and reading when the end comes.
    private const string Busy = """
        import os, signal, sys, threading, time
        from pyspark.sql import SparkSession
        from pyspark.sql.functions import udf
        if "deaf" in sys.argv:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        spark = SparkSession.builder.config("spark.sql.execution.arrow.pyspark.enabled", "true").getOrCreate()
        print(spark.range(2).select(udf(lambda x: x + 1, "long")("id")).collect())

        def plan():
            spark.sql("select aggregate(sequence(1, 1000000000), 0L, (a, x) -> a + x)").collect()

        def run():
            spark.sql("select count(*) from range(100000000000) where id % 3 = rand()").collect()

        def read():
            for row in spark.range(1000000000).toLocalIterator():
                pass

        def pandas():
            spark.range(200000000).toPandas()

        for work in [plan, run, read, pandas]:
            threading.Thread(target=work, daemon=True).start()
        time.sleep(1)
        print("ready", os.getpid(), flush=True)
        time.sleep(600)
        """;

    [Theory]
    [InlineData(15, false)]
    [InlineData(15, false, "deaf")]
    [InlineData(2, false)]
    [InlineData(9, true)]
    public void AProgramThatIsToldToEndIsGone(int signal, bool toPython, params string[] more)
    {
        if (signal == 2) Signals.RequireInterrupt();
        var program = Path.Combine(_folder, "busy.py");
        File.WriteAllText(program, Busy);
        using var engine = home.Start(Path.Combine(home.Folder, "bin", "spark-submit"), ["--master", "local[2]", program, .. more]);
        var errors = engine.StandardError.ReadToEndAsync();
        try
        {
            string? line;
            while ((line = engine.StandardOutput.ReadLine()) != null && !line.StartsWith("ready", StringComparison.Ordinal)) { }
            if (line == null) Assert.Fail(errors.Result);
            var python = int.Parse(line!.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(0, Kill(toPython ? python : engine.Id, signal));
            Assert.True(engine.WaitForExit(Limit), "The engine goes on.");
            // Workers hold the ends of these pipes: they are gone too once nothing can be read any more.
            Assert.True(engine.StandardOutput.ReadToEndAsync().Wait(Limit), "Workers go on.");
            Assert.NotEqual(0, engine.ExitCode);
        }
        finally
        {
            if (!engine.HasExited) engine.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public void ReadersThatGoAwayLeaveNothingBehind()
    {
        var program = Path.Combine(_folder, "readers.py");
        File.WriteAllText(program, """
            import os, time
            from pyspark.sql import SparkSession
            spark = SparkSession.builder.getOrCreate()
            sc = spark.sparkContext
            engine = os.getppid()

            def held():
                return len(os.listdir(f"/proc/{engine}/task")), len(os.listdir(f"/proc/{engine}/fd"))

            def leave(df):
                rows = df.toLocalIterator()
                next(rows)
                del rows
                port, secret = df._jdf.collectToPython()[:2]
                from pyspark.util import local_connect_and_auth
                file, socket = local_connect_and_auth(port, secret)
                file.read(10)
                file.close()
                socket.close()

            big = spark.range(0, 2000000, 1, 8)
            leave(big)
            before = held()
            for i in range(20):
                leave(big)
            deadline = time.time() + 60
            while sc.statusTracker().getActiveJobsIds() or any(now > then + 8 for now, then in zip(held(), before)):
                assert time.time() < deadline, (sc.statusTracker().getActiveJobsIds(), before, held())
                time.sleep(0.05)
            print("count", big.count(), len(big.limit(10).collect()))
            """);
        var (code, output, error) = home.Submit("--master", "local[2]", program);
        Assert.True(code == 0, error);
        Assert.Equal("count 2000000 10\n", output);
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int process, int signal);
}
