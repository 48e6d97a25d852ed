namespace Firesteel.Formats.Parquet.Reading;

/// <summary>The rows of a row group from <paramref name="Start"/> up to, not including, <paramref name="End"/>; what lies behind its last row is left out.</summary>
readonly record struct RowGroupSlice(int RowGroup, long Start, long End);

/// <summary>Rows of a row group, as ascending ranges without overlap.</summary>
sealed class RowRanges
{
    private readonly List<(long Start, long End)> _ranges = [];

    public int Count => _ranges.Count;
    public (long Start, long End) this[int index] => _ranges[index];

    public static RowRanges All(long rows)
    {
        var result = new RowRanges();
        if (rows > 0) result.Add(0, rows);
        return result;
    }

    /// <summary>Adds a range behind all others; one that touches the last is joined to it.</summary>
    public void Add(long start, long end)
    {
        if (_ranges.Count > 0 && _ranges[^1].End >= start) _ranges[^1] = (_ranges[^1].Start, Math.Max(_ranges[^1].End, end));
        else _ranges.Add((start, end));
    }

    public RowRanges Intersect(RowRanges other)
    {
        var result = new RowRanges();
        for (int i = 0, j = 0; i < Count && j < other.Count;)
        {
            var start = Math.Max(_ranges[i].Start, other._ranges[j].Start);
            var end = Math.Min(_ranges[i].End, other._ranges[j].End);
            if (start < end) result.Add(start, end);
            if (_ranges[i].End < other._ranges[j].End) i++;
            else j++;
        }
        return result;
    }
}
