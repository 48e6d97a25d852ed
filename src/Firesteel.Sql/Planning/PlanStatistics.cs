using System.Globalization;
using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Plans;

namespace Firesteel.Sql.Planning;

/// <summary>What is known of a plan's rows without running it, as Spark shows it.</summary>
sealed record PlanStatistics(LogicalPlan Plan)
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    public long SizeInBytes { get; } = PlanSizes.Of(Plan);

    /// <summary>Null where nobody has counted.</summary>
    public long? RowCount => Plan switch
    {
        LocalRelation l => l.Rows.Count,
        RangeRelation { Count: var n } when n <= long.MaxValue => (long)n,
        SourceRelation { Table: ITableStatistics { RowCount: { } rows } } => rows,
        _ => null,
    };

    /// <summary>The plan's tree, each node with its statistics behind it.</summary>
    public static string Tree(LogicalPlan plan) => plan.TreeString(p => $", {new PlanStatistics(p)}");

    public override string ToString() => $"Statistics(sizeInBytes={Bytes(SizeInBytes)}{(RowCount is { } rows ? $", rowCount={Rows(rows)}" : "")})";

    private static string Bytes(double bytes)
    {
        var unit = 0;
        for (; bytes >= 2048 && unit < Units.Length - 1; unit++) bytes /= 1024;
        return string.Create(CultureInfo.InvariantCulture, $"{bytes:0.0} {Units[unit]}");
    }

    // Three digits; more than 999 with an exponent.
    private static string Rows(long rows) => rows < 1000 ? rows.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{rows:0.00E+0}");
}
