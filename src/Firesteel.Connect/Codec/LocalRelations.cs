using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Parser;
using Firesteel.Catalyst.Plans;
using Firesteel.Columnar.Arrow;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Connect.Codec;

/// <summary>Rows that a client sends with its plan: an Arrow stream, a schema, or both.</summary>
static class LocalRelations
{
    /// <param name="schema">DDL or JSON; where rows have other types they are cast to it, columns by their places.</param>
    public static LogicalPlan Read(ReadOnlyMemory<byte>? data, string? schema, SparkSession session)
    {
        var declared = schema is null ? null : Schema(schema, session);
        if (data is not { } stream) return new LocalRelation(new(Columns(declared ?? throw InvalidPlan.Because("SCHEMA_REQUIRED_FOR_LOCAL_RELATION"))), LiteralRows.None);
        ArrowStreamReader reader;
        try
        {
            reader = new ArrowStreamReader(stream);
        }
        catch (FormatException)
        {
            throw InvalidPlan.Because("INPUT_DATA_NO_SCHEMA");
        }
        var memory = new MemoryAllocator(session.SparkContext.Engine.Memory, "local relation");
        LocalRelation relation;
        try
        {
            var buffer = new RowBuffer(reader.Schema, memory);
            using var scratch = new MemoryAllocator(session.SparkContext.Engine.Memory, "local relation batch");
            reader.ReadInto(buffer, scratch);
            relation = Execution.LocalData.Relation(new QueryResult(reader.Schema, [buffer], [memory]), Columns(reader.Schema));
        }
        catch
        {
            memory.Dispose();
            throw;
        }
        if (declared is null || declared.Equals(reader.Schema)) return relation;
        if (declared.Count != reader.Schema.Count) throw InvalidPlan.Because("ASSERTION_FAILURE", ("message", $"The rows have {reader.Schema.Count} columns, their schema {declared.Count}."));
        // Types of the same shape keep the rows; the schema's names, metadata and nullability hold.
        if (declared.Fields.Zip(reader.Schema.Fields).All(f => TypeEquality.SameShape(f.First.DataType, f.Second.DataType) && f.First.DataType is not (StructType or ArrayType or MapType)))
            return relation with { Columns = new(Columns(declared)) };
        var items = declared.Fields.Zip(relation.Columns, (f, c) => (Expression)new Alias(new Cast(c, f.DataType, EvalMode.Ansi), f.Name) { ExplicitMetadata = f.Metadata });
        return new Project(new(items), relation);
    }

    /// <summary>A schema of its DDL or JSON text.</summary>
    public static StructType Schema(string text, SparkSession session)
    {
        var type = text.TrimStart() is ['{' or '"', ..] ? SchemaJson.Parse(text) : TryTable(text, session) ?? SqlParser.ParseDataType(text, session.State.ParserOptions);
        return type as StructType ?? throw InvalidPlan.Because("INVALID_SCHEMA_NON_STRUCT_TYPE", ("inputSchema", text), ("dataType", type.SimpleString));
    }

    private static StructType? TryTable(string text, SparkSession session)
    {
        try
        {
            return SqlParser.ParseTableSchema(text, session.State.ParserOptions);
        }
        catch (ParseException)
        {
            return null;
        }
    }

    private static IEnumerable<AttributeReference> Columns(StructType schema)
        => schema.Fields.Select(f => new AttributeReference(f.Name, f.DataType, f.Nullable, ExprId.Next()) { Metadata = f.Metadata });
}
