using Firesteel.Columnar.Vectors;

namespace Firesteel.Columnar.Kernels;

/// <summary>How one column takes part in an order.</summary>
readonly record struct SortDirection(bool Ascending, bool NullsFirst);

/// <summary>Orders rows by several columns.</summary>
sealed class RowComparer(SortDirection[] directions)
{
    public int Compare(ColumnVector[] left, int leftRow, ColumnVector[] right, int rightRow)
    {
        for (var c = 0; c < directions.Length; c++)
        {
            var order = CompareColumn(directions[c], left[c], leftRow, right[c], rightRow);
            if (order != 0) return order;
        }
        return 0;
    }

    public static int CompareColumn(SortDirection direction, ColumnVector left, int leftRow, ColumnVector right, int rightRow)
    {
        var (leftNull, rightNull) = (ValueComparer.IsNull(left, leftRow), ValueComparer.IsNull(right, rightRow));
        if (leftNull || rightNull) return leftNull == rightNull ? 0 : leftNull == direction.NullsFirst ? -1 : 1;
        var order = ValueComparer.Compare(left, leftRow, right, rightRow);
        return direction.Ascending ? order : -order;
    }
}
