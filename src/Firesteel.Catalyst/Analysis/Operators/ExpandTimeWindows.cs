using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Functions;
using Firesteel.Catalyst.Functions.Collections;
using Firesteel.Catalyst.Functions.Dates;
using Firesteel.Catalyst.Functions.TimeWindows;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>
/// Makes a column of the input out of <c>window(…)</c> and <c>session_window(…)</c>: a row for each window that its time lies in, none
/// where the time is null. Done before other names are looked up, because the query may speak of the column by its name.
/// </summary>
static class ExpandTimeWindows
{
    public static bool HasAny(IEnumerable<Expression> expressions)
    {
        foreach (var e in expressions)
            if (e.Contains(IsCall)) return true;
        return false;
    }

    /// <summary>The expressions with columns for calls, and the input with those columns.</summary>
    public static (ValueList<Expression> Expressions, LogicalPlan Child) Extract(ValueList<Expression> expressions, LogicalPlan child, ExpressionResolver resolver)
    {
        var windows = new HashSet<Expression>();
        var calls = expressions.SelectMany(e => e.Collect<UnresolvedFunction>()).Where(IsCall).Distinct();
        // A window of a window's column is resolved once that is there.
        foreach (var call in calls.Where(c => !HasAny(c.Arguments)))
            if (resolver.Resolve(call) is ITimeWindow window) windows.Add((Expression)window);
        if (windows.Count == 0) return (expressions, child);
        if (windows.Count > 1) throw AnalysisErrors.Error(windows.First().Origin, "_LEGACY_ERROR_TEMP_1039");
        var only = (ITimeWindow)windows.First();
        var column = new AttributeReference(only.ColumnName, WindowColumns.TypeOf(only.Time.DataType), false, ExprId.Next()) { Metadata = new ValueMap([new(only.Marker, "true")]) };
        var input = only is TimeWindow fixedLength ? Place(fixedLength, column, child) : Begin((SessionWindow)only, column, child);
        var replaced = expressions.SelectMany(e => e is UnresolvedStar or UnresolvedAlias { Child: UnresolvedStar } ? ExpandStars.Expand((UnresolvedStar)(e is UnresolvedAlias a ? a.Child : e), resolver) : (IEnumerable<Expression>)[e])
            .Select(e => e.TransformUp(x => x is UnresolvedFunction && IsCall(x) ? column : x));
        return (new(replaced), input);
    }

    private static bool IsCall(Expression expression) => expression is UnresolvedFunction { NameParts: var name } && IsName(name[^1]) && (name.Count == 1 || name.Count <= 3 && name[^2].Equals("builtin", StringComparison.OrdinalIgnoreCase));

    private static bool IsName(string name) => name.Equals("window", StringComparison.OrdinalIgnoreCase) || name.Equals("session_window", StringComparison.OrdinalIgnoreCase);

    private static LogicalPlan Place(TimeWindow window, AttributeReference column, LogicalPlan child)
    {
        var overlapping = (int)((window.Duration + window.Slide - 1) / window.Slide);
        var values = Enumerable.Range(0, overlapping).Select(n =>
        {
            var start = TimeWindowFunctions.StartOf.Call(window.Time, Literal.Of(window.Slide), Literal.Of(window.Start), Literal.Of((long)n));
            return Struct(start, TimeWindowFunctions.Moved.Call(start, Literal.Of(window.Duration)));
        }).ToList();
        LogicalPlan placed = overlapping == 1
            ? new Project([Named(values[0], column), .. child.Output], child)
            : new Expand(new(values.Select(v => new ValueList<Expression>([v, .. child.Output]))), [column, .. child.Output], child);
        // Of windows that are no multiple of their slide, the last may end before the time.
        var condition = window.Duration % window.Slide == 0 ? new IsNotNull(window.Time)
            : (Expression)new And(new Comparison(ComparisonOperator.GreaterThanOrEqual, window.Time, new GetStructField(column, 0)),
                new Comparison(ComparisonOperator.LessThan, window.Time, new GetStructField(column, 1)));
        return new Filter(condition, placed);
    }

    private static LogicalPlan Begin(SessionWindow window, AttributeReference column, LogicalPlan child)
    {
        var move = (Scalar)(FunctionRegistry.BuiltIn.TryGet("$timestamp_add_interval", out var function) ? function : throw new InvalidOperationException("Intervals cannot be added."));
        var end = (ScalarCall)move.Call(window.Time, window.Gap) with { State = new MoveSettings(LiteralText.TimeZone, false) };
        var start = TimeWindowFunctions.Moved.Call(window.Time, Literal.Of(0L));
        var placed = new Project([Named(Struct(start, TimeWindowFunctions.Moved.Call(end, Literal.Of(0L))), column), .. child.Output], child);
        // False also where the time or the gap is null.
        return new Filter(new Comparison(ComparisonOperator.GreaterThan, new GetStructField(column, 1), new GetStructField(column, 0)), placed);
    }

    public static Expression Struct(Expression start, Expression end) => Creators.Named.Call(Literal.Of("start"), start, Literal.Of("end"), end);

    public static Alias Named(Expression value, AttributeReference column) => new(value, column.Name, column.Id) { ExplicitMetadata = column.Metadata };
}
