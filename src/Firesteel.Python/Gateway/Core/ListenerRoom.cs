using System.Runtime.CompilerServices;
using Firesteel.Core.Events;
using Firesteel.Python.Gateway.Binding;
using Firesteel.Python.Gateway.Errors;
using Firesteel.Python.Gateway.Java;
using Firesteel.Python.Gateway.Protocol;

namespace Firesteel.Python.Gateway.Core;

/// <summary>Listeners of the Python program, and the events that they are told.</summary>
static class ListenerRoom
{
    private static readonly ConditionalWeakTable<SparkContext, List<PythonListener>> Listeners = [];

    public static void Register(ClassTable table)
    {
        table.Class<SparkContext>("org.apache.spark.SparkContext")
            .Do("addSparkListener", (c, a) => Add(c, a.Of<PythonProxy>(0)))
            .Do("removeSparkListener", (c, a) => Remove(c, a.Of<PythonProxy>(0)))
            .Get("listenerBus", c => new BusHandle(c));
        table.Class<BusHandle>("org.apache.spark.scheduler.LiveListenerBus")
            .Do("addToSharedQueue", (b, a) => Add(b.Context, a.Of<PythonProxy>(0)))
            .Do("removeListener", (b, a) => Remove(b.Context, a.Of<PythonProxy>(0)))
            .Do("waitUntilEmpty", (b, _) => b.Context.Engine.Runtime.Bus.WaitUntilEmpty());
        table.Class<QueryListenersHandle>("org.apache.spark.sql.util.ExecutionListenerManager")
            .Do("register", (_, _) => throw new JavaException("java.lang.UnsupportedOperationException", "Listeners of query executions are for a JVM, which Firesteel has not. A SparkListener (addSparkListener) and DataFrame.observe are available."))
            .Do("unregister", (_, _) => { })
            .Do("clear", (_, _) => { });
        Applications(table);
        Stages(table);
        Tasks(table);
    }

    private static void Applications(ClassTable table)
    {
        table.Class<SparkListenerApplicationStart>("org.apache.spark.scheduler.SparkListenerApplicationStart")
            .Get("appName", e => e.AppName)
            .Get("appId", e => ScalaOption.Of(e.AppId))
            .Get("appAttemptId", e => ScalaOption.Of(e.AppAttemptId))
            .Get("sparkUser", e => e.SparkUser)
            .Get("time", e => e.Time);
        table.Class<SparkListenerApplicationEnd>("org.apache.spark.scheduler.SparkListenerApplicationEnd").Get("time", e => e.Time);
        table.Class<SparkListenerExecutorAdded>("org.apache.spark.scheduler.SparkListenerExecutorAdded")
            .Get("time", e => e.Time)
            .Get("executorId", e => e.ExecutorId);
        table.Class<SparkListenerExecutorRemoved>("org.apache.spark.scheduler.SparkListenerExecutorRemoved")
            .Get("time", e => e.Time)
            .Get("executorId", e => e.ExecutorId)
            .Get("reason", e => e.Reason);
        table.Class<SparkListenerUnpersistRdd>("org.apache.spark.scheduler.SparkListenerUnpersistRDD").Get("rddId", e => e.RddId);
        table.Class<SparkListenerEvent>("org.apache.spark.scheduler.SparkListenerEvent");
    }

    private static void Stages(ClassTable table)
    {
        table.Class<SparkListenerJobStart>("org.apache.spark.scheduler.SparkListenerJobStart")
            .Get("jobId", e => e.JobId)
            .Get("time", e => e.Time)
            .Get("stageIds", e => new ScalaSeq([.. e.StageInfos.Select(s => (object)s.StageId)]))
            .Get("stageInfos", e => new ScalaSeq([.. e.StageInfos]))
            .Get("properties", e => e.Properties.ToDictionary(p => (object)p.Key, p => (object?)p.Value));
        table.Class<SparkListenerJobEnd>("org.apache.spark.scheduler.SparkListenerJobEnd")
            .Get("jobId", e => e.JobId)
            .Get("time", e => e.Time)
            .Get("jobResult", e => e.Failure is null ? new NamedValue("org.apache.spark.scheduler.JobSucceeded$", "JobSucceeded") : new NamedValue("org.apache.spark.scheduler.JobFailed", $"JobFailed({e.Failure.Message})"));
        table.Class<SparkListenerStageSubmitted>("org.apache.spark.scheduler.SparkListenerStageSubmitted")
            .Get("stageInfo", e => e.StageInfo)
            .Get("properties", e => e.Properties.ToDictionary(p => (object)p.Key, p => (object?)p.Value));
        table.Class<SparkListenerStageCompleted>("org.apache.spark.scheduler.SparkListenerStageCompleted").Get("stageInfo", e => e.StageInfo);
        table.Class<StageInfo>("org.apache.spark.scheduler.StageInfo")
            .Get("stageId", s => s.StageId)
            .Get("attemptNumber", s => s.AttemptNumber)
            .Get("attemptId", s => s.AttemptNumber)
            .Get("name", s => s.Name)
            .Get("numTasks", s => s.NumTasks)
            .Get("details", s => s.Details)
            .Get("parentIds", s => new ScalaSeq([.. s.ParentIds.Select(i => (object)i)]))
            .Get("submissionTime", s => ScalaOption.Of(s.SubmissionTime))
            .Get("completionTime", s => ScalaOption.Of(s.CompletionTime))
            .Get("failureReason", s => ScalaOption.Of(s.FailureReason))
            .Get("taskMetrics", s => new StageMetrics(s));
        table.Class<StageMetrics>("org.apache.spark.executor.StageMetrics")
            .Get("executorRunTime", m => m.Sum("executorRunTime"))
            .Get("executorCpuTime", m => m.Sum("executorCpuTime"))
            .Get("executorDeserializeTime", m => m.Sum("executorDeserializeTime"))
            .Get("jvmGCTime", m => m.Sum("jvmGCTime"))
            .Get("resultSize", m => m.Sum("resultSize"))
            .Get("memoryBytesSpilled", m => m.Sum("memoryBytesSpilled"))
            .Get("diskBytesSpilled", m => m.Sum("diskBytesSpilled"))
            .Get("peakExecutionMemory", m => m.Sum("peakExecutionMemory"));
    }

    private static void Tasks(ClassTable table)
    {
        table.Class<SparkListenerTaskStart>("org.apache.spark.scheduler.SparkListenerTaskStart")
            .Get("stageId", e => e.StageId)
            .Get("stageAttemptId", e => e.StageAttemptId)
            .Get("taskInfo", e => e.TaskInfo);
        table.Class<SparkListenerTaskGettingResult>("org.apache.spark.scheduler.SparkListenerTaskGettingResult").Get("taskInfo", e => e.TaskInfo);
        table.Class<SparkListenerTaskEnd>("org.apache.spark.scheduler.SparkListenerTaskEnd")
            .Get("stageId", e => e.StageId)
            .Get("stageAttemptId", e => e.StageAttemptId)
            .Get("taskType", e => e.TaskType)
            .Get("reason", e => e.Reason)
            .Get("taskInfo", e => e.TaskInfo)
            .Get("taskMetrics", e => e.TaskMetrics);
        table.Class<TaskEndReason>("org.apache.spark.TaskEndReason")
            .Get("toString", r => r is TaskSuccess ? "Success" : r.ToErrorString())
            .Get("toErrorString", r => r.ToErrorString());
        table.Class<TaskInfo>("org.apache.spark.scheduler.TaskInfo")
            .Get("taskId", t => t.TaskId)
            .Get("index", t => t.Index)
            .Get("attemptNumber", t => t.AttemptNumber)
            .Get("partitionId", t => t.PartitionId)
            .Get("launchTime", t => t.LaunchTime)
            .Get("finishTime", t => t.FinishTime)
            .Get("gettingResultTime", t => t.GettingResultTime)
            .Get("executorId", t => t.ExecutorId)
            .Get("host", t => t.Host)
            .Get("speculative", t => t.Speculative)
            .Get("duration", t => t.Duration)
            .Get("id", t => $"{t.Index}.{t.AttemptNumber}")
            .Get("finished", t => t.FinishTime != 0)
            .Get("failed", t => t.Failed)
            .Get("killed", t => t.Killed)
            .Get("running", t => t.FinishTime == 0)
            .Get("successful", t => t is { Failed: false, Killed: false } && t.FinishTime != 0)
            .Get("status", t => t.FinishTime == 0 ? "RUNNING" : t.Failed ? "FAILED" : t.Killed ? "KILLED" : "SUCCESS");
        table.Class<TaskMetrics>("org.apache.spark.executor.TaskMetrics")
            .Get("executorRunTime", m => m.ExecutorRunTime)
            .Get("executorCpuTime", m => m.ExecutorCpuTime)
            .Get("executorDeserializeTime", m => m.ExecutorDeserializeTime)
            .Get("jvmGCTime", m => m.GarbageCollectionTime)
            .Get("resultSize", m => m.ResultSize)
            .Get("memoryBytesSpilled", m => m.MemoryBytesSpilled)
            .Get("diskBytesSpilled", m => m.DiskBytesSpilled)
            .Get("peakExecutionMemory", m => m.PeakExecutionMemory)
            .Get("inputMetrics", m => new MetricsPart(m.InputBytesRead, m.InputRecordsRead))
            .Get("outputMetrics", m => new MetricsPart(m.OutputBytesWritten, m.OutputRecordsWritten))
            .Get("shuffleReadMetrics", m => new MetricsPart(m.ShuffleBytesRead, m.ShuffleRecordsRead))
            .Get("shuffleWriteMetrics", m => new MetricsPart(m.ShuffleBytesWritten, m.ShuffleRecordsWritten));
        table.Class<MetricsPart>("org.apache.spark.executor.InputMetrics")
            .Get("bytesRead", p => p.Bytes)
            .Get("recordsRead", p => p.Records)
            .Get("totalBytesRead", p => p.Bytes)
            .Get("bytesWritten", p => p.Bytes)
            .Get("recordsWritten", p => p.Records);
    }

    private static void Add(SparkContext context, PythonProxy proxy)
    {
        var listener = new PythonListener(proxy);
        var all = Listeners.GetOrCreateValue(context);
        lock (all) all.Add(listener);
        context.Engine.Runtime.Bus.AddListener(listener);
    }

    private static void Remove(SparkContext context, PythonProxy proxy)
    {
        if (!Listeners.TryGetValue(context, out var all)) return;
        lock (all)
            foreach (var listener in all.Where(l => l.Id == proxy.Id).ToList())
            {
                context.Engine.Runtime.Bus.RemoveListener(listener);
                all.Remove(listener);
            }
    }

    internal sealed record QueryListenersHandle;

    private sealed record BusHandle(SparkContext Context);

    private sealed record MetricsPart(long Bytes, long Records);

    // The sums that a stage's tasks have reported.
    private sealed record StageMetrics(StageInfo Stage)
    {
        public long Sum(string metric) => Stage.Accumulables.Where(a => a.Name == $"internal.metrics.{metric}").Select(a => long.TryParse(a.Value?.ToString(), out var n) ? n : 0).Sum();
    }
}
