using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Windows;

/// <summary>lag and lead: the value some rows before or after, else a default.</summary>
sealed class OffsetFunction(string name, int direction, int offset = 0) : WindowFunction
{
    public override string Name => name;
    public override int? Variant => offset;
    public override FunctionDefinition WithVariant(int variant) => new OffsetFunction(name, direction, variant);
    public override ValueList<string> ParameterNames => ["input", "offset", "default"];

    public override WindowFrame? RequiredFrame
    {
        get
        {
            // Shows as so many rows following, negative or not.
            var bound = new FrameBound.Offset(new Replaced(name, [], Literal.Of(offset)) { Display = $"{offset}" });
            return new WindowFrame(FrameType.Rows, bound, bound);
        }
    }

    public override Expression Bind(FunctionCall call)
    {
        ArgumentChecks.Count(call, 1, 2, 3);
        var distance = call.Arguments.Count > 1 ? Operands.Fit(call, 1, TypeClass.Int) : Literal.Of(1);
        if (!distance.Foldable) throw ArgumentChecks.NotConstant(call.Origin, Operands.Shown(call), "offset", IntegerType.Instance, call.Arguments[1]);
        var other = call.Arguments.Count > 2 ? call.Arguments[2] : Literal.Null;
        var input = call.Arguments[0];
        var type = input.DataType;
        if (other.DataType != type && other.DataType is not NullType)
            other = TypeCoercion.ImplicitCast(other, type, call.Session.Ansi, call.Session.TimeZone)
                ?? throw ArgumentChecks.Error(call.Origin, "DATATYPE_MISMATCH.DATA_DIFF_TYPES", ("sqlExpr", ArgumentChecks.Quote(Operands.Shown(call))), ("functionName", $"`{name}`"), ("dataType", $"[{type.QuotedSql}, {other.DataType.QuotedSql}]"));
        else if (other is Literal { Value: null, Type: NullType }) other = Literal.NullOf(type);
        var steps = Operands.TryConstant<int>(distance, out var value) ? direction * value : 0;
        return new WindowCall(new OffsetFunction(name, direction, steps), [input, distance, other], type, input.Nullable || other.Nullable) { IgnoreNulls = call.IgnoreNulls == true, Origin = call.Origin };
    }

    public override void Evaluate(WindowCall call, WindowPartition partition, ColumnVector result)
    {
        var (values, others) = (partition.Arguments[0], partition.Arguments[2]);
        for (var i = 0; i < partition.Count; i++)
        {
            var from = call.IgnoreNulls ? SkipNulls(values, partition, i) : i + offset;
            if (from >= 0 && from < partition.Count) ValueCopy.One(result, partition.Start + i, values, values.Position(partition.Start + from));
            else ValueCopy.One(result, partition.Start + i, others, others.Position(partition.Start + i));
        }
    }

    private int SkipNulls(ColumnVector values, WindowPartition partition, int row)
    {
        var step = Math.Sign(offset);
        if (step == 0) return row;
        var left = Math.Abs(offset);
        for (var at = row + step; at >= 0 && at < partition.Count; at += step)
            if (!ValueOrder.IsNull(values, partition.Start + at) && --left == 0) return at;
        return -1;
    }

    public override bool Equals(object? obj) => obj is OffsetFunction other && other.Name == name && other.RequiredFrame == RequiredFrame;
    public override int GetHashCode() => HashCode.Combine(name, offset);
}
