using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Windows;

/// <summary>counter_diff: by how much a counter has grown since the last row that has one; null where it began anew.</summary>
sealed class CounterDiffFunction : WindowFunction
{
    public override string Name => "counter_diff";
    public override WindowFrame? RequiredFrame => WindowFrame.RowsSoFar;

    public override Expression Bind(FunctionCall call)
    {
        ArgumentChecks.Count(call, 1, 2);
        var value = Operands.Fit(call, 0, new TypeClass.Strictly(TypeClass.Numeric));
        if (call.Arguments.Count == 1) return new WindowCall(this, [value], value.DataType, true) { Origin = call.Origin };
        var start = Operands.Fit(call, 1, new TypeClass.Strictly(TypeClass.OneOf(TypeClass.Timestamp, TypeClass.TimestampNtz)));
        return new WindowCall(this, [value, start], value.DataType, true) { Origin = call.Origin };
    }

    public override void Evaluate(WindowCall call, WindowPartition partition, ColumnVector result)
    {
        var values = partition.Arguments[0];
        var starts = partition.Arguments.Length > 1 ? partition.Arguments[1] : null;
        var (last, since) = (-1, (long?)null);
        for (var i = 0; i < partition.Count; i++)
        {
            var row = partition.Start + i;
            if (ValueOrder.IsNull(values, row)) { result.SetNull(row); continue; }
            var at = values.Position(row);
            if (Sign(values, at) < 0) throw Error("COUNTER_DIFF_NEGATIVE_COUNTER_VALUE", call, ("value", Text(values, at)));
            var (start, begins) = (since, false);
            if (starts != null && !ValueOrder.IsNull(starts, row))
            {
                start = starts.Get<long>(starts.Position(row));
                if (since is { } known && start < known)
                    throw Error("COUNTER_DIFF_START_TIME_DECREASED", call, ("previousStartTime", Moment(starts.Type, known)), ("currentStartTime", Moment(starts.Type, start.Value)));
                begins = since != null && start > since;
            }
            if (last < 0 || begins || !TrySubtract(values, at, values.Position(last), result, row)) result.SetNull(row);
            (last, since) = (row, start);
        }
    }

    private static string Moment(DataType type, long micros) => (string)Expressions.Evaluation.ConstantFolding.Evaluate(new Cast(new Literal(micros, type), StringType.Instance, EvalMode.Legacy) { TimeZone = LiteralText.TimeZone }).Value!;

    private static SparkRuntimeException Error(string condition, WindowCall call, params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        var map = new Dictionary<string, string> { ["function"] = "`counter_diff`" };
        foreach (var (name, value) in parameters) map[name] = value;
        return new SparkRuntimeException(condition, map, call.Origin.Context);
    }

    private static string Text(ColumnVector values, int at) => Aggregates.NumberColumns.ToDouble(values, at).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static int Sign(ColumnVector values, int at) => values.Physical switch
    {
        PhysicalType.Int8 => Math.Sign(values.Get<sbyte>(at)),
        PhysicalType.Int16 => Math.Sign(values.Get<short>(at)),
        PhysicalType.Int32 => Math.Sign(values.Get<int>(at)),
        PhysicalType.Int64 => Math.Sign(values.Get<long>(at)),
        PhysicalType.Int128 => Int128.Sign(values.Get<Int128>(at)),
        PhysicalType.Float32 => values.Get<float>(at) < 0 ? -1 : 1,
        _ => values.Get<double>(at) < 0 ? -1 : 1,
    };

    // False where the counter fell.
    private static bool TrySubtract(ColumnVector values, int at, int before, ColumnVector result, int row)
    {
        switch (values.Physical)
        {
            case PhysicalType.Int8: return Write(result, row, (sbyte)(values.Get<sbyte>(at) - values.Get<sbyte>(before)));
            case PhysicalType.Int16: return Write(result, row, (short)(values.Get<short>(at) - values.Get<short>(before)));
            case PhysicalType.Int32: return Write(result, row, values.Get<int>(at) - values.Get<int>(before));
            case PhysicalType.Int64: return Write(result, row, values.Get<long>(at) - values.Get<long>(before));
            case PhysicalType.Int128: return Write(result, row, values.Get<Int128>(at) - values.Get<Int128>(before));
            case PhysicalType.Float32: return Write(result, row, values.Get<float>(at) - values.Get<float>(before));
            default: return Write(result, row, values.Get<double>(at) - values.Get<double>(before));
        }
    }

    private static bool Write<T>(ColumnVector result, int row, T difference) where T : unmanaged, System.Numerics.INumber<T>
    {
        if (difference < T.Zero) return false;
        result.Set(row, difference);
        return true;
    }
}
