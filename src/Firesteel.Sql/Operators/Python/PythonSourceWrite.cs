using Firesteel.Catalyst.Expressions.Python;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Python;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Sql.Operators.Python;

/// <summary>Writes rows to a Python data source: a task for each partition calls its writer, whose messages are then committed, or given to its abort.</summary>
static class PythonSourceWrite
{
    private const string WriteModule = "pyspark.sql.worker.write_into_data_source";
    private const string CommitModule = "pyspark.sql.worker.commit_data_source_write";
    private static readonly StructType Messages = new([new StructField("message", BinaryType.Instance)]);

    /// <param name="run">Runs the query whose rows are the writers' messages.</param>
    /// <exception cref="AnalysisException">PYTHON_DATA_SOURCE_ERROR: what Python raised.</exception>
    public static void Run(string name, PythonFunction source, LogicalPlan rows, ValueMap options, bool overwrite, SessionState session, Func<LogicalPlan, QueryResult> run)
    {
        var settings = PythonSettings.Of(session);
        var (command, writer) = PythonTable.Ask(name, "write", () => PythonPlannerProcess.Run(WriteModule, settings, source, w =>
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
        var messages = new List<byte[]>();
        try
        {
            using var result = run(new MapInPython(function, function.NewColumns(), false, rows));
            foreach (var batch in result.Batches)
                for (var k = 0; k < batch.SelectedCount; k++) messages.Add(batch.Columns[0].Get<StringView>(batch.Selection[k]).Span.ToArray());
        }
        catch
        {
            Finish(name, source, settings, writer, messages, abort: true);
            throw;
        }
        Finish(name, source, settings, writer, messages, abort: false);
    }

    private static void Finish(string name, PythonFunction source, PythonSettings settings, byte[] writer, List<byte[]> messages, bool abort)
        => PythonTable.Ask(name, abort ? "abort" : "commit", () => PythonPlannerProcess.Run(CommitModule, settings, source, w =>
        {
            w.WriteBytes(writer);
            w.WriteInt(messages.Count);
            foreach (var message in messages) w.WriteBytes(message);
            w.WriteBool(abort);
        }, r => r.Status()));
}
