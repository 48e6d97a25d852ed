using Firesteel.Catalyst.Expressions;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Windows;

/// <summary>What a row's place in its partition gives: row_number, rank, dense_rank, percent_rank, cume_dist, ntile.</summary>
sealed class RankFunction(string name, string shown, DataType type, RankFunction.Filler fill, bool isRange = false, bool takesBuckets = false) : WindowFunction
{
    public delegate void Filler(WindowPartition partition, ColumnVector result);


    public static FunctionDefinition[] All =>
    [
        new RankFunction("row_number", "row_number", IntegerType.Instance, RowNumber),
        new RankFunction("rank", "RANK", IntegerType.Instance, Rank),
        new RankFunction("dense_rank", "DENSE_RANK", IntegerType.Instance, DenseRank),
        new RankFunction("percent_rank", "PERCENT_RANK", DoubleType.Instance, PercentRank),
        new RankFunction("cume_dist", "cume_dist", DoubleType.Instance, CumeDist, isRange: true),
        new RankFunction("ntile", "ntile", IntegerType.Instance, NTile, takesBuckets: true),
    ];

    public override string Name => name;
    public override WindowFrame RequiredFrame => isRange ? WindowFrame.PeersSoFar : WindowFrame.RowsSoFar;

    public override Expression Bind(FunctionCall call)
    {
        if (!takesBuckets)
        {
            // The rank functions take the columns that they rank by, and need none: the order is the window's.
            if (call.Arguments.Count > 0 && shown == name) throw ArgumentChecks.WrongCount(call, "0");
            return new WindowCall(this, [], type, false) { Origin = call.Origin };
        }
        if (call.Arguments.Count > 1) throw ArgumentChecks.WrongCount(call, "[0, 1]");
        var buckets = call.Arguments.Count == 0 ? Literal.Of(1) : Operands.Fit(call, 0, IntegerType.Instance);
        if (!buckets.Foldable) throw ArgumentChecks.NotConstant(call.Origin, Operands.Shown(call), "buckets", IntegerType.Instance, call.Arguments[0]);
        if (Operands.TryConstant<int>(buckets, out var count) && count <= 0)
            throw ArgumentChecks.Error(call.Origin, "DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE", ("sqlExpr", ArgumentChecks.Quote(Operands.Shown(call))), ("exprName", "buckets"), ("valueRange", "(0, 2147483647]"), ("currentValue", $"{count}"));
        return new WindowCall(this, [buckets], type, false) { Origin = call.Origin };
    }

    public override string ToSql(WindowCall call, SqlStyle style) => $"{shown}({string.Join(", ", call.Arguments.Select(a => a.ToSql(style)))})";

    public override void Evaluate(WindowCall call, WindowPartition partition, ColumnVector result) => fill(partition, result);

    private static void RowNumber(WindowPartition partition, ColumnVector result)
    {
        for (var i = 0; i < partition.Count; i++) result.Set(partition.Start + i, i + 1);
    }

    private static void Rank(WindowPartition partition, ColumnVector result)
    {
        for (var i = 0; i < partition.Count; i++) result.Set(partition.Start + i, partition.PeerStarts[i] + 1);
    }

    private static void DenseRank(WindowPartition partition, ColumnVector result)
    {
        var rank = 0;
        for (var i = 0; i < partition.Count; i++)
        {
            if (partition.PeerStarts[i] == i) rank++;
            result.Set(partition.Start + i, rank);
        }
    }

    private static void PercentRank(WindowPartition partition, ColumnVector result)
    {
        for (var i = 0; i < partition.Count; i++) result.Set(partition.Start + i, partition.Count == 1 ? 0.0 : partition.PeerStarts[i] / (partition.Count - 1.0));
    }

    private static void CumeDist(WindowPartition partition, ColumnVector result)
    {
        for (var i = 0; i < partition.Count; i++) result.Set(partition.Start + i, partition.PeerEnds[i] / (double)partition.Count);
    }

    // The first buckets have one row more where the rows do not divide evenly.
    private static void NTile(WindowPartition partition, ColumnVector result)
    {
        var buckets = partition.Arguments[0].Get<int>(partition.Start);
        var (size, larger) = Math.DivRem(partition.Count, buckets);
        for (var i = 0; i < partition.Count; i++)
        {
            var bucket = i < larger * (size + 1) ? i / (size + 1) : larger + (i - larger * (size + 1)) / Math.Max(1, size);
            result.Set(partition.Start + i, bucket + 1);
        }
    }
}
