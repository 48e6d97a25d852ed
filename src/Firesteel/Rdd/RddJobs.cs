namespace Firesteel;

/// <summary>Runs actions on RDDs as jobs.</summary>
static class RddJobs
{
    public static TResult[] RunJob<T, TResult>(this SparkContext context, RDD<T> rdd, Func<TaskContext, IEnumerable<T>, TResult> function, string action, int[]? partitions = null)
    {
        var results = new TResult[partitions?.Length ?? rdd.GetNumPartitions()];
        context.RunJob(rdd, function, action, partitions, (i, result) => results[i] = result);
        return results;
    }

    /// <summary>Runs a job; results come on the calling thread in the order of the partitions.</summary>
    public static void RunJob<T, TResult>(this SparkContext context, RDD<T> rdd, Func<TaskContext, IEnumerable<T>, TResult> function, string action, int[]? partitions, Action<int, TResult> handler)
    {
        context.RequireRunning();
        context.Engine.Runtime.RunJob(new RddResultComputation<T, TResult>(rdd, function), partitions, (i, result) => handler(i, (TResult)result!), context.CallSite(action, null), context.Properties);
        Checkpoints.Write(rdd);
    }
}
