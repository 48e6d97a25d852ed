using Xunit;
using static Firesteel.Functions;

namespace Firesteel.Tests.Columns;

/// <summary>Columns as text, which Spark 4.3 prints the same way.</summary>
public class ColumnTextTests
{
    [Fact]
    public void Columns_show_what_was_called() => Assert.Equal(
        [
            "and(>(v, 1), !(=(k, 'it\\'s')))", "+(a  +  1, 1)", "CASE WHEN isNull(v) THEN 'x' ELSE 2L END", "in(v, 1, 'a')", "c['x'][0]", "update_field(c, x.y, 1)", "drop_field(drop_field(c, a), b.d)", "count(*)",
            "sum(v) OVER (PARTITION BY k ORDER BY v DESC NULLS LAST ROWS BETWEEN -1 AND CURRENT ROW)", "transform(c, x -> +(x, 1))", "CAST(v AS ARRAY<INT>)", "`a.b` AS q", "2024-01-02 03:04:05.0", "PT26H0.5S", "isNaN(v)",
        ],
        new Column[]
        {
            Col("v") > 1 & Col("k") != "it's", Expr("a  +  1") + 1, When(Col("v").IsNull(), "x").Otherwise(2L), Col("v").IsIn(1, "a"), Col("c").GetField("x").GetItem(0), Col("c").WithField("x.y", 1),
            Col("c").DropFields("a", "b.d"), Count("*"), Sum("v").Over(Window.PartitionBy("k").OrderBy(Col("v").Desc()).RowsBetween(-1, 0)), Transform("c", x => x + 1), Col("v").Cast("array<int>"), Col("`a.b`").As("q"),
            Lit(new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero)), Lit(new TimeSpan(1, 2, 0, 0, 500)), Col("v").IsNaN(),
        }.Select(c => System.Text.RegularExpressions.Regex.Replace(c.ToString(), @"x_\d+", "x")));
}
