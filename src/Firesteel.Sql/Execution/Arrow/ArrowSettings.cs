using Firesteel.Columnar.Arrow;
using Firesteel.Foundation.Configuration;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Sql.Execution.Arrow;

/// <summary>How a session's results are written as Arrow.</summary>
/// <param name="LargeVariables">Whether texts and bytes have offsets of 64 bits.</param>
/// <param name="BatchRows">Most rows of a record batch.</param>
/// <param name="BatchBytes">Most bytes of texts of a record batch of several rows.</param>
sealed record ArrowSettings(string TimeZone, bool LargeVariables, int BatchRows, long BatchBytes)
{
    public ArrowStreamWriter NewWriter(StructType schema) => new(schema, TimeZone) { LargeVariables = LargeVariables };

    public static ArrowSettings Of(SessionState session)
    {
        var rows = session.Settings.Get(PlannerConfig.ArrowMaxRecordsPerBatch);
        return new(session.TimeZone, session.Conf("spark.sql.execution.arrow.useLargeVarTypes") == "true", rows > 0 ? rows : int.MaxValue, Math.Max(1, session.Settings.Get(PlannerConfig.ArrowMaxBytesPerBatch)));
    }
}
