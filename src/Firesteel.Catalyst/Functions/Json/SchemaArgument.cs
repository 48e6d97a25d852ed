using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Parser;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Json;

/// <summary>The schema argument of from_json and from_csv: a constant in DDL form or as JSON.</summary>
static class SchemaArgument
{
    public static DataType Read(FunctionCall call, int index)
    {
        var argument = call.Arguments[index];
        if (!argument.Foldable || argument.DataType is not StringType || !Operands.TryConstant<string>(argument, out var text))
            throw ArgumentChecks.Error(call.Origin, "INVALID_SCHEMA.NON_STRING_LITERAL", ("inputSchema", ArgumentChecks.Quote(argument.Sql)));
        try
        {
            if (text.TrimStart().StartsWith('{')) return SchemaJson.Parse(text);
            try { return SqlParser.ParseDataType(text); }
            catch (ParseException) { return SqlParser.ParseTableSchema(text); }
        }
        catch (ParseException e)
        {
            throw ArgumentChecks.Error(call.Origin, "INVALID_SCHEMA.PARSE_ERROR", ("inputSchema", ArgumentChecks.Quote(text)), ("reason", e.Message));
        }
    }
}
