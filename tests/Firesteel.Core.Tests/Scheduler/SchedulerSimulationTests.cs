using Firesteel.Core.Events;
using Firesteel.Core.Metrics;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Shuffle;
using Firesteel.Core.Storage;
using Firesteel.Core.Tests.Support;
using Xunit;

namespace Firesteel.Core.Tests.Scheduler;

/// <summary>Whole jobs under seeded chaos: tasks end in any order, fail and are killed, executors die, outputs get lost.</summary>
public sealed class SchedulerSimulationTests
{
    [Fact]
    public void JobsEndWithEachResultOnceWhateverFails()
    {
        for (var seed = 0; seed < 4_000; seed++)
        {
            try { new Simulation(seed).Run(); }
            catch (Exception e) { throw new InvalidOperationException($"Seed {seed}: {e.Message}", e); }
        }
    }

    private sealed class Simulation
    {
        private readonly Random _random;
        private readonly SchedulerHarness _harness;
        private readonly HashSet<string> _alive;
        private readonly HashSet<(int Shuffle, long MapId)> _outputs = [];
        private readonly Dictionary<(int Shuffle, long MapId), Dictionary<StageComputation, StageAttemptId>> _madeFrom = [];
        private int _nextExecutor;
        private int _chaos = 25;

        public Simulation(int seed)
        {
            _random = new Random(seed);
            var executors = Enumerable.Range(0, _random.Next(1, 5)).Select(_ => NewExecutor()).ToArray();
            _alive = [.. executors.Select(executor => executor.ExecutorId)];
            var options = new SchedulerOptions
            {
                MaxTaskFailures = 1000,
                MaxConsecutiveStageAttempts = 1000,
                Mode = _random.Next(2) == 0 ? SchedulingMode.FIFO : SchedulingMode.FAIR,
            };
            _harness = new SchedulerHarness(options, executors);
        }

        public void Run()
        {
            var jobs = new List<(JobWaiter Waiter, List<object?> Results, LongAccumulator Rows, TestComputation Computation)>();
            var shared = new ShuffleDependency(new TestComputation(_random.Next(1, 6)), 2);
            for (var i = _random.Next(1, 4); i > 0; i--)
            {
                var computation = RandomJob(shared);
                var results = new List<object?>();
                var rows = new LongAccumulator("rows");
                _rows[computation] = rows;
                jobs.Add((_harness.Submit(computation, results, LocalProperties.Empty.With(LocalProperties.PoolKey, $"pool{i}")), results, rows, computation));
            }
            var cancelled = _random.Next(4) == 0 ? jobs[_random.Next(jobs.Count)].Waiter : null;
            for (var step = 0; jobs.Exists(job => !job.Waiter.Quiet.IsCompleted); step++)
            {
                Assert.True(step < 20_000, "the jobs do not end");
                if (step == 10 && cancelled is not null) _harness.Scheduler.CancelJob(cancelled.JobId);
                Step();
                _harness.Run();
            }
            Assert.Empty(_harness.Scheduler.ActiveJobs);
            Assert.Empty(_harness.Backend.Running);
            foreach (var (waiter, results, rows, computation) in jobs)
            {
                Assert.True(waiter.Completion.IsCompleted);
                if (waiter == cancelled && waiter.Completion.IsFaulted) continue;
                // Results that were computed from rows which changed since cannot be taken back.
                if (waiter.Completion.Exception?.InnerException?.Message.Contains("indeterminate") == true) continue;
                Assert.True(waiter.Completion.IsCompletedSuccessfully, waiter.Completion.Exception?.InnerException?.Message);
                Assert.Equal(Enumerable.Range(0, computation.PartitionCount), results.Cast<Result>().Select(result => result.Partition));
                Assert.All(results.Cast<Result>().SelectMany(result => result.Generations).GroupBy(pair => pair.Key, pair => pair.Value), runs => Assert.Single(runs.Distinct()));
                Assert.Equal(computation.PartitionCount, rows.Value);
            }
            CheckEvents();
        }

        private readonly Dictionary<StageComputation, LongAccumulator> _rows = [];

        private TestComputation RandomJob(ShuffleDependency shared)
        {
            var inputs = new List<ShuffleDependency> { shared };
            for (var i = _random.Next(3); i > 0; i--)
            {
                ShuffleDependency[] of = _random.Next(2) == 0 ? [] : [inputs[_random.Next(inputs.Count)]];
                inputs.Add(new ShuffleDependency(new TestComputation(_random.Next(1, 6), of) 
                {
                    SharedState = _random.Next(4) == 0 ? _ => new Nothing() : null,
                    Level = _random.Next(6) == 0 ? Determinism.Indeterminate : Determinism.Determinate,
                }, 2));
            }
            return new TestComputation(_random.Next(1, 6), [.. inputs.Where(_ => _random.Next(2) == 0)]);
        }

        private void Step()
        {
            var running = _harness.Backend.Running;
            var dice = _random.Next(100);
            if (_chaos > 0 && dice < 4 && _alive.Count > 0)
            {
                _chaos--;
                KillExecutor(_alive.ElementAt(_random.Next(_alive.Count)));
            }
            else if (_alive.Count == 0 || (dice < 8 && _alive.Count < 4)) AddExecutor();
            else if (_chaos > 0 && dice < 12 && _outputs.Count > 0)
            {
                _chaos--;
                _outputs.Remove(_outputs.ElementAt(_random.Next(_outputs.Count)));
            }
            else if (running.Count == 0 || dice < 16) _harness.Time.Advance(TimeSpan.FromMilliseconds(200));
            else End(running[_random.Next(running.Count)]);
        }

        private void End(TaskDescription task)
        {
            if (_chaos > 0 && _random.Next(100) < 10)
            {
                _chaos--;
                _harness.Backend.Fail(task, _random.Next(2) == 0 ? ExceptionFailure.From(new InvalidOperationException("chaos")) : new TaskKilled("chaos"));
            }
            else if (LostInput(task) is { } failure) _harness.Backend.Fail(task, failure);
            else if (task.TaskSet.ShuffleId is { } shuffleId)
            {
                _outputs.Add((shuffleId, task.TaskId));
                _madeFrom[(shuffleId, task.TaskId)] = Generations(task);
                _harness.Backend.Succeed(task);
            }
            else
            {
                var generations = Generations(task);
                var rows = _rows[task.TaskSet.Computation];
                var update = (LongAccumulator)rows.NewTaskLocal();
                update.Add(1);
                _harness.Backend.Succeed(task, new Result(task.PartitionId, generations), new AccumulatorUpdate(rows, update));
            }
        }

        // Of which run of every indeterminate stage a task's rows are: rows of two runs must never meet.
        private Dictionary<StageComputation, StageAttemptId> Generations(TaskDescription task)
        {
            var generations = new Dictionary<StageComputation, StageAttemptId>();
            foreach (var (shuffleId, statuses) in task.TaskSet.ShuffleInputs)
            {
                foreach (var (source, attempt) in statuses.SelectMany(status => _madeFrom[(shuffleId, status!.MapId)]))
                {
                    if (!generations.TryAdd(source, attempt)) Assert.Equal(generations[source], attempt);
                }
            }
            if (((TestComputation)task.TaskSet.Computation).Level == Determinism.Indeterminate) generations[task.TaskSet.Computation] = task.TaskSet.Stage;
            return generations;
        }

        private FetchFailed? LostInput(TaskDescription task)
        {
            foreach (var (shuffleId, statuses) in task.TaskSet.ShuffleInputs)
            {
                for (var map = 0; map < statuses.Count; map++)
                {
                    var status = statuses[map];
                    if (status is null) return new FetchFailed(null, shuffleId, -1, map, 0, "missing");
                    // It may have read this before it was lost.
                    if (_random.Next(3) == 0) continue;
                    var reachable = _alive.Contains(status.Location.ExecutorId);
                    if (!reachable || !_outputs.Contains((shuffleId, status.MapId))) return new FetchFailed(status.Location, shuffleId, status.MapId, map, 0, "gone", !reachable);
                }
            }
            return null;
        }

        private void KillExecutor(string id)
        {
            _alive.Remove(id);
            _harness.Backend.Lose(id);
        }

        private void AddExecutor()
        {
            var executor = NewExecutor();
            _alive.Add(executor.ExecutorId);
            _harness.Backend.Scheduler.Post(new TaskSchedulerMessage.ExecutorRegistered(executor));
        }

        private ExecutorDescription NewExecutor()
        {
            var id = (_nextExecutor++).ToString();
            return new ExecutorDescription(id, "host-" + id, _random.Next(1, 4));
        }

        // Whatever happened, what a page counts must add up.
        private void CheckEvents()
        {
            var events = _harness.Events.Posted;
            var started = events.OfType<SparkListenerTaskStart>().Select(e => e.TaskInfo.TaskId).ToList();
            var ended = events.OfType<SparkListenerTaskEnd>().Where(e => e.Reason is not Resubmitted).Select(e => e.TaskInfo.TaskId).ToList();
            Assert.Equal(started.Order(), ended.Order());
            Assert.Equal(started.Count, started.Distinct().Count());
            var submitted = events.OfType<SparkListenerStageSubmitted>().Select(e => (e.StageInfo.StageId, e.StageInfo.AttemptNumber)).ToList();
            var completed = events.OfType<SparkListenerStageCompleted>().Select(e => (e.StageInfo.StageId, e.StageInfo.AttemptNumber)).ToList();
            Assert.Equal(submitted.Order(), completed.Order());
            Assert.Equal(submitted.Count, submitted.Distinct().Count());
            Assert.Equal(events.OfType<SparkListenerJobStart>().Select(e => e.JobId), events.OfType<SparkListenerJobEnd>().Select(e => e.JobId).Order());
        }

        private sealed record Result(int Partition, Dictionary<StageComputation, StageAttemptId> Generations);

        private sealed class Nothing : IDisposable
        {
            public void Dispose() { }
        }
    }
}
