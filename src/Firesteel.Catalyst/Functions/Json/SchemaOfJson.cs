using System.Text;
using System.Text.Json;
using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Json;

/// <summary>schema_of_json: the type that a constant JSON text has.</summary>
static class SchemaOfJson
{
    public static readonly FunctionDefinition Function = new Rewrite("schema_of_json", 1, 2, Bind) { Text = c => $"schema_of_json({c.Arguments[0].Sql})" };

    private static Expression Bind(FunctionCall call)
    {
        var argument = Operands.Fit(call, 0, TypeClass.AnyString);
        if (!argument.Foldable) throw ArgumentChecks.NotConstant(call.Origin, Operands.Shown(call), "json", StringType.Instance, argument);
        if (!Operands.TryConstant<string>(argument, out var text)) throw ArgumentChecks.UnexpectedNull(call.Origin, Operands.Shown(call), "json");
        var options = JsonOptionsArgument.Read(call, 1);
        if (options.Get("allowNumericLeadingZeros") is "true") text = System.Text.RegularExpressions.Regex.Replace(text, @"(?<=[:\[,\s]|^)(-?)0+(?=\d)", "$1");
        using var json = JsonText.TryParse(LenientJson.IsWanted(options) ? LenientJson.QuoteNames(Encoding.UTF8.GetBytes(text)) : Encoding.UTF8.GetBytes(text));
        return Literal.Of(json == null ? "STRING" : Final(TypeOf(json.RootElement)).Sql);
    }

    private static DataType TypeOf(JsonElement element)
    {
        DepthGuard.Check();
        switch (element.ValueKind)
        {
            case JsonValueKind.True or JsonValueKind.False: return BooleanType.Instance;
            case JsonValueKind.Number: return element.TryGetInt64(out _) ? LongType.Instance : element.GetRawText().AsSpan().IndexOfAny('.', 'e', 'E') >= 0 ? DoubleType.Instance : new DecimalType(Math.Min(38, element.GetRawText().Length), 0);
            case JsonValueKind.String: return StringType.Instance;
            case JsonValueKind.Array: return new ArrayType(element.EnumerateArray().Aggregate((DataType)NullType.Instance, (t, e) => Merge(t, TypeOf(e))));
            case JsonValueKind.Object:
                var fields = new SortedDictionary<string, DataType>(StringComparer.Ordinal);
                foreach (var property in element.EnumerateObject()) fields[property.Name] = TypeOf(property.Value);
                return new StructType(fields.Select(f => new StructField(f.Key, f.Value)));
            default: return NullType.Instance;
        }
    }

    private static DataType Merge(DataType a, DataType b)
    {
        if (a == b || b is NullType) return a;
        if (a is NullType) return b;
        if (a is StructType x && b is StructType y)
            return new StructType(x.Fields.Concat(y.Fields).GroupBy(f => f.Name).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new StructField(g.Key, g.Select(f => f.DataType).Aggregate(Merge))));
        if (a is ArrayType p && b is ArrayType q) return new ArrayType(Merge(p.ElementType, q.ElementType));
        return a is NumericType && b is NumericType ? DoubleType.Instance : StringType.Instance;
    }

    // What was null everywhere is text; structs without fields vanish.
    private static DataType Final(DataType type) => type switch
    {
        NullType => StringType.Instance,
        ArrayType a => new ArrayType(Final(a.ElementType)),
        StructType s => new StructType(s.Fields.Select(f => f with { DataType = Final(f.DataType) })),
        _ => type,
    };
}
