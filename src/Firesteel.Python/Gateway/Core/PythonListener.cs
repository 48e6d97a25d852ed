using Firesteel.Core.Events;
using Firesteel.Python.Gateway.Errors;
using Firesteel.Python.Gateway.Protocol;

namespace Firesteel.Python.Gateway.Core;

/// <summary>A listener of the Python program: each event calls its method of Spark's name.</summary>
sealed class PythonListener(PythonProxy listener) : EventListener
{
    private readonly HashSet<string> _missing = [];

    public string Id => listener.Id;
    public override string Name => "PythonListener";

    public override void OnEvent(SparkListenerEvent e)
    {
        if (MethodOf(e) is not { } method || _missing.Contains(method)) return;
        try
        {
            listener.Call(method, e);
        }
        catch (JavaException failure) when (failure.Message.Contains("has no attribute", StringComparison.Ordinal))
        {
            // It does not listen to events of this kind.
            _missing.Add(method);
        }
    }

    private static string? MethodOf(SparkListenerEvent e) => e switch
    {
        SparkListenerApplicationStart => "onApplicationStart",
        SparkListenerApplicationEnd => "onApplicationEnd",
        SparkListenerEnvironmentUpdate => "onEnvironmentUpdate",
        SparkListenerJobStart => "onJobStart",
        SparkListenerJobEnd => "onJobEnd",
        SparkListenerStageSubmitted => "onStageSubmitted",
        SparkListenerStageCompleted => "onStageCompleted",
        SparkListenerTaskStart => "onTaskStart",
        SparkListenerTaskGettingResult => "onTaskGettingResult",
        SparkListenerTaskEnd => "onTaskEnd",
        SparkListenerExecutorAdded => "onExecutorAdded",
        SparkListenerExecutorRemoved => "onExecutorRemoved",
        SparkListenerExecutorMetricsUpdate => "onExecutorMetricsUpdate",
        SparkListenerBlockManagerAdded => "onBlockManagerAdded",
        SparkListenerBlockManagerRemoved => "onBlockManagerRemoved",
        SparkListenerBlockUpdated => "onBlockUpdated",
        SparkListenerUnpersistRdd => "onUnpersistRDD",
        SparkListenerSpeculativeTaskSubmitted => "onSpeculativeTaskSubmitted",
        SparkListenerResourceProfileAdded => "onResourceProfileAdded",
        SparkListenerLogStart => null,
        _ => "onOtherEvent",
    };
}
