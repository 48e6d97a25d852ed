using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;

namespace Firesteel;

/// <summary>Starts a window: over which rows a function such as <c>RowNumber()</c> looks.</summary>
public static class Window
{
    /// <summary>From the first row of the partition.</summary>
    public const long UnboundedPreceding = long.MinValue;

    /// <summary>To the last row of the partition.</summary>
    public const long UnboundedFollowing = long.MaxValue;

    public const long CurrentRow = 0;

    internal static WindowSpec Empty { get; } = new(new Catalyst.Expressions.WindowSpec([], [], null));

    public static WindowSpec PartitionBy(params Column[] columns) => Empty.PartitionBy(columns);
    public static WindowSpec PartitionBy(string column, params string[] columns) => Empty.PartitionBy(column, columns);
    public static WindowSpec OrderBy(params Column[] columns) => Empty.OrderBy(columns);
    public static WindowSpec OrderBy(string column, params string[] columns) => Empty.OrderBy(column, columns);
    public static WindowSpec RowsBetween(long start, long end) => Empty.RowsBetween(start, end);
    public static WindowSpec RangeBetween(long start, long end) => Empty.RangeBetween(start, end);
}

/// <summary>A window: its partitions, their order and the frame around each row.</summary>
public sealed class WindowSpec
{
    internal WindowSpec(Catalyst.Expressions.WindowSpec spec) => Spec = spec;

    internal Catalyst.Expressions.WindowSpec Spec { get; }

    public WindowSpec PartitionBy(params Column[] columns) => new(Spec with { PartitionBy = new(columns.Select(c => c.Named)) });
    public WindowSpec PartitionBy(string column, params string[] columns) => PartitionBy([(Column)column, .. columns.Select(c => (Column)c)]);
    public WindowSpec OrderBy(params Column[] columns) => new(Spec with { OrderBy = new(columns.Select(c => c.Order)) });
    public WindowSpec OrderBy(string column, params string[] columns) => OrderBy([(Column)column, .. columns.Select(c => (Column)c)]);

    /// <summary>A frame counted in rows; 0 is the current one, negative numbers lie before it.</summary>
    public WindowSpec RowsBetween(long start, long end) => new(Spec with { Frame = new WindowFrame(FrameType.Rows, Row(start), Row(end)) });

    /// <summary>A frame of values around the current row's, in the order's only column.</summary>
    public WindowSpec RangeBetween(long start, long end) => new(Spec with { Frame = new WindowFrame(FrameType.Range, Range(start), Range(end)) });

    private static FrameBound Row(long bound) => Bound(bound, n => n is >= int.MinValue and <= int.MaxValue ? Literal.Of((int)n) : throw new AnalysisException("INVALID_BOUNDARY.START",
        new Dictionary<string, string> { ["boundary"] = "`start`", ["invalidValue"] = $"{n}L", ["longMinValue"] = $"{long.MinValue}L", ["intMinValue"] = $"{int.MinValue}", ["intMaxValue"] = $"{int.MaxValue}" }));

    private static FrameBound Range(long bound) => Bound(bound, n => n is >= int.MinValue and <= int.MaxValue ? Literal.Of((int)n) : Literal.Of(n));

    private static FrameBound Bound(long bound, Func<long, Literal> literal) => bound switch
    {
        0 => new FrameBound.CurrentRow(),
        Window.UnboundedPreceding => new FrameBound.UnboundedPreceding(),
        Window.UnboundedFollowing => new FrameBound.UnboundedFollowing(),
        _ => new FrameBound.Offset(literal(bound)),
    };
}
