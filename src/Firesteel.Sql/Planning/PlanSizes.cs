using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Optimizer;
using Firesteel.Catalyst.Plans;
using Firesteel.Types;

namespace Firesteel.Sql.Planning;

/// <summary>Sizes of plans by Spark's plain rules, which look at no column's values: what EXPLAIN COST shows, and what programs read to guess how much a DataFrame is.</summary>
static class PlanSizes
{
    private const double RowOverhead = 8;
    private const double UnknownSource = long.MaxValue;

    public static long Of(LogicalPlan plan) => Bytes(plan) is var bytes && bytes >= long.MaxValue ? long.MaxValue : (long)Math.Ceiling(bytes);

    private static double Bytes(LogicalPlan plan)
    {
        DepthGuard.Check();
        switch (plan)
        {
            case RangeRelation r: return (double)r.Count * LongWidth;
            case LocalRelation l: return Math.Max(1, l.Rows.Count * (double)RowWidth(l));
            case OneRowRelation: return 1;
            case InMemoryRelation { Rows: var rows }: return rows.SizeInBytes ?? Bytes(rows.Plan);
            case SourceRelation { Table: ITableStatistics { SizeInBytes: { } size } }: return size;
            case LogicalRdd { Source.InputBytes: { } read }: return read;
            case Limit { Count: Literal { Value: int n } } limit: return Math.Max(1, Math.Min(Bytes(limit.Child), n * (double)RowWidth(limit)));
            case Aggregate { Grouping.Count: 0 } one: return RowWidth(one);
            case Join { Type: JoinType.LeftSemi or JoinType.LeftAnti } semi: return Bytes(semi.Left);
            case { Children.Count: 0 }: return UnknownSource;
            case Union: return plan.Children.Sum(Bytes);
            case { Children: [var child] }: return Math.Max(1, Bytes(child) * RowWidth(plan) / RowWidth(child));
            default: return plan.Children.Aggregate(1.0, (product, child) => product * Bytes(child));
        }
    }

    private const int LongWidth = 8;

    private static double RowWidth(LogicalPlan plan) => RowOverhead + plan.Output.Sum(a => Width(a.DataType));

    private static double Width(DataType type) => type switch
    {
        NullType or BooleanType or ByteType => 1,
        ShortType => 2,
        IntegerType or FloatType or DateType or YearMonthIntervalType => 4,
        StringType => 20,
        BinaryType => 100,
        DecimalType d => d.Precision <= 18 ? LongWidth : 2 * LongWidth,
        ArrayType a => Width(a.ElementType),
        MapType m => Width(m.KeyType) + Width(m.ValueType),
        StructType s => s.Fields.Sum(f => Width(f.DataType)),
        _ => LongWidth,
    };
}
