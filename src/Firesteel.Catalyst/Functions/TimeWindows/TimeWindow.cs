using System.Globalization;
using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.TimeWindows;

/// <summary>A call that puts each row into windows of time. It stands in a query only until the analyzer has made a column of it.</summary>
interface ITimeWindow
{
    /// <summary>What the rows are placed by: a timestamp that may be null.</summary>
    Expression Time { get; }

    /// <summary>Name of the column.</summary>
    string ColumnName { get; }

    /// <summary>The key in the column's metadata by which others know it for a window.</summary>
    string Marker { get; }
}

/// <summary><c>window(time, duration, slide, start)</c>, all in microseconds: windows of one length that begin at regular times.</summary>
sealed record TimeWindow(Expression Time, long Duration, long Slide, long Start) : UnresolvedExpression, ITimeWindow
{
    public const string Mark = "spark.timeWindow";

    public string ColumnName => "window";
    public string Marker => Mark;
    public override ValueList<Expression> Children => [Time];
    public override Expression WithChildren(ValueList<Expression> children) => this with { Time = children[0] };
    public override string ToSql(SqlStyle style) => string.Create(CultureInfo.InvariantCulture, $"window({Time.ToSql(style)}, {Duration}, {Slide}, {Start})");
}

/// <summary><c>session_window(time, gap)</c>: a window that begins with a row and ends a gap after it; those that touch become one where rows are grouped.</summary>
sealed record SessionWindow(Expression Time, Expression Gap) : UnresolvedExpression, ITimeWindow
{
    public const string Mark = "spark.sessionWindow";

    public string ColumnName => "session_window";
    public string Marker => Mark;
    public override ValueList<Expression> Children => [Time, Gap];
    public override Expression WithChildren(ValueList<Expression> children) => this with { Time = children[0], Gap = children[1] };
    public override string ToSql(SqlStyle style) => $"sessionwindow({Time.ToSql(style)}, {Gap.ToSql(style)})";
}

/// <summary>What columns of windows have in common.</summary>
static class WindowColumns
{
    public static StructType TypeOf(DataType time) => new([new StructField("start", time, true), new StructField("end", time, true)]);

    public static bool IsWindow(AttributeReference column) => column.Metadata.ContainsKey(TimeWindow.Mark) || IsSession(column);

    public static bool IsSession(AttributeReference column) => column.Metadata.ContainsKey(SessionWindow.Mark);
}
