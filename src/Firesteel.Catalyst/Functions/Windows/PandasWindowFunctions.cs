using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Windows;

/// <summary>ewm: the mean of the values so far, of which each weighs less by a constant factor than the one after it.</summary>
sealed class ExponentialMeanFunction : WindowFunction
{
    public override string Name => "$ewm";
    public override WindowFrame? RequiredFrame => WindowFrame.RowsSoFar;
    public override bool RequiresOrder => false;
    public override string ToSql(WindowCall call, SqlStyle style) => $"ewm({string.Join(", ", call.Arguments.Select(a => a.ToSql(style)))})";

    public override Expression Bind(FunctionCall call)
    {
        ArgumentChecks.Count(call, 3);
        if (!Operands.TryConstant<double>(call.Arguments[1], out _)) throw ArgumentChecks.UnexpectedType(call.Origin, Operands.Shown(call), 1, call.Arguments[1], "\"DOUBLE\"");
        if (!Operands.TryConstant<bool>(call.Arguments[2], out _)) throw ArgumentChecks.UnexpectedType(call.Origin, Operands.Shown(call), 2, call.Arguments[2], "\"BOOLEAN\"");
        return new WindowCall(this, [Operands.Fit(call, 0, TypeClass.Double), call.Arguments[1], call.Arguments[2]], DoubleType.Instance, true) { Origin = call.Origin };
    }

    public override void Evaluate(WindowCall call, WindowPartition partition, ColumnVector result)
    {
        Operands.TryConstant<double>(call.Arguments[1], out var alpha);
        Operands.TryConstant<bool>(call.Arguments[2], out var ignoresNulls);
        var values = partition.Arguments[0];
        var (sum, weight, age) = (0.0, 0.0, 0);
        for (var row = partition.Start; row < partition.Start + partition.Count; row++)
        {
            if (!ValueOrder.IsNull(values, row))
            {
                // What came before weighs less by each row since, or by each value.
                for (age++; age > 0; age--) (sum, weight) = ((1 - alpha) * sum, (1 - alpha) * weight);
                (sum, weight) = (sum + values.Get<double>(values.Position(row)), weight + 1);
            }
            else if (!ignoresNulls) age++;
            if (weight == 0) result.SetNull(row); else result.Set(row, sum / weight);
        }
    }
}

/// <summary>null_index: how many nulls there are in a row up to here.</summary>
sealed class NullIndexFunction : WindowFunction
{
    public override string Name => "$null_index";
    public override WindowFrame? RequiredFrame => WindowFrame.RowsSoFar;
    public override bool RequiresOrder => false;
    public override string ToSql(WindowCall call, SqlStyle style) => $"null_index({call.Arguments[0].ToSql(style)})";

    public override Expression Bind(FunctionCall call)
    {
        ArgumentChecks.Count(call, 1);
        return new WindowCall(this, [call.Arguments[0]], IntegerType.Instance, false) { Origin = call.Origin };
    }

    public override void Evaluate(WindowCall call, WindowPartition partition, ColumnVector result)
    {
        var nulls = 0;
        for (var row = partition.Start; row < partition.Start + partition.Count; row++)
        {
            nulls = ValueOrder.IsNull(partition.Arguments[0], row) ? nulls + 1 : 0;
            result.Set(row, nulls);
        }
    }
}
