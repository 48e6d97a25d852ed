using Firesteel.Core.Scheduler;
using Firesteel.Core.Shuffle;
using Firesteel.Deploy.Standalone.Master;

namespace Firesteel.Deploy.Tests.Simulation;

/// <summary>One run of the simulator: programs on a cluster while things go wrong, a time of quiet, and the checks at the end.</summary>
sealed class Scenario
{
    private const int Cores = 4;
    private const int MemoryMb = 8192;

    // However much went wrong: after that much quiet every job has ended.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private readonly Faults _faults;
    private readonly SimulatedCluster _cluster;
    private readonly Random _random;
    private int _nextComputation;
    private int _nextShuffle;

    public Scenario(int seed, Seams? seams = null)
    {
        _faults = new Faults(seed);
        _random = _faults.Random;
        _cluster = new SimulatedCluster(_faults, seams);
    }

    public SimulatedCluster Cluster => _cluster;

    public void Run()
    {
        for (var i = _random.Next(2, 5); i > 0; i--) _cluster.AddWorker(Cores, MemoryMb, hosts: 3);
        for (var i = _random.Next(1, 4); i > 0; i--) AddProgram();
        for (var round = _random.Next(5, 50); round > 0; round--)
        {
            _cluster.Run(TimeSpan.FromMilliseconds(_random.Next(50, 4_000)), CheckCluster);
            Fault();
        }
        BringQuiet();
        _cluster.Run(Patience, () => CheckCluster() || _cluster.Drivers.TrueForAll(driver => driver.IsDead || driver.IsStopped));
        foreach (var driver in _cluster.Drivers.Where(driver => !driver.IsDead && !driver.IsStopped)) driver.CheckEmpty();
        // What is frozen goes on, and what is silent is given up.
        _cluster.Run(TimeSpan.FromSeconds(150));
        CheckNothingIsLeft();
    }

    private void AddProgram()
    {
        var options = new SchedulerOptions
        {
            MaxTaskFailures = 1000,
            MaxConsecutiveStageAttempts = 1000,
            Mode = _random.Next(2) == 0 ? SchedulingMode.FIFO : SchedulingMode.FAIR,
            Pools = [new PoolOptions("pool1", SchedulingMode.FAIR, 2, 1)],
            Speculation = _random.Next(2) == 0 ? new SpeculationOptions { Interval = TimeSpan.FromSeconds(1), Quantile = 0.5, Multiplier = 1.5 } : null,
            Exclusion = new ExclusionOptions { TaskAndStage = _random.Next(3) == 0, Application = _random.Next(3) == 0, KillsExecutors = _random.Next(3) == 0, FetchFailures = _random.Next(4) == 0, Timeout = TimeSpan.FromSeconds(20), UnschedulableTimeout = TimeSpan.FromSeconds(60), MaxTaskAttemptsPerExecutor = 3, MaxTaskAttemptsPerNode = 6, StageMaxFailedTasksPerExecutor = 6 },
        };
        var perExecutor = _random.Next(3) == 0 ? (int?)null : _random.Next(1, 4);
        var driver = _cluster.AddDriver(_random.Next(3, 12), perExecutor, _random.Next(1, 4) * 512, options);
        driver.After(5_000, () => EndWhenDone(driver));
        var shared = NewShuffle(new SimulatedComputation(_nextComputation++, _random.Next(1, 8)));
        for (var i = _random.Next(1, 6); i > 0; i--)
        {
            var pool = $"pool{_random.Next(3)}";
            driver.ExpectedJobs++;
            driver.After(_random.Next(1, 60_000), () =>
            {
                var properties = LocalProperties.Empty.With(LocalProperties.PoolKey, pool);
                var job = _random.Next(6) == 0 ? driver.Submit(shared, properties) : driver.Submit(RandomJob(shared), properties);
                if (_random.Next(6) == 0) driver.After(_random.Next(1, 10_000), job.Cancel);
            });
        }
    }

    private SimulatedComputation RandomJob(ShuffleDependency shared)
    {
        var inputs = new List<ShuffleDependency> { shared };
        for (var i = _random.Next(3); i > 0; i--)
        {
            ShuffleDependency[] of = _random.Next(2) == 0 ? [] : [inputs[_random.Next(inputs.Count)]];
            inputs.Add(NewShuffle(new SimulatedComputation(_nextComputation++, _random.Next(1, 8), of)
            {
                SharesState = _random.Next(6) == 0,
                Barrier = _random.Next(8) == 0,
                Level = _random.Next(6) == 0 ? Determinism.Indeterminate : Determinism.Determinate,
                Preferred = _random.Next(3) == 0 ? partition => [$"host-{partition % 4}"] : null,
            }));
        }
        ShuffleDependency[] reads = [.. inputs.Where(_ => _random.Next(2) == 0)];
        return new SimulatedComputation(_nextComputation++, _random.Next(1, 16), reads)
        {
            Publishes = _random.Next(2) == 0 && !reads.Any(IsIndeterminate),
            Preferred = _random.Next(3) == 0 ? partition => [$"executor_host-{partition % 4}_{partition}"] : null,
        };
    }

    private static bool IsIndeterminate(ShuffleDependency shuffle) => shuffle.MapSide.Determinism == Determinism.Indeterminate || shuffle.MapSide.ShuffleDependencies.Any(IsIndeterminate);

    private ShuffleDependency NewShuffle(SimulatedComputation mapSide) => new(_nextShuffle++, mapSide, 2);

    private void Fault()
    {
        var executors = _cluster.Workers.SelectMany(worker => worker.Processes).ToList();
        switch (_random.Next(18))
        {
            case 0 or 1 when _cluster.Master is not null: _cluster.KillMaster(); break;
            case 0 or 1 or 2 when _cluster.Master is null: _cluster.StartMaster(); break;
            case 2: _cluster.ReplaceMaster(); break;
            case 3 or 4 when _cluster.Links.Count > 0: _faults.OneOf(_cluster.Links).Break(); break;
            case 5 when _cluster.Links.Count > 0:
                var link = _faults.OneOf(_cluster.Links);
                link.Hangs = true;
                _cluster.Time.After(TimeSpan.FromMilliseconds(_random.Next(1_000, 60_000)), link.Break);
                break;
            case 6:
                _faults.OneOf(_cluster.Workers).Kill();
                _cluster.AddWorker(Cores, MemoryMb, hosts: 3);
                break;
            case 7 when _random.Next(3) == 0 && _cluster.Drivers.Find(driver => !driver.IsDead) is { } driver:
                driver.Kill();
                AddProgram();
                break;
            case 8 or 9 or 10 when executors.Count > 0: _faults.OneOf(executors).Exit(137); break;
            case 11 when executors.Count > 0:
                var frozen = _faults.OneOf(executors);
                frozen.Freeze();
                _cluster.Time.After(TimeSpan.FromMilliseconds(_random.Next(1_000, 90_000)), frozen.Thaw);
                break;
            case 12 or 13 when executors.Count > 0: _faults.OneOf(executors).LoseOutput(); break;
            case 15 when _cluster.Drivers.Find(driver => !driver.IsDead && driver.Events.Running.Count > 0) is { } busy:
                busy.Tasks.KillTask(busy.Events.Running.ElementAt(_random.Next(busy.Events.Running.Count)), "preempted");
                break;
            case 16:
                var broken = _faults.OneOf(_cluster.Workers);
                broken.IsBroken = true;
                _cluster.Time.After(TimeSpan.FromMilliseconds(_random.Next(1_000, 60_000)), () => broken.IsBroken = false);
                break;
            case 14:
                var worker = _faults.OneOf(_cluster.Workers);
                worker.IsDiskFull = true;
                _cluster.Time.After(TimeSpan.FromMilliseconds(_random.Next(1_000, 30_000)), () => worker.IsDiskFull = false);
                break;
        }
    }

    private void BringQuiet()
    {
        _faults.IsChaos = false;
        if (_cluster.Master is null) _cluster.StartMaster();
    }

    private bool CheckCluster()
    {
        if (_cluster.Master?.State is not { } state) return false;
        foreach (var worker in state.Workers.Values)
        {
            _cluster.Check(worker.CoresFree >= 0 && worker.CoresFree <= Cores, $"{worker.Id} has {worker.CoresFree} of {Cores} cores free");
            _cluster.Check(worker.MemoryFreeMb >= 0, $"{worker.Id} has {worker.MemoryFreeMb} MB free");
        }
        return false;
    }

    // A program ends when its jobs have: then nothing of them may be left, neither with it nor on executors.
    private void EndWhenDone(SimulatedDriver driver)
    {
        if (!driver.AllQuiet)
        {
            driver.After(2_000, () => EndWhenDone(driver));
            return;
        }
        driver.After(10_000, () =>
        {
            driver.CheckEmpty();
            CheckExecutorsHoldNothing(driver);
            for (var shuffle = 0; shuffle < _nextShuffle; shuffle++) driver.RemoveShuffle(shuffle);
            driver.Stop();
        });
    }

    private void CheckExecutorsHoldNothing(SimulatedDriver driver)
    {
        foreach (var (id, executor) in driver.Executors)
        {
            if (executor.IsDead || executor.IsFrozen || executor.IsCutOff || driver.Events.IsLost(id)) continue;
            _cluster.Check(executor.RunningTasks == 0, $"Executor {executor.Name} still runs {executor.RunningTasks} tasks");
            _cluster.Check(executor.OpenStages == 0, $"Executor {executor.Name} still holds {executor.OpenStages} stages");
            foreach (var (shuffleId, mapId) in executor.Outputs)
                _cluster.Check(driver.Tracker.Statuses(shuffleId).Any(status => status?.MapId == mapId && status.Location.ExecutorId == id), $"Executor {executor.Name} still holds output {mapId} of shuffle {shuffleId}, of which nobody knows");
        }
    }

    private void CheckNothingIsLeft()
    {
        var state = _cluster.Master!.State;
        _cluster.Check(state.Status == MasterStatus.ALIVE, $"The Master is {state.Status}");
        _cluster.Check(state.Applications.Count == 0, $"The Master still has applications {string.Join(", ", state.Applications.Select(app => app.Id))}");
        _cluster.Check(state.Workers.Values.Count(worker => worker.TakesWork) == _cluster.Workers.Count, $"The Master knows {state.Workers.Values.Count(worker => worker.TakesWork)} of {_cluster.Workers.Count} workers");
        foreach (var worker in _cluster.Workers) _cluster.Check(worker.Processes.Count == 0, $"{worker.Name} still runs {string.Join(", ", worker.Processes.Select(process => process.Name))}");
        foreach (var worker in state.Workers.Values) _cluster.Check(worker.CoresUsed == 0, $"The Master believes that {worker.CoresUsed} cores of {worker.Id} are in use");
        _cluster.Run(TimeSpan.Zero);
    }
}
