using Firesteel.Columnar.Arrow;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Execution;
using Firesteel.Python.Gateway.Binding;
using Firesteel.Python.Rdd;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Python.Gateway.Sql;

/// <summary>Data of the Python program: rows of RDDs, Arrow streams in files, texts.</summary>
static class PythonDataRoom
{
    public static void Register(ClassTable table)
    {
        table.Class<SparkSession>("org.apache.spark.sql.classic.SparkSession")
            .Call("applySchemaToPythonRDD", (s, a) => PythonRows.Frame(s, a.Of<RDD<byte[]>>(0), (StructType)SchemaJson.Parse(a.Text(1))))
            .Call("createDataset", (s, a) => Texts(s, a.Of<RDD<string>>(0)));
        table.Class<DataFrame>("org.apache.spark.sql.classic.Dataset")
            .Get("javaToPython", f => new JavaRdd(PythonRows.Pickled(f)))
            .Get("toJavaRDD", Lines)
            .Get("toJSON", f => f.Select(new Column(new Catalyst.Expressions.UnresolvedFunction(["to_json"], [new Catalyst.Expressions.UnresolvedFunction(["struct"], new(f.Plan.Output))])).As("value")));
        table.Static("org.apache.spark.sql.Encoders").Static("STRING", _ => new TextEncoder());
        table.Static("org.apache.spark.sql.api.python.PythonSQLUtils")
            .Static("readArrowStreamFromFile", a => new ArrowFile(MappedFile.Open(a.Text(0))))
            .Static("toDataFrame", a => Arrow(a.Of<SparkSession>(2), a.Of<ArrowFile>(0).Content, (StructType)SchemaJson.Parse(a.Text(1))));
        var reader = table.Class<DataFrameReader>("org.apache.spark.sql.classic.DataFrameReader");
        foreach (var format in (string[])["json", "csv", "xml"])
        {
            var ofFiles = reader.Class.Methods[format];
            reader.Call(format, (r, a) => a.Is<JavaRddLike>(0) && a.Of<JavaRddLike>(0).Rdd is RDD<string> lines ? ReaderRoom.OfLines(r, lines.Collect(), format) : ofFiles(r, a)!);
        }
    }

    // The texts of a Dataset of one text column, such as toJSON gives.
    private static JavaRdd Lines(DataFrame frame)
        => frame.Schema() is [{ DataType: StringType }] ? new JavaRdd(frame.Rdd.Map(r => (string)r[0]!)) : new JavaRdd(PythonRows.Pickled(frame));

    private static DataFrame Texts(SparkSession session, RDD<string> lines) => lines.ToDF(session);

    private static DataFrame Arrow(SparkSession session, MappedFile stream, StructType schema)
    {
        // Its rows are copied: nothing is left of it afterwards.
        using IDisposable owned = stream;
        var memory = new MemoryAllocator(session.SparkContext.Engine.Memory, "rows of Python");
        try
        {
            // Of a table without batches not even a schema comes.
            if (stream.Memory.IsEmpty) return LocalData.OfResult(session, new QueryResult(schema, RowParts.Cut(new RowBuffer(schema, memory), 1, memory), [memory]));
            var reader = new ArrowStreamReader(stream.Memory);
            var buffer = new RowBuffer(reader.Schema, memory);
            using var scratch = new MemoryAllocator(session.SparkContext.Engine.Memory, "rows of Python, a batch");
            reader.ReadInto(buffer, scratch);
            if (schema.Fields.Where((f, i) => !f.Nullable && reader.NullColumns.Contains(i)).FirstOrDefault() is { } field)
                throw SparkException.WithoutCondition($"Value at index is null: the column {field.Name} was declared without nulls.");
            // Arrow's fields all may be null; the schema knows which are not.
            var stored = new StructType(reader.Schema.Fields.Select((f, i) => f with { Nullable = schema[i].Nullable }));
            var frame = LocalData.OfResult(session, new QueryResult(stored, RowParts.Cut(buffer, session.SparkContext.DefaultParallelism, memory), [memory]));
            return stored.Equals(schema) ? frame : frame.Select([.. schema.Fields.Select((f, i) => Declared(frame.Plan.Output[i], f.DataType).As(f.Name))]);
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    // Arrow knows no user-defined types: the rows say what they are stored as.
    private static Column Declared(Catalyst.Expressions.AttributeReference column, DataType type)
        => TypeEquality.HasUserDefined(type) ? new Column(new Catalyst.Expressions.Cast(column, type, Catalyst.Expressions.EvalMode.Ansi) { Relabels = true }) : new Column(column).Cast(type);

    private sealed record ArrowFile(MappedFile Content);
    private sealed record TextEncoder;
}
