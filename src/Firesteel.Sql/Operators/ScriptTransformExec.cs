using System.Diagnostics;
using System.Text;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Configuration;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Planning;
using Firesteel.Types;

namespace Firesteel.Sql.Operators;

/// <summary>Passes rows of text through a program, a line a row, and reads its lines as rows of text.</summary>
/// <param name="Columns">The texts that come out; fields that a line lacks are null.</param>
sealed record ScriptTransformExec(string Script, ValueMap InputFormat, ValueMap OutputFormat, ValueList<AttributeReference> Columns, PhysicalPlan Child) : UnaryExec(Child)
{
    private const string NullText = "\\N";

    public override ValueList<AttributeReference> Output => Columns;
    public override string Describe() => $"ScriptTransformation {Script}, [{string.Join(", ", Columns)}]";

    /// <summary>The operator between a projection of its input to text and one of its output to the columns' types.</summary>
    public static PhysicalPlan Plan(ScriptTransform transform, PhysicalPlan child)
    {
        // Moments go in and come out in the machine's time zone, whatever the session's.
        var zone = MachineTimeZone.Name();
        var input = transform.Input.Select((e, i) => (Expression)new Alias(e.DataType is StringType ? e : new Cast(e, StringType.Instance, EvalMode.Ansi) { TimeZone = zone }, $"c{i}"));
        var texts = new ValueList<AttributeReference>(transform.Outgoing!.Select(o => new AttributeReference(o.Name, StringType.Instance, true, ExprId.Next())));
        var script = new ScriptTransformExec(transform.Script, transform.InputFormat, transform.OutputFormat, texts, new ProjectExec(new(input), child));
        var output = transform.Outgoing!.Select((o, i) => (Expression)new Alias(o.DataType is StringType ? texts[i] : new Cast(texts[i], Catalyst.Analysis.CheckCasts.WithoutLength(o.DataType), EvalMode.Try) { TimeZone = zone }, o.Name, o.Id));
        return new ProjectExec(new(output), script);
    }

    public override BatchIterator Execute(int partition, TaskExecution task) => new Iterator(this, Child.Execute(partition, task), task);

    private sealed class Iterator(ScriptTransformExec plan, BatchIterator input, TaskExecution task) : BatchIterator
    {
        private readonly ColumnarBatch _batch = ColumnarBatch.Allocate(plan.Schema, task.Memory, 0);
        private Process? _process;
        private Thread? _feeder;
        private StreamReader? _lines;

        public override ColumnarBatch? Next()
        {
            if (_process == null) Start();
            task.ThrowIfCancelled();
            var lines = new List<string>();
            while (lines.Count < task.Settings.BatchRows && _lines!.ReadLine() is { } line) lines.Add(line);
            if (lines.Count == 0)
            {
                Finish();
                return null;
            }
            var separator = plan.OutputFormat.Get("field.delim") ?? "\t";
            var nullText = plan.OutputFormat.Get("serialization.null.format") ?? NullText;
            _batch.Reset(lines.Count);
            for (var row = 0; row < lines.Count; row++)
            {
                var fields = lines[row].Split(separator);
                for (var c = 0; c < _batch.Columns.Length; c++)
                {
                    if (c >= fields.Length || fields[c] == nullText) _batch.Columns[c].SetNull(row);
                    else _batch.Columns[c].SetString(row, Encoding.UTF8.GetBytes(fields[c]));
                }
            }
            _batch.SetRows(lines.Count);
            return _batch;
        }

        public override void Dispose()
        {
            input.Dispose();
            if (_process is { HasExited: false }) _process.Kill(entireProcessTree: true);
            _feeder?.Join();
            _process?.Dispose();
        }

        // The rows are drained before the program starts: it may answer while it still reads.
        private void Start()
        {
            var text = new MemoryStream();
            var separator = Encoding.UTF8.GetBytes(plan.InputFormat.Get("field.delim") ?? "\t");
            var nullText = Encoding.UTF8.GetBytes(plan.InputFormat.Get("serialization.null.format") ?? NullText);
            while (input.Next() is { } batch)
                for (var k = 0; k < batch.SelectedCount; k++)
                {
                    for (var c = 0; c < batch.Columns.Length; c++)
                    {
                        if (c > 0) text.Write(separator);
                        var at = batch.Selection[k];
                        if (batch.Columns[c].IsNull(at)) text.Write(nullText);
                        else text.Write(Columnar.Kernels.ValueComparer.Locate(batch.Columns[c], ref at).Get<StringView>(at).Span);
                    }
                    text.WriteByte((byte)'\n');
                }
            _process = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", plan.Script]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
            _lines = new StreamReader(_process.StandardOutput.BaseStream, new UTF8Encoding(false));
            _feeder = new Thread(() => Feed(_process, text)) { IsBackground = true, Name = "script input" };
            _feeder.Start();
        }

        private static void Feed(Process process, MemoryStream text)
        {
            try
            {
                using var target = process.StandardInput.BaseStream;
                text.Position = 0;
                text.CopyTo(target);
            }
            catch (IOException)
            {
                // The program has had enough; how it ended says whether that is an error.
            }
        }

        private void Finish()
        {
            var error = _process!.StandardError.ReadToEnd();
            _process.WaitForExit();
            _feeder!.Join();
            if (_process.ExitCode != 0)
                throw SparkException.WithoutCondition($"Subprocess exited with status {_process.ExitCode}. Error: {error}");
        }
    }
}
