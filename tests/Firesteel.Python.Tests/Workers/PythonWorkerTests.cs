using System.Collections.Concurrent;
using Firesteel.Core.Scheduler;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Configuration;
using Firesteel.Formats.Pickle;
using Firesteel.Formats.Tests.Pickle;
using Firesteel.Python.Workers;
using Firesteel.Sql.Execution.Python;

namespace Firesteel.Python.Tests.Workers;

[Collection("spark context")]
public sealed class PythonWorkerTests(PythonCommands commands) : IClassFixture<PythonCommands>, IDisposable
{
    private readonly DriverRuntime _runtime = DriverRuntime.Local(2);
    private readonly PythonWorkerPool _pool = new();

    public void Dispose()
    {
        _runtime.Dispose();
        _pool.Dispose();
    }

    [Theory]
    [InlineData(null, "AF_UNIX memory")]
    [InlineData("false", "AF_INET 1")]
    [InlineData("true", "AF_UNIX memory")]
    public void Frames_go_out_and_results_come_back(string? unixSockets, string connection)
    {
        var conf = new SparkConf(false);
        if (unixSockets is not null) conf.Set("spark.python.unix.domain.socket.enabled", unixSockets);
        Assert.Equal(["[2]", "[3, 4]"], Run("add_one", Ints(1, 2, 3), conf));
        if (!WorkerMemory.IsSupported) connection = connection.Replace(" memory", "", StringComparison.Ordinal);
        Assert.Equal([$"['{connection}']"], Run("connection", Ints(1), conf));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("false")]
    public void Frames_may_be_larger_than_what_lies_between_the_two_sides(string? unixSockets)
    {
        var conf = new SparkConf(false);
        if (unixSockets is not null) conf.Set("spark.python.unix.domain.socket.enabled", unixSockets);
        var numbers = Enumerable.Range(1 << 20, 500_000).ToArray();
        var answers = Run("add_one", [Ints(numbers), Ints(1), Ints(numbers)], conf).SelectMany(t => t.Trim('[', ']').Split(", ")).Select(int.Parse);
        Assert.Equal([.. numbers.Select(n => n + 1), 2, .. numbers.Select(n => n + 1)], answers);
    }

    [Fact]
    public void A_worker_that_cannot_open_the_memory_uses_the_socket()
    {
        var folder = Directory.CreateTempSubdirectory("worker-");
        File.WriteAllText(Path.Combine(folder.FullName, "sitecustomize.py"), "import mmap\ndef refused(*a):\n    raise PermissionError()\nmmap.mmap = refused\n");
        var task = Task("connection");
        task = task with { Functions = [task.Functions[0] with { Environment = task.Functions[0].Environment.With("PYTHONPATH", folder.FullName) }] };
        Assert.Equal(["['AF_UNIX']"], Run(task, new Frames([Ints(1)])));
        folder.Delete(recursive: true);
    }

    [Fact]
    public void What_was_loaded_is_set_aside_between_tasks_and_the_functions_own_collections_set_nothing_aside()
    {
        Assert.Equal(["[0]"], Run("set_aside", Ints(1)));
        Assert.NotEqual(["[0]"], Run("set_aside", Ints(1)));
    }

    [Fact]
    public void A_worker_is_used_again_and_forked_anew_where_reuse_is_off()
    {
        var first = Run("pid", Ints(1));
        Assert.Equal(first, Run("pid", Ints(1)));
        var conf = new SparkConf(false).Set("spark.python.worker.reuse", "false");
        Assert.NotEqual(Run("pid", Ints(1), conf), Run("pid", Ints(1), conf));
    }

    [Fact]
    public void What_a_function_raises_is_the_tasks_error_and_the_next_task_runs()
    {
        var error = Assert.Throws<SparkRuntimeException>(() => Run("raises", Ints(1)));
        Assert.Equal("PYTHON_EXCEPTION", error.Condition);
        Assert.EndsWith("ValueError: no such number\n", error.Parameters["traceback"]);
        Assert.Contains("SystemExit: 3", Assert.ThrowsAny<SparkException>(() => Run("exits", Ints(1))).Message);
        Assert.Equal(["[2]"], Run("add_one", Ints(1)));
    }

    [Fact]
    public void A_worker_that_dies_is_told_of()
    {
        Assert.Contains("crashed", Assert.ThrowsAny<SparkException>(() => Run("leaves", Ints(1))).Message);
        Assert.Equal(["[2]"], Run("add_one", Ints(1)));
    }

    [Fact]
    public void The_fault_handler_tells_where_a_worker_died()
    {
        var conf = new SparkConf(false).Set("spark.python.worker.faulthandler.enabled", "true");
        Assert.Contains("Segmentation fault", Assert.ThrowsAny<SparkException>(() => Run("faults", Ints(1), conf)).Message);
    }

    [Fact]
    public void A_worker_that_says_nothing_is_ended()
    {
        var conf = new SparkConf(false).Set("spark.python.worker.idleTimeoutSeconds", "1").Set("spark.python.worker.killOnIdleTimeout", "true");
        Assert.Contains("sent nothing", Assert.ThrowsAny<SparkException>(() => Run("sleeps", Ints(1), conf)).Message);
    }

    [Fact]
    public void A_cancelled_task_ends_its_worker()
    {
        var started = new ManualResetEventSlim();
        var computation = new WorkerComputation(_pool, Task("sleeps"), new Frames([Ints(1)], started), int.MaxValue);
        var waiter = _runtime.Scheduler.SubmitJob(computation, [0], (_, _) => { }, new CallSite("test", ""), LocalProperties.Empty);
        Assert.True(started.Wait(TimeSpan.FromSeconds(60)));
        _runtime.Scheduler.CancelJob(waiter.JobId, "enough");
        Assert.Contains("enough", Assert.ThrowsAny<Exception>(waiter.Wait).Message);
        Assert.Equal(["[2]"], Run("add_one", Ints(1)));
    }

    [Fact]
    public void Input_that_is_left_unread_costs_the_worker_only()
    {
        Assert.Equal(["[1]"], Run("first", Enumerable.Range(0, 10_000).Select(i => Ints(1, i)).ToArray()));
        Assert.Single(Run("many", [Ints(1)], most: 1));
        Assert.Equal(["[2]"], Run("add_one", Ints(1)));
    }

    [Fact]
    public void An_error_of_the_input_is_the_tasks_error()
    {
        var error = Assert.ThrowsAny<Exception>(() => Run(Task("add_one"), new Frames([Ints(1)], null, new InvalidDataException("upstream"))));
        Assert.Contains("upstream", error.ToString());
    }

    [Fact]
    public void A_function_knows_its_task()
    {
        var properties = LocalProperties.Empty.With(LocalProperties.JobDescriptionKey, "tests");
        Assert.Equal(["['0 True 0 tests']"], Run(Task("context"), new Frames([Ints(1)]), properties: properties));
    }

    [Fact]
    public void Broadcasts_are_sent_once_and_forgotten()
    {
        var file = Path.GetTempFileName();
        File.WriteAllBytes(file, Convert.FromBase64String("gARLKi4="));
        Assert.Equal(["[[4, 42]]"], Run(Task("shared", new PythonBroadcast(4, file)), new Frames([Ints(1)])));
        File.Delete(file);
        Assert.Equal(["[[]]"], Run(Task("shared"), new Frames([Ints(1)])));
    }

    [Fact]
    public void Updates_of_accumulators_reach_the_driver()
    {
        var seen = new ConcurrentQueue<string>();
        var accumulator = new PythonAccumulator(updates => updates.ToList().ForEach(u => seen.Enqueue(PickleText.Of(new PickleReader().Read(u)))));
        var task = Task("counts");
        Run(task with { Functions = [task.Functions[0] with { AccumulatorId = accumulator.Id }] }, new Frames([Ints(1, 2), Ints(4)]));
        accumulator.Unregister();
        Assert.Equal(["(7, 7)"], seen);
    }

    [Fact]
    public void A_python_that_is_not_there_or_has_no_pyspark_is_named()
    {
        var error = Assert.ThrowsAny<SparkException>(() => Run(Task("add_one", executable: "/nowhere/python"), new Frames([])));
        Assert.Contains("/nowhere/python", error.Message);
        var task = Task("add_one");
        task = task with { Functions = [task.Functions[0] with { Environment = task.Functions[0].Environment.With(PythonEnvironment.DaemonModule, "nowhere.daemon") }] };
        Assert.Contains("nowhere", Assert.ThrowsAny<SparkException>(() => Run(task, new Frames([]))).Message);
    }

    private string[] Run(string name, byte[] frame, SparkConf? conf = null) => Run(name, [frame], conf);

    private string[] Run(string name, byte[][] frames, SparkConf? conf = null, int most = int.MaxValue) => Run(Task(name, conf: conf), new Frames(frames), most);

    private string[] Run(PythonTask task, Frames input, int most = int.MaxValue, LocalProperties? properties = null)
    {
        var result = Array.Empty<string>();
        var waiter = _runtime.Scheduler.SubmitJob(new WorkerComputation(_pool, task, input, most), [0], (_, value) => result = (string[])value!, new CallSite("test", ""), properties ?? LocalProperties.Empty);
        waiter.Wait();
        return result;
    }

    private PythonTask Task(string name, PythonBroadcast? broadcast = null, string? executable = null, SparkConf? conf = null)
    {
        var environment = PythonEnvironment.For(conf ?? new SparkConf(false), [], Path.GetTempPath(), simplifiedTraceback: false);
        var function = new PythonFunction(commands[name], environment, [], executable ?? PythonInterpreter.Require(), PythonInterpreter.Version, broadcast is null ? [] : [broadcast]);
        return new PythonTask([function], PythonEvalType.NonUdf, ValueMap.Empty, ValueMap.Empty, null);
    }

    private static byte[] Ints(params int[] values)
    {
        var pickle = new PickleBuffer();
        pickle.Start();
        pickle.Op(PickleOpcode.EmptyList);
        pickle.Op(PickleOpcode.Mark);
        foreach (var value in values) pickle.Int(value);
        pickle.Op(PickleOpcode.Appends);
        pickle.Stop();
        return pickle.Written.ToArray();
    }

    /// <summary>Frames for a worker to read; perhaps an error after them.</summary>
    private sealed class Frames(byte[][] frames, ManualResetEventSlim? done = null, Exception? error = null) : IPythonInput
    {
        private int _next;

        public bool WriteNext(Stream output)
        {
            if (_next < frames.Length)
            {
                new PythonWriter(output).WriteBytes(frames[_next++]);
                return true;
            }
            if (error is not null) throw error;
            new PythonWriter(output).WriteInt(SpecialLength.EndOfDataSection);
            done?.Set();
            return false;
        }
    }

    private sealed class WorkerComputation(PythonWorkerPool pool, PythonTask task, Frames input, int most) : StageComputation
    {
        public override int PartitionCount => 1;
        public override IReadOnlyList<Core.Metrics.AccumulatorV2> Accumulators => PythonAccumulator.Of(task.Functions);

        public override object? RunTask(int partition, TaskContext context)
        {
            using var output = pool.Run(task, input, context);
            var results = new List<string>();
            while (results.Count < most && output.NextFrame(out var frame)) results.Add(PickleText.Of(new PickleReader().Read(frame.ToArray())));
            return results.ToArray();
        }
    }
}
