using Firesteel.Catalyst.Catalog;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Execution.Python;
using Firesteel.Sql.Sessions;
using Firesteel.Types;
using PythonFunction = Firesteel.Catalyst.Expressions.Python.PythonFunction;

namespace Firesteel.Sql.Operators.Python;

/// <summary>A data source that a Python class defines, opened with options and a schema.</summary>
/// <param name="Source">The pickled class, and afterwards what its planning runs as.</param>
/// <param name="Instance">The pickled data source.</param>
sealed record PythonTable(string Name, PythonFunction Source, byte[] Instance, StructType Schema) : ITable
{
    private const string CreateModule = "pyspark.sql.worker.create_data_source";
    private const string PlanModule = "pyspark.sql.worker.plan_data_source_read";

    public string Format => Name;

    /// <summary>Column of the rows that say what to read: pickled partitions.</summary>
    public static readonly StructType PartitionSchema = new([new StructField("partition", BinaryType.Instance, false)]);

    /// <summary>Makes an instance of the class.</summary>
    /// <exception cref="AnalysisException">PYTHON_DATA_SOURCE_ERROR: what Python raised.</exception>
    public static PythonTable Open(string name, PythonFunction source, ValueMap options, StructType? schema, SessionState session)
    {
        var (instance, text, isDdl) = Ask("create", "instance", () => PythonPlannerProcess.Run(CreateModule, PythonSettings.Of(session), source, w =>
        {
            w.WriteBytes(source.Command);
            w.WriteUtf8(name);
            w.WriteBool(schema != null);
            if (schema != null) w.WriteUtf8(SchemaJson.Write(schema));
            w.WriteInt(options.Count);
            foreach (var (key, value) in options)
            {
                w.WriteUtf8(key);
                w.WriteUtf8(value);
            }
        }, r =>
        {
            var pickle = r.Bytes();
            var ddl = r.Int() == 1;
            return (pickle, r.Text(), ddl);
        }));
        var found = isDdl ? Catalyst.Parser.SqlParser.ParseTableSchema(text, session.ParserOptions) : (StructType)SchemaJson.Parse(text);
        return new PythonTable(name, source, instance, found);
    }

    /// <summary>Asks for the function that reads a partition, and for the partitions.</summary>
    public (byte[] Command, ValueList<byte[]> Partitions) PlanRead(SessionState session)
    {
        var settings = PythonSettings.Of(session);
        return Ask("initialize", "reader", () => PythonPlannerProcess.Run(PlanModule, settings, Source, w =>
        {
            w.WriteBytes(Instance);
            w.WriteUtf8(SchemaJson.Write(PartitionSchema));
            w.WriteUtf8(SchemaJson.Write(Schema));
            w.WriteInt(settings.ArrowRows);
            w.WriteBool(session.Conf("spark.sql.python.filterPushdown.enabled") == "true");
            w.WriteBool(false);
            w.WriteBool(settings.RunnerConf.Get("spark.sql.execution.pyspark.binaryAsBytes") != "false");
        }, r =>
        {
            var command = r.Bytes();
            var partitions = new byte[r.Int()][];
            for (var i = 0; i < partitions.Length; i++) partitions[i] = r.Bytes();
            return (command, new ValueList<byte[]>(partitions.AsSpan()));
        }));
    }

    /// <summary>What Python raises as an error of the source.</summary>
    public static T Ask<T>(string action, string what, Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (PythonPlannerException e)
        {
            throw new AnalysisException("PYTHON_DATA_SOURCE_ERROR", new Dictionary<string, string> { ["action"] = action, ["type"] = what, ["msg"] = e.Message });
        }
    }
}
