using Firesteel.Catalyst.Parser;
using Firesteel.Catalyst.Plans;
using Firesteel.Types;

namespace Firesteel.Connect.Codec;

/// <summary>Rows that a client sends with its plan: an Arrow stream, a schema, or both.</summary>
static class LocalRelations
{
    /// <param name="schema">DDL or JSON; where rows have other types they are cast to it, columns by their places.</param>
    public static LogicalPlan Read(ReadOnlyMemory<byte>? data, string? schema, SparkSession session)
    {
        var declared = schema is null ? null : Schema(schema, session);
        if (data is not { } stream) return new LocalRelation(new(Execution.LocalArrow.Columns(declared ?? throw InvalidPlan.Because("SCHEMA_REQUIRED_FOR_LOCAL_RELATION"))), LiteralRows.None);
        try
        {
            return Execution.LocalArrow.Read(stream, declared, session);
        }
        catch (FormatException e)
        {
            throw e.Message.StartsWith("The rows have", StringComparison.Ordinal) ? InvalidPlan.Because("ASSERTION_FAILURE", ("message", e.Message)) : InvalidPlan.Because("INPUT_DATA_NO_SCHEMA");
        }
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
}
