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
    public override LogicalPlan Over(DataFrame input) => MissingValues.Fill(input, Values, Columns).Plan;
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
    public override LogicalPlan Over(DataFrame input) => Pairs.Count == 0 ? input.Plan : MissingValues.Replace(input, [.. Pairs.Select(p => (p.Key, p.Value))], Columns).Plan;
}
