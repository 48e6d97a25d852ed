using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Windows;

/// <summary>nth_value: the value of the n-th row among those up to the current one's peers.</summary>
sealed class NthValueFunction : WindowFunction
{
    public override string Name => "nth_value";

    public override Expression Bind(FunctionCall call)
    {
        ArgumentChecks.Count(call, 2, 3);
        var ignoresNulls = false;
        if (call.Arguments.Count == 3 && !Operands.TryConstant(call.Arguments[2], out ignoresNulls))
            throw ArgumentChecks.NotConstant(call.Origin, Operands.Shown(call), "ignoreNulls", BooleanType.Instance, call.Arguments[2]);
        var place = Operands.Fit(call, 1, TypeClass.Int);
        if (!place.Foldable) throw ArgumentChecks.NotConstant(call.Origin, Operands.Shown(call), "offset", IntegerType.Instance, call.Arguments[1]);
        if (!Operands.TryConstant<int>(place, out var value)) throw ArgumentChecks.UnexpectedNull(call.Origin, Operands.Shown(call), "offset");
        if (value <= 0)
            throw ArgumentChecks.Error(call.Origin, "DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE", ("sqlExpr", ArgumentChecks.Quote(Operands.Shown(call))), ("exprName", "offset"), ("valueRange", "(0, 9223372036854775807]"), ("currentValue", $"{value}L"));
        return new WindowCall(this, [call.Arguments[0], place], call.Arguments[0].DataType, true) { IgnoreNulls = ignoresNulls || call.IgnoreNulls == true, Origin = call.Origin };
    }

    public override string ToSql(WindowCall call, SqlStyle style) => base.ToSql(call, style) + (call.IgnoreNulls ? " ignore nulls" : "");

    public override void Evaluate(WindowCall call, WindowPartition partition, ColumnVector result)
    {
        var values = partition.Arguments[0];
        var place = partition.Arguments[1].Get<int>(partition.Start);
        var found = -1;
        if (!call.IgnoreNulls) found = place - 1;
        else
            for (int i = 0, seen = 0; i < partition.Count && found < 0; i++)
                if (!ValueOrder.IsNull(values, partition.Start + i) && ++seen == place) found = i;
        for (var i = 0; i < partition.Count; i++)
        {
            if (found < 0 || found >= partition.PeerEnds[i]) result.SetNull(partition.Start + i);
            else ValueCopy.One(result, partition.Start + i, values, values.Position(partition.Start + found));
        }
    }
}
