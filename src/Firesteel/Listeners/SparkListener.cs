namespace Firesteel;

/// <summary>
/// Hears what happens in an application (<see cref="SparkContext.AddSparkListener"/>): one event at a time, in order, on a thread of its own. A listener that
/// is slow misses events once its queue is full, and one that throws goes on with the next event; neither holds anything up.
/// </summary>
public abstract class SparkListener
{
    public virtual void OnApplicationStart(SparkListenerApplicationStart applicationStart) { }
    public virtual void OnApplicationEnd(SparkListenerApplicationEnd applicationEnd) { }
    public virtual void OnEnvironmentUpdate(SparkListenerEnvironmentUpdate environmentUpdate) { }
    public virtual void OnJobStart(SparkListenerJobStart jobStart) { }
    public virtual void OnJobEnd(SparkListenerJobEnd jobEnd) { }
    public virtual void OnStageSubmitted(SparkListenerStageSubmitted stageSubmitted) { }
    public virtual void OnStageCompleted(SparkListenerStageCompleted stageCompleted) { }
    public virtual void OnTaskStart(SparkListenerTaskStart taskStart) { }
    public virtual void OnTaskGettingResult(SparkListenerTaskGettingResult taskGettingResult) { }
    public virtual void OnTaskEnd(SparkListenerTaskEnd taskEnd) { }
    public virtual void OnSpeculativeTaskSubmitted(SparkListenerSpeculativeTaskSubmitted speculativeTask) { }
    public virtual void OnExecutorAdded(SparkListenerExecutorAdded executorAdded) { }
    public virtual void OnExecutorRemoved(SparkListenerExecutorRemoved executorRemoved) { }
    public virtual void OnExecutorExcluded(SparkListenerExecutorExcluded executorExcluded) { }
    public virtual void OnExecutorExcludedForStage(SparkListenerExecutorExcludedForStage executorExcludedForStage) { }
    public virtual void OnExecutorUnexcluded(SparkListenerExecutorUnexcluded executorUnexcluded) { }
    public virtual void OnNodeExcluded(SparkListenerNodeExcluded nodeExcluded) { }
    public virtual void OnNodeExcludedForStage(SparkListenerNodeExcludedForStage nodeExcludedForStage) { }
    public virtual void OnNodeUnexcluded(SparkListenerNodeUnexcluded nodeUnexcluded) { }
    public virtual void OnExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate executorMetricsUpdate) { }
    public virtual void OnBlockManagerAdded(SparkListenerBlockManagerAdded blockManagerAdded) { }
    public virtual void OnBlockManagerRemoved(SparkListenerBlockManagerRemoved blockManagerRemoved) { }
    public virtual void OnBlockUpdated(SparkListenerBlockUpdated blockUpdated) { }
    public virtual void OnUnpersistRdd(SparkListenerUnpersistRdd unpersistRdd) { }
    public virtual void OnResourceProfileAdded(SparkListenerResourceProfileAdded resourceProfileAdded) { }

    /// <summary>Events that have no method of their own.</summary>
    public virtual void OnOtherEvent(SparkListenerEvent otherEvent) { }
}
