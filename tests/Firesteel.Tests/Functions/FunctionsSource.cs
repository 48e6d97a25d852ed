using System.Globalization;
using System.Text;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Functions;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Tests.Functions;

/// <summary>Writes the typed helpers of all functions that the registry has: how many arguments each takes is found out by binding it.</summary>
static class FunctionsSource
{
    private const int MostProbed = 9;

    /// <summary>Functions with helpers written by hand, with no use as a helper, or that stand for operators and casts.</summary>
    private static readonly HashSet<string> Skipped =
    [
        "count", "first", "first_value", "last", "last_value", "any_value", "lag", "lead", "nth_value", "not", "and", "or", "in", "between", "when", "if", "case",
        "transform", "filter", "exists", "forall", "transform_keys", "transform_values", "map_filter", "zip_with", "map_zip_with", "aggregate", "reduce",
        "boolean", "tinyint", "smallint", "int", "bigint", "float", "double", "decimal", "string", "binary", "date", "timestamp", "time",  "broadcast", "random", "version",
    ];

    /// <summary>Arguments that are texts where a text is given; elsewhere a text is a column's name.</summary>
    private static readonly Dictionary<string, int[]> Texts = new()
    {
        ["date_format"] = [1], ["to_date"] = [1], ["try_to_date"] = [1], ["to_timestamp"] = [1], ["try_to_timestamp"] = [1], ["to_timestamp_ltz"] = [1], ["to_timestamp_ntz"] = [1], ["unix_timestamp"] = [1], ["to_unix_timestamp"] = [1],
        ["from_unixtime"] = [1], ["trunc"] = [1], ["date_trunc"] = [0], ["from_utc_timestamp"] = [1], ["to_utc_timestamp"] = [1], ["next_day"] = [1], ["split"] = [1], ["split_part"] = [1],
        ["regexp_replace"] = [1, 2], ["regexp_extract"] = [1], ["regexp_extract_all"] = [1], ["regexp_like"] = [1], ["regexp_count"] = [1], ["regexp_substr"] = [1], ["regexp_instr"] = [1], ["rlike"] = [1], ["like"] = [1, 2], ["ilike"] = [1, 2],
        ["instr"] = [1], ["locate"] = [0], ["position"] = [0], ["lpad"] = [2], ["rpad"] = [2], ["translate"] = [1, 2], ["replace"] = [1, 2], ["overlay"] = [1], ["substring_index"] = [1], ["concat_ws"] = [0], ["format_string"] = [0], ["printf"] = [0],
        ["format_number"] = [1], ["get_json_object"] = [1], ["json_tuple"] = [1, 2, 3, 4, 5, 6, 7, 8], ["from_json"] = [1], ["from_csv"] = [1], ["from_xml"] = [1], ["schema_of_json"] = [0], ["schema_of_csv"] = [0], ["schema_of_xml"] = [0],
        ["array_join"] = [1, 2], ["array_contains"] = [1], ["array_position"] = [1], ["array_remove"] = [1], ["array_append"] = [1], ["array_prepend"] = [1], ["array_insert"] = [2], ["array_repeat"] = [], ["element_at"] = [1], ["try_element_at"] = [1],
        ["map_contains_key"] = [1], ["encode"] = [1], ["decode"] = [1], ["extract"] = [0], ["date_part"] = [0], ["datepart"] = [0], ["window"] = [1, 2, 3], ["session_window"] = [1], ["startswith"] = [1], ["endswith"] = [1], ["contains"] = [1],
        ["to_number"] = [1], ["try_to_number"] = [1], ["to_char"] = [1], ["to_varchar"] = [1], ["to_binary"] = [1], ["try_to_binary"] = [1], ["xpath"] = [1], ["variant_get"] = [1, 2], ["try_variant_get"] = [1, 2], ["str_to_map"] = [1, 2],
        ["sentences"] = [], ["parse_url"] = [1, 2], ["mask"] = [1, 2, 3, 4], ["raise_error"] = [], ["date_diff"] = [], ["timestampdiff"] = [0], ["timestampadd"] = [0], ["convert_timezone"] = [],
    };

    /// <summary>Names whose words are not those between the underscores.</summary>
    private static readonly Dictionary<string, string> Names = new()
    {
        ["isnan"] = "IsNaN", ["isnull"] = "IsNull", ["isnotnull"] = "IsNotNull", ["nanvl"] = "NaNvl", ["dayofmonth"] = "DayOfMonth", ["dayofweek"] = "DayOfWeek", ["dayofyear"] = "DayOfYear", ["weekofyear"] = "WeekOfYear",
        ["dayname"] = "DayName", ["monthname"] = "MonthName", ["initcap"] = "InitCap", ["unbase64"] = "UnBase64", ["datediff"] = "DateDiff", ["dateadd"] = "DateAdd_", ["from_unixtime"] = "FromUnixTime", ["posexplode"] = "PosExplode",
        ["posexplode_outer"] = "PosExplodeOuter", ["uuid"] = "Uuid", ["startswith"] = "StartsWith", ["endswith"] = "EndsWith", ["curdate"] = "CurDate", ["localtimestamp"] = "LocalTimestamp", ["typeof"] = "TypeOf", ["rlike"] = "RLike", ["ilike"] = "ILike",
        ["nullif"] = "NullIf", ["ifnull"] = "IfNull", ["nullifzero"] = "NullIfZero", ["zeroifnull"] = "ZeroIfNull", ["countif"] = "CountIf", ["listagg"] = "ListAgg", ["equal_null"] = "EqualNull",
        // A program that imports the helpers still means the class by Window.
        ["window"] = "TimeWindow",
    };

    public static string Write(IBindingSession session)
    {
        var text = new StringBuilder("// Written from the function registry; see tests/Firesteel.Tests/Functions/FunctionsFileTests.cs.\nnamespace Firesteel;\n\npublic static partial class Functions\n{\n");
        var written = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in FunctionRegistry.BuiltIn.Names.Where(IsPlain).Order(StringComparer.Ordinal))
        {
            FunctionRegistry.BuiltIn.TryGet(name, out var function);
            var counts = Counts(name, function!, session);
            var method = Names.GetValueOrDefault(name) ?? Pascal(name);
            if (counts.Count == 0 || method.EndsWith('_') || !written.Add(method)) continue;
            foreach (var count in counts.Contains(MostProbed) ? [counts[0]] : counts)
                Method(text, name, method, count, counts.Contains(MostProbed), Texts.GetValueOrDefault(name) ?? [], function!.ParameterNames);
        }
        return text.Append("}\n").ToString();
    }

    private static bool IsPlain(string name) => name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_') && !Skipped.Contains(name);

    private static List<int> Counts(string name, FunctionDefinition function, IBindingSession session)
    {
        var counts = new List<int>();
        for (var n = 0; n <= MostProbed; n++)
        {
            var arguments = Enumerable.Range(0, n).Select(i => (Expression)new AttributeReference($"c{i}", IntegerType.Instance, true, ExprId.Next()));
            try
            {
                function.Bind(new FunctionCall(name, new(arguments), session));
                counts.Add(n);
            }
            catch (AnalysisException e)
            {
                if (!e.Condition.StartsWith("WRONG_NUM_ARGS", StringComparison.Ordinal)) counts.Add(n);
            }
            catch (InvalidCastException)
            {
                // The number is right, the types are not.
                counts.Add(n);
            }
            catch (InvalidOperationException)
            {
                // It would bind a lambda: those have helpers of their own, but for forms without one.
            }
        }
        return counts;
    }

    private static void Method(StringBuilder text, string name, string method, int count, bool hasRest, int[] texts, ValueList<string>? names)
    {
        var parameters = Enumerable.Range(0, count).Select(i => Camel(i < names?.Count ? names[i] : count == 1 ? "column" : $"column{i + 1}")).ToList();
        var declared = parameters.Select(p => $"Column {p}");
        var values = parameters.Select((p, i) => texts.Contains(i) ? $"{p}.Expression" : $"{p}.Named").ToList();
        var rest = "";
        if (hasRest)
        {
            declared = declared.Append("params Column[] columns");
            rest = $".. columns.Select(c => c.{(texts.Contains(count) ? "Expression" : "Named")})";
        }
        var arguments = hasRest ? $", [{string.Join(", ", values.Append(rest))}]" : string.Concat(values.Select(v => $", {v}"));
        text.Append(CultureInfo.InvariantCulture, $"    /// <summary>The SQL function <c>{name}</c>.</summary>\n");
        text.Append(CultureInfo.InvariantCulture, $"    public static Column {method}({string.Join(", ", declared)}) => Firesteel.Column.Call(\"{name}\"{arguments});\n\n");
    }

    private static string Pascal(string name) => string.Concat(name.Split('_', StringSplitOptions.RemoveEmptyEntries).Select(w => char.ToUpperInvariant(w[0]) + w[1..]));

    private static string Camel(string name)
    {
        var pascal = Pascal(name.ToLowerInvariant());
        var camel = char.ToLowerInvariant(pascal[0]) + pascal[1..];
        return camel is "string" or "default" or "object" or "base" or "in" or "out" or "ref" or "case" or "char" or "decimal" or "double" or "float" or "int" or "long" or "params" ? "@" + camel : camel;
    }
}
