using System.Numerics;
using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Numerics;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Aggregates;

/// <summary>Aggregates that estimate from a sketch.</summary>
static class SketchAggregates
{
    public static void Register(FunctionRegistry registry) => registry.Register(new ApproxCountDistinctFunction());
}

/// <summary>approx_count_distinct(): a HyperLogLog of 64-bit hashes.</summary>
sealed class ApproxCountDistinctFunction : AggregateFunction
{
    private const double DefaultDeviation = 0.05;

    public override string Name => "approx_count_distinct";
    public override bool IgnoresDuplicates => true;
    public override ValueList<DataType> PartialTypes(AggregateCall call) => [BinaryType.Instance];
    public override Literal? EmptyValue(AggregateCall call) => Literal.Of(0L);
    public override AggregateKernel CreateKernel(AggregateCall call) => new HyperLogLogKernel((int)call.State!);

    public override Expression Bind(FunctionCall call)
    {
        ArgumentChecks.Count(call, 1, 2);
        var deviation = DefaultDeviation;
        if (call.Arguments.Count == 2)
        {
            var given = Operands.Fit(call, 1, TypeClass.Double);
            deviation = given.Foldable && Expressions.Evaluation.ConstantFolding.Evaluate(given).Value is double d ? d
                : throw ArgumentChecks.NotConstant(call.Origin, Operands.Shown(call), "relativeSD", DoubleType.Instance, given);
        }
        // 1.106 / sqrt(m) is the deviation of m registers.
        var bits = (int)Math.Ceiling(2.0 * Math.Log(1.106 / deviation) / Math.Log(2));
        return new AggregateCall(this, [call.Arguments[0]], LongType.Instance, false)
        {
            Name = call.Name.ToLowerInvariant(), IsDistinct = call.IsDistinct, Filter = call.Filter, Origin = call.Origin, State = Math.Max(4, bits),
            Display = $"{call.Name.ToLowerInvariant()}({(call.IsDistinct ? "DISTINCT " : "")}{call.Arguments[0].Sql})",
        };
    }
}

/// <summary>One register of 8 bits for each prefix of the hash: the longest run of leading zeros seen after it.</summary>
sealed class HyperLogLogKernel(int bits) : ManagedKernel<byte[]>
{
    private const long Seed = 42;

    protected override byte[] NewState(AggregateStore store) => new byte[1 << bits];

    protected override void Add(byte[] registers, ColumnVector[] arguments, int row)
    {
        var flat = ValueComparer.Locate(arguments[0], ref row);
        var hash = (ulong)XxHash64Values.Hash(flat, row, Seed);
        var index = hash >> (64 - bits);
        var rest = hash << bits | 1UL << (bits - 1);
        var run = (byte)(BitOperations.LeadingZeroCount(rest) + 1);
        if (run > registers[index]) registers[index] = run;
    }

    protected override void MergeOne(byte[] registers, ColumnVector[] partials, int row)
    {
        if (partials[0].IsNull(row)) return;
        var other = partials[0].Get<StringView>(row).Span;
        for (var i = 0; i < registers.Length; i++) registers[i] = Math.Max(registers[i], other[i]);
    }

    protected override void WriteOne(byte[]? registers, ColumnVector[] partials, int row)
    {
        if (registers == null) partials[0].SetNull(row); else partials[0].SetString(row, registers);
    }

    protected override void FinishOne(byte[]? registers, ColumnVector result, int row) => result.Set(row, registers == null ? 0L : Estimate(registers));

    private long Estimate(byte[] registers)
    {
        double m = registers.Length;
        var (inverse, empty) = (0.0, 0);
        foreach (var run in registers)
        {
            inverse += 1.0 / (1L << run);
            if (run == 0) empty++;
        }
        var estimate = Sketches.RawEstimateMean.Alpha(bits) * m * m / inverse;
        if (empty > 0)
        {
            var linear = m * Math.Log(m / empty);
            if (estimate <= 2.5 * m) return (long)Math.Floor(linear + 0.5);
        }
        if (bits < 19 && estimate < 5 * m) estimate -= HyperLogLogBias.Of(bits, estimate);
        return (long)Math.Floor(estimate + 0.5);
    }
}

/// <summary>Spark's <c>xxhash64()</c> of a value of a flat vector, which is not null.</summary>
static class XxHash64Values
{
    public static long Hash(ColumnVector flat, int row, long seed)
    {
        switch (flat.Physical)
        {
            case PhysicalType.Bool: return XxHash64.HashBoolean(flat.Get<bool>(row), seed);
            case PhysicalType.Int8: return XxHash64.HashInt(flat.Get<sbyte>(row), seed);
            case PhysicalType.Int16: return XxHash64.HashInt(flat.Get<short>(row), seed);
            case PhysicalType.Int32: return XxHash64.HashInt(flat.Get<int>(row), seed);
            case PhysicalType.Int64: return XxHash64.HashLong(flat.Get<long>(row), seed);
            case PhysicalType.Int128: return XxHash64.HashDecimal(flat.Get<Int128>(row), ((DecimalType)flat.Type).Precision, seed);
            case PhysicalType.Float32: return XxHash64.HashFloat(flat.Get<float>(row), seed);
            case PhysicalType.Float64: return XxHash64.HashDouble(flat.Get<double>(row), seed);
            case PhysicalType.String: return XxHash64.HashBytes(flat.Get<StringView>(row).Span, seed);
            case PhysicalType.Interval:
                var interval = flat.Get<CalendarInterval>(row);
                return XxHash64.HashInt(interval.Months, XxHash64.HashInt(interval.Days, XxHash64.HashLong(interval.Microseconds, seed)));
            case PhysicalType.Struct:
                foreach (var child in flat.Children) seed = ValueComparer.IsNull(child, row) ? seed : Hash(child, row, seed);
                return seed;
            case PhysicalType.Array or PhysicalType.Map:
                var entry = flat.Get<ListEntry>(row);
                for (var i = 0; i < entry.Length; i++)
                    foreach (var child in flat.Children) seed = ValueComparer.IsNull(child, entry.Offset + i) ? seed : Hash(child, entry.Offset + i, seed);
                return seed;
            default: return seed;
        }
    }
}
