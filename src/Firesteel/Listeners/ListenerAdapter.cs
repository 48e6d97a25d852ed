using Firesteel.Core.Events;

namespace Firesteel.Listeners;

/// <summary>Brings events to a listener of the program.</summary>
sealed class ListenerAdapter(SparkListener listener) : EventListener
{
    public override string Name => listener.GetType().Name;

    public override void OnEvent(SparkListenerEvent e)
    {
        switch (e)
        {
            case SparkListenerTaskStart x: listener.OnTaskStart(x); break;
            case SparkListenerTaskEnd x: listener.OnTaskEnd(x); break;
            case SparkListenerTaskGettingResult x: listener.OnTaskGettingResult(x); break;
            case SparkListenerStageSubmitted x: listener.OnStageSubmitted(x); break;
            case SparkListenerStageCompleted x: listener.OnStageCompleted(x); break;
            case SparkListenerJobStart x: listener.OnJobStart(x); break;
            case SparkListenerJobEnd x: listener.OnJobEnd(x); break;
            case SparkListenerApplicationStart x: listener.OnApplicationStart(x); break;
            case SparkListenerApplicationEnd x: listener.OnApplicationEnd(x); break;
            case SparkListenerEnvironmentUpdate x: listener.OnEnvironmentUpdate(x); break;
            case SparkListenerExecutorAdded x: listener.OnExecutorAdded(x); break;
            case SparkListenerExecutorRemoved x: listener.OnExecutorRemoved(x); break;
            case SparkListenerExecutorExcluded x: listener.OnExecutorExcluded(x); break;
            case SparkListenerExecutorExcludedForStage x: listener.OnExecutorExcludedForStage(x); break;
            case SparkListenerExecutorUnexcluded x: listener.OnExecutorUnexcluded(x); break;
            case SparkListenerNodeExcluded x: listener.OnNodeExcluded(x); break;
            case SparkListenerNodeExcludedForStage x: listener.OnNodeExcludedForStage(x); break;
            case SparkListenerNodeUnexcluded x: listener.OnNodeUnexcluded(x); break;
            case SparkListenerSpeculativeTaskSubmitted x: listener.OnSpeculativeTaskSubmitted(x); break;
            case SparkListenerExecutorMetricsUpdate x: listener.OnExecutorMetricsUpdate(x); break;
            case SparkListenerBlockManagerAdded x: listener.OnBlockManagerAdded(x); break;
            case SparkListenerBlockManagerRemoved x: listener.OnBlockManagerRemoved(x); break;
            case SparkListenerBlockUpdated x: listener.OnBlockUpdated(x); break;
            case SparkListenerUnpersistRdd x: listener.OnUnpersistRdd(x); break;
            case SparkListenerResourceProfileAdded x: listener.OnResourceProfileAdded(x); break;
            default: listener.OnOtherEvent(e); break;
        }
    }
}
