namespace Firesteel.Deploy.Standalone.Master;

/// <summary>Decides how many cores of which workers an application gets.</summary>
static class ExecutorPlacement
{
    /// <summary>New executors of an application, each by its worker and its cores.</summary>
    /// <param name="workers">Those that take work.</param>
    /// <param name="spreadOut">Whether cores are taken from all workers in turn, or from one after the other.</param>
    public static List<(WorkerInfo Worker, int Cores)> Place(ApplicationInfo app, IEnumerable<WorkerInfo> workers, bool spreadOut)
    {
        var perExecutor = app.Description.CoresPerExecutor;
        var step = perExecutor ?? 1;
        var usable = workers.Where(w => w.CoresFree >= step && w.MemoryFreeMb >= app.Description.MemoryPerExecutorMb).OrderByDescending(w => w.CoresFree).ThenBy(w => w.Id, StringComparer.Ordinal).ToArray();
        var cores = new int[usable.Length];
        var executors = new int[usable.Length];
        var placedExecutors = 0;
        var left = Math.Min(app.CoresLeft, usable.Sum(w => w.CoresFree));
        var limit = app.ExecutorLimit is { } most ? most - app.Executors.Count : int.MaxValue;

        bool Fits(int i)
        {
            if (left < step || usable[i].CoresFree - cores[i] < step) return false;
            // Without a size of its own an executor takes what its worker has: one a worker, and it grows.
            if (perExecutor is null && executors[i] > 0) return true;
            return usable[i].MemoryFreeMb - executors[i] * app.Description.MemoryPerExecutorMb >= app.Description.MemoryPerExecutorMb && placedExecutors < limit;
        }

        for (var any = true; any;)
        {
            any = false;
            for (var i = 0; i < usable.Length; i++)
            {
                while (Fits(i))
                {
                    any = true;
                    left -= step;
                    cores[i] += step;
                    if (perExecutor is not null || executors[i] == 0)
                    {
                        executors[i]++;
                        placedExecutors++;
                    }
                    if (spreadOut) break;
                }
            }
        }

        var placed = new List<(WorkerInfo, int)>();
        for (var i = 0; i < usable.Length; i++)
        {
            for (var e = 0; e < executors[i]; e++) placed.Add((usable[i], perExecutor ?? cores[i]));
        }
        return placed;
    }

    /// <summary>Why none of the workers could ever hold an executor of the application; null where one could, or where there is none. That all are busy is a matter of time.</summary>
    public static string? WhyNever(ApplicationInfo app, IEnumerable<WorkerInfo> workers)
    {
        var (cores, memory) = (app.Description.CoresPerExecutor ?? 1, app.Description.MemoryPerExecutorMb);
        var (mostCores, mostMemory) = (0, 0);
        foreach (var worker in workers)
        {
            if (!worker.TakesWork) continue;
            if (worker.Description.Cores >= cores && worker.Description.MemoryMb >= memory) return null;
            (mostCores, mostMemory) = (Math.Max(mostCores, worker.Description.Cores), Math.Max(mostMemory, worker.Description.MemoryMb));
        }
        return mostCores == 0 ? null
            : $"No worker is large enough for an executor of {cores} core(s) and {MemoryText.Of(memory)}: the most that one has are {mostCores} core(s) and {MemoryText.Of(mostMemory)}. Ask for less (spark.executor.memory, spark.executor.cores), or start a larger worker";
    }
}
