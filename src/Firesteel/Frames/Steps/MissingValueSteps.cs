using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Frames.Steps;

/// <summary>Values in place of nulls and NaNs, in the columns that can hold them.</summary>
/// <param name="Columns">Names; empty for all.</param>
/// <param name="Values">One for all the columns, or one for each.</param>
sealed record FillMissing(ValueList<string> Columns, ValueList<Literal> Values, LogicalPlan Child) : FrameStep(Child)
{
    public override LogicalPlan Over(DataFrame input)
    {
        foreach (var name in Columns) _ = input.Col(name);
        var items = new List<Expression>();
        foreach (var column in input.Plan.Output)
        {
            var place = Columns.Count == 0 ? 0 : Columns.ToList().FindIndex(c => input.Same(c, column.Name));
            var value = place < 0 ? null : Values[Values.Count == 1 ? 0 : place];
            items.Add(value is not null && Fits(value.Type, column.DataType) ? Filled(column, value) : column);
        }
        return new Project(new(items), input.Plan);
    }

    /// <summary>Whether a column can hold a value instead of what is missing.</summary>
    public static bool Fits(DataType value, DataType column) => value switch
    {
        NumericType => column is NumericType,
        StringType => column is StringType,
        BooleanType => column is BooleanType,
        _ => false,
    };

    private static Alias Filled(AttributeReference column, Literal value)
    {
        Expression present = column.DataType is FractionalType ? new UnresolvedFunction(["nanvl"], [column, Literal.NullOf(column.DataType)]) : column;
        return new Alias(new UnresolvedFunction(["coalesce"], [present, new Cast(value, column.DataType, EvalMode.Legacy)]), column.Name);
    }
}

/// <summary>Only rows with at least so many values among some columns.</summary>
/// <param name="Columns">Names; empty for all.</param>
/// <param name="Least">Null for all of them.</param>
sealed record DropMissing(ValueList<string> Columns, int? Least, LogicalPlan Child) : FrameStep(Child)
{
    public override LogicalPlan Over(DataFrame input)
    {
        var columns = Columns.Count == 0 ? [.. input.Plan.Output] : Columns.Select(c => (AttributeReference)input.Col(c).Expression).ToList();
        if (columns.Count == 0) return input.Plan;
        var present = columns.Select(c => Functions.When(Present(c), 1).Otherwise(0)).Aggregate((a, b) => a + b);
        return new Filter((present >= (Least ?? columns.Count)).Expression, input.Plan);
    }

    private static Column Present(AttributeReference column)
        => column.DataType is FractionalType ? new Column(column).IsNotNull() & !new Column(column).IsNaN() : new Column(column).IsNotNull();
}

/// <summary>Other values for some values of columns.</summary>
/// <param name="Columns">Names; empty or <c>*</c> for all that can hold them.</param>
sealed record ReplaceValues(ValueList<string> Columns, ValueList<KeyValuePair<Literal, Literal>> Pairs, LogicalPlan Child) : FrameStep(Child)
{
    public override LogicalPlan Over(DataFrame input)
    {
        var known = Pairs.Select(p => p.Key.Type).FirstOrDefault(t => t is not NullType) ?? NullType.Instance;
        var items = new List<Expression>();
        foreach (var column in input.Plan.Output)
        {
            var chosen = Columns.Count == 0 || Columns.Contains("*") || Columns.Any(c => input.Same(c, column.Name));
            if (!chosen || Pairs.Count == 0 || !FillMissing.Fits(known, column.DataType)) { items.Add(column); continue; }
            var branches = Pairs.Select(p => new CaseBranch(
                p.Key.Value is null ? new IsNull(column) : new Comparison(ComparisonOperator.Equal, column, new Cast(p.Key, column.DataType, EvalMode.Legacy)),
                new Cast(p.Value, column.DataType, EvalMode.Legacy)));
            items.Add(new Alias(new CaseWhen(new(branches), column), column.Name));
        }
        return new Project(new(items), input.Plan);
    }
}
