using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Execution;
using Firesteel.Types;

namespace Firesteel.Frames.Steps;

/// <summary>The rows drawn as a table, in one row of one text.</summary>
sealed record DrawRows(int Rows, int Truncate, bool IsVertical, LogicalPlan Child) : FrameStep(Child)
{
    public override LogicalPlan Over(DataFrame input)
        => LocalData.OfLiterals(new StructType([new StructField("show_string", StringType.Instance, false)]), [[input.ShowString(Rows, Truncate, IsVertical)]]);
}

/// <summary>The rows become columns, named by the values of an index column.</summary>
/// <param name="Index">Null for the first column.</param>
sealed record TransposeRows(Expression? Index, LogicalPlan Child) : FrameStep(Child)
{
    public override LogicalPlan Over(DataFrame input) => Transposition.Of(input, Index is null ? null : new Column(Index)).Plan;
}
