using Firesteel.Core.Files;
using Firesteel.Sql.Execution.Python;

namespace Firesteel.Python.Workers;

/// <summary>What a worker of PySpark 4.3 is told before it reads its input: one frame, in the order of its worker_message.py.</summary>
static class InitMessage
{
    public static void Write(Stream output, PythonTask task, PythonWorker worker, TaskContext context, BarrierConnection? barrier)
    {
        using var body = new MemoryStream();
        WriteBody(new PythonWriter(body), task, worker, context, barrier);
        var message = new PythonWriter(output);
        message.WriteInt(SpecialLength.StartOfInitMessage);
        message.WriteBytes(body.GetBuffer().AsSpan(0, (int)body.Length));
    }

    private static void WriteBody(PythonWriter body, PythonTask task, PythonWorker worker, TaskContext context, BarrierConnection? barrier)
    {
        var first = task.Functions[0];
        body.WriteInt(task.Partition ?? context.PartitionId);
        body.WriteUtf8(first.Version);
        body.WriteBytes(TaskContextJson.Write(context, barrier));
        body.WriteUtf8(Files(task));
        var includes = task.Functions.SelectMany(f => f.Includes).Distinct().ToArray();
        body.WriteInt(includes.Length);
        foreach (var name in includes) body.WriteUtf8(name);
        WriteBroadcasts(body, task, worker);
        body.WriteInt((int)task.EvalType);
        WritePairs(body, task.RunnerConf);
        WritePairs(body, task.EvalConf);
        if (task.WriteCommand is { } write) write(body);
        else body.WriteBytes(first.Command);
    }

    // A Connect session has modules of its own; all others are where the executor has the application's files.
    private static string Files(PythonTask task)
        => task.EvalType != PythonEvalType.NonUdf && task.Functions[0].Environment.Get(PythonEnvironment.FilesFolder) is { Length: > 0 } own && Directory.Exists(own) ? own : FilesFolder.Path;

    // A worker keeps broadcasts from task to task: it hears of new ones, and which to forget.
    private static void WriteBroadcasts(PythonWriter body, PythonTask task, PythonWorker worker)
    {
        var used = task.Functions.SelectMany(f => f.Broadcasts).DistinctBy(b => b.Id).ToArray();
        var forgotten = worker.KnownBroadcasts.Except(used.Select(b => b.Id)).ToArray();
        var added = used.Where(b => !worker.KnownBroadcasts.Contains(b.Id)).ToArray();
        body.WriteBool(false);
        body.WriteInt(forgotten.Length + added.Length);
        foreach (var id in forgotten)
        {
            body.WriteLong(-id - 1);
            worker.KnownBroadcasts.Remove(id);
        }
        foreach (var broadcast in added)
        {
            body.WriteLong(broadcast.Id);
            body.WriteUtf8(Here(broadcast.Path));
            worker.KnownBroadcasts.Add(broadcast.Id);
        }
    }

    // On another machine than the driver's the file has come with the application's files.
    private static string Here(string path) => File.Exists(path) ? path : FilesFolder.PathOf(Path.GetFileName(path));

    private static void WritePairs(PythonWriter body, IReadOnlyCollection<KeyValuePair<string, string>> pairs)
    {
        body.WriteInt(pairs.Count);
        foreach (var (key, value) in pairs)
        {
            body.WriteUtf8(key);
            body.WriteUtf8(value);
        }
    }
}
