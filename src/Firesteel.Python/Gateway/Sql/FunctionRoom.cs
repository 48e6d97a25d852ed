using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Functions;
using Firesteel.Execution;
using Firesteel.Foundation.Collections;
using Firesteel.Python.Gateway.Binding;
using Firesteel.Python.Gateway.Java;

namespace Firesteel.Python.Gateway.Sql;

/// <summary><c>org.apache.spark.sql.functions</c>: the functions of the registry by their names, but for the few that are not calls.</summary>
static class FunctionRoom
{
    // Names of Java's that SQL knows under another one.
    private static readonly Dictionary<string, string> Renamed = new(StringComparer.Ordinal)
    {
        ["negate"] = "negative", ["bitwise_not"] = "~", ["bitwiseNOT"] = "~", ["timestamp_diff"] = "timestampdiff", ["timestamp_add"] = "timestampadd",
        ["toDegrees"] = "degrees", ["toRadians"] = "radians", ["approxCountDistinct"] = "approx_count_distinct", ["monotonicallyIncreasingId"] = "monotonically_increasing_id",
        ["shiftLeft"] = "shiftleft", ["shiftRight"] = "shiftright", ["shiftRightUnsigned"] = "shiftrightunsigned", ["mean"] = "avg", ["product"] = "$product", ["unwrap_udt"] = "$unwrap_udt", ["pow"] = "power",
    };

    public static void Register(ClassTable table)
    {
        var functions = table.Object("org.apache.spark.sql.functions")
            .Static("col", a => new Column(a.Text(0)))
            .Static("column", a => new Column(a.Text(0)))
            .Static("lit", a => a.Any(0))
            .Static("typedLit", a => a.Any(0))
            .Static("expr", a => Functions.Expr(a.Text(0)))
            .Static("when", a => Functions.When(a.Column(0), a.Any(1)))
            .Static("not", a => Functions.Not(a.Column(0)))
            .Static("asc", a => Functions.Asc(a.Text(0)))
            .Static("asc_nulls_first", a => Functions.AscNullsFirst(a.Text(0)))
            .Static("asc_nulls_last", a => Functions.AscNullsLast(a.Text(0)))
            .Static("desc", a => Functions.Desc(a.Text(0)))
            .Static("desc_nulls_first", a => Functions.DescNullsFirst(a.Text(0)))
            .Static("desc_nulls_last", a => Functions.DescNullsLast(a.Text(0)))
            .Static("broadcast", a => Functions.Broadcast(a.Of<DataFrame>(0)))
            .Static("count", a => Functions.Count(a.Column(0)))
            .Static("count_distinct", Distinct("count"))
            .Static("countDistinct", Distinct("count"))
            .Static("sum_distinct", Distinct("sum"))
            .Static("sumDistinct", Distinct("sum"))
            .Static("listagg_distinct", Distinct("listagg"))
            .Static("string_agg_distinct", Distinct("string_agg"))
            .Static("grouping", a => Functions.Grouping(a.Column(0)))
            .Static("grouping_id", a => Functions.GroupingId(a.Is<Column>(0) ? [a.Column(0)] : a.Columns(0)))
            .Static("nth_value", a => Functions.NthValue(a.Column(0), a.Int(1), a.Count > 2 && a.Bool(2)))
            .Static("log", a => Call(a.Count == 1 ? "ln" : "log", a))
            .Static("ltrim", Trim("ltrim"))
            .Static("rtrim", Trim("rtrim"))
            .Static("trim", Trim("trim"))
            .Static("call_udf", a => Named(a.Text(0), a.Columns(1)))
            .Static("callUDF", a => Named(a.Text(0), a.Columns(1)))
            .Static("call_function", a => Named(a.Text(0), a.Columns(1)));
        functions.Class.OtherStatics = ByName;
        table.Object("org.apache.spark.sql.functions.partitioning").Class.OtherStatics = name => (_, a) => Call(name, a);
        table.Static("org.apache.spark.sql.api.python.PythonSQLUtils")
            .Static("fn", a => new Column(new UnresolvedFunction([a.Text(0)], Expressions(a, 1))))
            .Static("internalFn", a => new Column(FunctionCalls.Of(a.Text(0), Expressions(a, 1))))
            .Static("unresolvedNamedLambdaVariable", a => new Column(new UnresolvedLambdaVariable([FreshName(a.Text(0))])))
            .Static("lambdaFunction", a => new Column(new LambdaFunction(a.Column(0).Expression, new(a.Columns(1).Select(c => c.Expression)))))
            .Static("castTimestampNTZToLong", a => new Column(FunctionCalls.Of("timestamp_ntz_to_long", Expressions(a, 0))));
    }

    private static JvmMethod? ByName(string name)
    {
        if (name is "years" or "months" or "days" or "hours" or "bucket") return (_, a) => Call(name, a);
        var sql = Renamed.GetValueOrDefault(name, name);
        return FunctionRegistry.BuiltIn.TryGet(sql, out _) ? (_, a) => Call(sql, a) : null;
    }

    private static Func<Arguments, object?> Distinct(string function) => a => new Column(new UnresolvedFunction([function], Expressions(a, 0)) { IsDistinct = true });

    // SQL names what is cut off before what it is cut off from.
    private static Func<Arguments, object?> Trim(string function) => a => new Column(new UnresolvedFunction([function], new(Expressions(a, 0).Reverse())));

    private static Column Call(string name, Arguments a) => new(FunctionCalls.Of(name, Expressions(a, 0)));

    private static Column Named(string name, Column[] arguments)
        => new(new UnresolvedFunction(Catalyst.Parser.SqlParser.ParseMultipartIdentifier(name), new(arguments.Select(c => c.Named))));

    // Columns are what they are, a Seq is its columns, a map of options is one call of map, the rest is constants.
    private static ValueList<Expression> Expressions(Arguments a, int from)
    {
        var list = new List<Expression>();
        for (var i = from; i < a.Count; i++)
        {
            if (a[i] is Column column) list.Add(column.Named);
            else if (a[i] is ScalaSeq or List<object?>) list.AddRange(a.Items(i).Select(v => v is Column c ? c.Named : Functions.Lit(JavaValues.ToClr(v)).Expression));
            else if (a[i] is System.Collections.IDictionary or ScalaMap) list.AddRange(Options(a, i));
            else list.Add(a.Any(i).Expression);
        }
        return new(list);
    }

    private static IEnumerable<Expression> Options(Arguments a, int i)
    {
        var entries = a.Map(i).SelectMany(e => new Expression[] { Literal.Of(e.Key), Literal.Of(JavaText.Of(e.Value)) }).ToArray();
        return entries.Length == 0 ? [] : [new UnresolvedFunction(["map"], new(entries))];
    }

    // A lambda inside another must not hide its variables.
    private static string FreshName(string name) => $"{name}_{ExprId.Next().Id}";
}
