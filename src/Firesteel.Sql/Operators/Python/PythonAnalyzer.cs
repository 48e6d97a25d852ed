using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Expressions.Python;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Formats.Pickle;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Sql.Operators.Python;

/// <summary>Runs the <c>analyze</c> methods of Python table functions.</summary>
sealed partial class PythonAnalyzer(SessionState session) : IPythonAnalyzer
{
    private const string Module = "pyspark.sql.worker.analyze_udtf";

    public PythonAnalysis Analyze(PythonTableFunction function, ValueList<PythonAnalyzeArgument> arguments)
    {
        try
        {
            return PythonPlannerProcess.Run(Module, PythonSettings.Of(session), function.Handler, w =>
            {
                w.WriteUtf8(function.Name);
                w.WriteBytes(function.Handler.Command);
                w.WriteInt(arguments.Count);
                foreach (var argument in arguments)
                {
                    w.WriteUtf8(SchemaJson.Write(argument.Type));
                    w.WriteBool(argument.Value != null);
                    if (argument.Value != null) w.WriteBytes(Pickle(argument.Value));
                    w.WriteBool(argument.IsTable);
                    w.WriteBool(argument.Name != null);
                    if (argument.Name != null) w.WriteUtf8(argument.Name);
                }
            }, r =>
            {
                var schema = (StructType)SchemaJson.Parse(r.Text());
                var pickle = r.Bytes();
                var single = r.Int() == 1;
                var partitions = Many(r, () => r.Text());
                var orders = Many(r, () => new PythonOrdering(r.Text(), r.Int() == 1, r.Int() switch { 0 => null, 1 => true, _ => false }));
                var select = Many(r, () => KeyValuePair.Create(r.Text(), r.Text()));
                return new PythonAnalysis(schema, pickle, single, partitions, orders, select);
            });
        }
        catch (PythonPlannerException e)
        {
            throw new AnalysisException("TABLE_VALUED_FUNCTION_FAILED_TO_ANALYZE_IN_PYTHON", new Dictionary<string, string> { ["msg"] = Said(e.Message) });
        }
    }

    // What PySpark itself objects to needs no traceback.
    private static string Said(string traceback)
    {
        var text = traceback.TrimEnd();
        var match = PySparkError().Match(text);
        return match.Success ? text[(match.Index + match.Length)..].TrimStart() : text;
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"^pyspark\.errors\.exceptions\.\w+\.PySpark\w+: ", System.Text.RegularExpressions.RegexOptions.Multiline)]
    private static partial System.Text.RegularExpressions.Regex PySparkError();

    private static ValueList<T> Many<T>(PythonPlannerProcess.PlannerReader reader, Func<T> one)
    {
        var items = new T[reader.Int()];
        for (var i = 0; i < items.Length; i++) items[i] = one();
        return new(items);
    }

    private byte[] Pickle(Catalyst.Expressions.Literal literal)
    {
        using var allocator = new MemoryAllocator(session.Engine.Memory, "constant for Python");
        var vector = new ColumnVector(literal.DataType, allocator, 1);
        LiteralVectors.Write(vector, 0, literal.Value);
        return PickleColumnWriter.WriteOne(vector);
    }
}
