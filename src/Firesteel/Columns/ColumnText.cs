using System.Globalization;
using System.Runtime.CompilerServices;
using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel;

/// <summary>
/// A column as text, before anything is known of the data: what the program called, in the order that it was called,
/// with texts in quotes. (Names of columns in a result are made by the analyzer, and look different.)
/// </summary>
static class ColumnText
{
    // What was given as SQL shows as it was written, wherever it has gone since.
    private static readonly ConditionalWeakTable<Expression, string> Written = [];

    private static readonly Dictionary<string, string> Shown = new(StringComparer.Ordinal) { ["isnan"] = "isNaN", ["isnull"] = "isNull", ["$product"] = "product" };

    /// <summary>Remembers the SQL that an expression was parsed from.</summary>
    public static Expression Keep(Expression expression, string sql)
    {
        Written.AddOrUpdate(expression, sql);
        return expression;
    }

    /// <summary>The second expression shows as the first, which it is a copy of.</summary>
    public static Expression Carry(Expression from, Expression to) => Written.TryGetValue(from, out var sql) ? Keep(to, sql) : to;

    public static string Of(Expression expression)
    {
        DepthGuard.Check();
        if (Written.TryGetValue(expression, out var sql)) return sql;
        return expression switch
        {
            Literal l => Constant(l),
            UnresolvedAttribute a => a.IsOuter ? $"lazy({Names(a.Parts)})" : Names(a.Parts),
            AttributeReference a => Names([.. a.Qualifier.Skip(Math.Max(0, a.Qualifier.Count - 1)), a.Name]),
            UnresolvedFunction f => Call(Shown.GetValueOrDefault(f.NameParts[^1], string.Join(".", f.NameParts)), [.. f.Arguments.Select(Of), .. Defaults(f)]),
            Comparison c => Call(c.Symbol, Of(c.Left), Of(c.Right)),
            And c => Call("and", Of(c.Left), Of(c.Right)),
            Or c => Call("or", Of(c.Left), Of(c.Right)),
            Not c => Call("!", Of(c.Child)),
            IsNull c => Call("isNull", Of(c.Child)),
            IsNotNull c => Call("isNotNull", Of(c.Child)),
            In c => Call("in", [Of(c.Value), .. c.List.Select(Of)]),
            Cast c => $"{(c.Mode == EvalMode.Try ? "TRY_CAST" : "CAST")}({Of(c.Child)} AS {c.Target.Sql})",
            CaseWhen c => $"CASE{string.Concat(c.Branches.Select(b => $" WHEN {Of(b.Condition)} THEN {Of(b.Value)}"))}{(c.Else == null ? "" : $" ELSE {Of(c.Else)}")} END",
            Alias a => $"{Of(a.Child)} AS {a.Name}",
            MultiAlias { Names.Count: > 0 } a => $"{Of(a.Child)} AS ({string.Join(", ", a.Names)})",
            SortOrder s => $"{Of(s.Child)} {(s.Ascending ? "ASC" : "DESC")} NULLS {(s.NullsFirst ? "FIRST" : "LAST")}",
            UnresolvedExtractValue e => $"{Of(e.Child)}[{Of(e.Key)}]",
            UpdateFields { Value: { } value } u => Call("update_field", Of(u.Struct), u.Field, Of(value)),
            UpdateFields u => Call("drop_field", Of(u.Struct), u.Field),
            LambdaFunction { Parameters: [var only] } l => $"{Of(only)} -> {Of(l.Body)}",
            LambdaFunction l => $"({string.Join(", ", l.Parameters.Select(Of))}) -> {Of(l.Body)}",
            WindowExpression w => $"{Of(w.Function)} OVER ({Window(w.Window)})",
            _ => expression.Sql,
        };
    }

    public static string Call(string name, params IEnumerable<string> arguments) => $"{name}({string.Join(", ", arguments)})";

    private static string Names(IEnumerable<string> parts) => string.Join(".", parts.Select(p => p.Contains('.', StringComparison.Ordinal) ? $"`{p}`" : p));

    // Arguments that stand for what the program left out.
    private static IEnumerable<string> Defaults(UnresolvedFunction call) => (call.NameParts[^1], call.Arguments.Count) switch
    {
        ("lag" or "lead", 3) or ("nth_value", 2) => [call.IgnoreNulls == true ? "true" : "false"],
        ("window", 2) => [Of(call.Arguments[1]), "'0 second'"],
        ("window", 3) => ["'0 second'"],
        ("round", 1) => ["0"],
        _ => [],
    };

    private static string Window(Catalyst.Expressions.WindowSpec window)
    {
        var parts = new List<string>();
        if (window.PartitionBy.Count > 0) parts.Add("PARTITION BY " + string.Join(", ", window.PartitionBy.Select(Of)));
        if (window.OrderBy.Count > 0) parts.Add("ORDER BY " + string.Join(", ", window.OrderBy.Select(Of)));
        if (window.Frame is { } frame) parts.Add($"{(frame.Type == FrameType.Rows ? "ROWS" : "RANGE")} BETWEEN {Bound(frame.Lower, frame.Type)} AND {Bound(frame.Upper, frame.Type)}");
        return string.Join(" ", parts);
    }

    private static string Bound(FrameBound bound, FrameType type) => bound switch
    {
        FrameBound.UnboundedPreceding => "UNBOUNDED PRECEDING",
        FrameBound.UnboundedFollowing => "UNBOUNDED FOLLOWING",
        FrameBound.Offset { Value: Literal { Value: int or long } number } => $"{number.Value}{(type == FrameType.Range ? "L" : "")}",
        FrameBound.Offset o => Of(o.Value),
        _ => "CURRENT ROW",
    };

    // Texts are quoted and longs marked; what has a class of its own in Java shows as that class shows itself.
    private static string Constant(Literal literal) => literal switch
    {
        { Value: null } => "NULL",
        { Value: string text } => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'",
        { Value: long number, Type: LongType } => number.ToString(CultureInfo.InvariantCulture) + "L",
        { Value: long micros, Type: DayTimeIntervalType } => Duration(micros),
        { Type: DateType } => literal.ToSql(SqlStyle.Plan),
        { Type: TimestampType } => literal.ToSql(SqlStyle.Plan) is var time && time.Contains('.', StringComparison.Ordinal) ? time : time + ".0",
        { Type: TimeType } => Time(literal.ToSql(SqlStyle.Plan)),
        _ => literal.Sql,
    };

    private static string Duration(long micros)
    {
        if (micros == 0) return "PT0S";
        var (hours, minutes, rest) = (micros / 3_600_000_000, micros / 60_000_000 % 60, micros % 60_000_000);
        var text = "PT" + (hours == 0 ? "" : $"{hours}H") + (minutes == 0 ? "" : $"{minutes}M");
        if (rest == 0) return text;
        var fraction = Math.Abs(rest % 1_000_000);
        return $"{text}{(rest < 0 ? "-" : "")}{Math.Abs(rest / 1_000_000)}{(fraction == 0 ? "" : $".{fraction:D6}".TrimEnd('0'))}S";
    }

    // Without seconds that are none; of a fraction three digits, or six.
    private static string Time(string text)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0) return text.EndsWith(":00", StringComparison.Ordinal) ? text[..^3] : text;
        return text[..(dot + 1)] + text[(dot + 1)..].PadRight(text.Length - dot - 1 <= 3 ? 3 : 6, '0');
    }
}
