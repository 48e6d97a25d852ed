using Firesteel.Catalyst.Expressions.Python;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Python;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Logging;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Sql.Operators.Python;

/// <summary>Writes rows to a Python data source: a task for each partition calls its writer, whose messages are then committed, or given to its abort, those of the tasks that had come to an end.</summary>
static class PythonSourceWrite
{
    private const string WriteModule = "pyspark.sql.worker.write_into_data_source";
    private const string CommitModule = "pyspark.sql.worker.commit_data_source_write";
    private static readonly Logger Log = Logger.For("PythonDataSource");
    private static readonly StructType Messages = new([new StructField("message", BinaryType.Instance)]);

    private const int Nothing = -5;

    /// <exception cref="AnalysisException">PYTHON_DATA_SOURCE_ERROR: what Python raised.</exception>
    public static void Run(string name, PythonFunction source, LogicalPlan rows, ValueMap options, bool overwrite, QueryRunner runner)
    {
        var session = runner.Session;
        var settings = PythonSettings.Of(session);
        var (command, writer) = PythonTable.Ask("initialize", "writer", () => PythonPlannerProcess.Run(WriteModule, settings, source, w =>
        {
            w.WriteBytes(source.Command);
            w.WriteUtf8(name);
            w.WriteUtf8(SchemaJson.Write(rows.Schema));
            w.WriteUtf8(SchemaJson.Write(Messages));
            w.WriteInt(options.Count);
            foreach (var (key, value) in options)
            {
                w.WriteUtf8(key);
                w.WriteUtf8(value);
            }
            w.WriteBool(overwrite);
            w.WriteBool(false);
            w.WriteBool(settings.RunnerConf.Get("spark.sql.execution.pyspark.binaryAsBytes") != "false");
        }, r => (r.Bytes(), r.Bytes())));
        var function = new PythonRowsFunction(name, source with { Command = command }, PythonEvalType.MapArrowIter, Messages);
        byte[]?[] messages = [];
        try
        {
            var plan = runner.Analyze(new MapInPython(function, function.NewColumns(), false, rows));
            runner.Run(plan, new WriterMessageSink(), (task, message) => messages[task] = ((WriterMessage?)message)?.Pickle, tasks => messages = new byte[tasks][]);
            Finish(source, settings, writer, messages, abort: false);
        }
        catch (Exception cause)
        {
            // What went wrong first is told, whatever else does.
            try { Finish(source, settings, writer, messages, abort: true); }
            catch (SparkException e) { Log.Error($"Data source {name} failed to abort a write that had failed: {e.Message}; the failure was: {cause.Message}"); }
            throw;
        }
    }

    private static void Finish(PythonFunction source, PythonSettings settings, byte[] writer, byte[]?[] messages, bool abort)
        => PythonTable.Ask("commit or abort", "write", () => PythonPlannerProcess.Run(CommitModule, settings, source, w =>
        {
            w.WriteBytes(writer);
            w.WriteInt(messages.Length);
            foreach (var message in messages)
            {
                if (message == null) w.WriteInt(Nothing);
                else w.WriteBytes(message);
            }
            w.WriteBool(abort);
        }, r => r.Status()));
}

/// <summary>What a task's writer says of what it wrote, pickled.</summary>
sealed record WriterMessage(byte[] Pickle);

/// <summary>Takes the one row that a task's writer gives: its message.</summary>
sealed record WriterMessageSink : TaskSink
{
    public override object? Run(BatchIterator rows, int partition, TaskExecution task)
    {
        WriterMessage? message = null;
        while (rows.Next() is { } batch)
            if (batch.SelectedCount > 0) message = new(batch.Columns[0].Get<StringView>(batch.Selection[0]).Span.ToArray());
        return message;
    }
}
