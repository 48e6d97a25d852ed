using Firesteel.Connect.Messages;
using Firesteel.Core.Events;
using Firesteel.Core.Scheduler;

namespace Firesteel.Connect.Service;

/// <summary>How far the stages of running executions are, gathered from the application's events.</summary>
sealed class ProgressTracker : EventListener
{
    private const string Tag = "connect-operation-";
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SortedDictionary<int, ExecutePlanResponse.Types.ExecutionProgress.Types.StageInfo>> _operations = [];
    private readonly Dictionary<int, (string Operation, ExecutePlanResponse.Types.ExecutionProgress.Types.StageInfo Info)> _stages = [];

    /// <summary>Properties of jobs that belong to an execution.</summary>
    public static LocalProperties PropertiesOf(string operationId) => LocalProperties.Empty.With(LocalProperties.JobTagsKey, Tag + operationId);

    public void Start(string operationId)
    {
        lock (_gate) _operations[operationId] = [];
    }

    public void End(string operationId)
    {
        lock (_gate)
            if (_operations.Remove(operationId, out var stages))
                foreach (var stage in stages.Keys) _stages.Remove(stage);
    }

    /// <summary>A message for the client; null while there is nothing to tell.</summary>
    public ExecutePlanResponse? Report(string operationId)
    {
        lock (_gate)
        {
            if (!_operations.TryGetValue(operationId, out var stages) || stages.Count == 0) return null;
            var progress = new ExecutePlanResponse.Types.ExecutionProgress();
            foreach (var stage in stages.Values)
            {
                progress.Stages.Add(stage.Clone());
                if (!stage.Done) progress.NumInflightTasks += stage.NumTasks - stage.NumCompletedTasks;
            }
            return new ExecutePlanResponse { ExecutionProgress = progress };
        }
    }

    public override void OnEvent(SparkListenerEvent e)
    {
        lock (_gate)
        {
            if (_operations.Count == 0) return;
            switch (e)
            {
                case SparkListenerStageSubmitted submitted when OperationOf(submitted.Properties) is { } operation && _operations.TryGetValue(operation, out var stages):
                    var info = new ExecutePlanResponse.Types.ExecutionProgress.Types.StageInfo { StageId = submitted.StageInfo.StageId, NumTasks = submitted.StageInfo.NumTasks };
                    stages[submitted.StageInfo.StageId] = info;
                    _stages[submitted.StageInfo.StageId] = (operation, info);
                    break;
                case SparkListenerTaskEnd { Reason: TaskSuccess } ended when _stages.TryGetValue(ended.StageId, out var running):
                    running.Info.NumCompletedTasks++;
                    break;
                case SparkListenerStageCompleted completed when _stages.TryGetValue(completed.StageInfo.StageId, out var done):
                    done.Info.Done = true;
                    break;
            }
        }
    }

    private static string? OperationOf(IReadOnlyDictionary<string, string> properties)
    {
        if (!properties.TryGetValue(LocalProperties.JobTagsKey, out var tags)) return null;
        foreach (var tag in tags.Split(','))
            if (tag.StartsWith(Tag, StringComparison.Ordinal)) return tag[Tag.Length..];
        return null;
    }
}
