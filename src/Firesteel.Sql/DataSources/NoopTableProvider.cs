using Firesteel.Catalyst.Catalog;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Sessions;
using Firesteel.Catalyst.Plans;

namespace Firesteel.Sql.DataSources;

/// <summary>The source <c>noop</c>: what is written to it is computed and forgotten. It cannot be read, and no table is made of it.</summary>
sealed class NoopTableProvider : ITableProvider
{
    private const string ClassName = "org.apache.spark.sql.execution.datasources.noop.NoopDataSource";

    public ValueList<string> Names { get; } = ["noop", ClassName];

    public bool MakesTables => false;

    public ITable Open(CatalogTable table, ValueMap options, TimeTravel? timeTravel) => throw NotReadable(table.Provider ?? Names[0]);

    public static AnalysisException NotReadable(string name) => new("_LEGACY_ERROR_TEMP_1135", new Dictionary<string, string> { ["className"] = name });

    /// <summary>Computes all rows of a query, and keeps none.</summary>
    public static void Write(LogicalPlan analyzed, QueryRunner runner) => runner.Run(analyzed, new DiscardingSink(), (_, _) => { });
}

/// <summary>Takes rows and lets them go.</summary>
sealed record DiscardingSink : TaskSink
{
    public override object? Run(BatchIterator rows, int partition, TaskExecution task)
    {
        while (rows.Next() is not null) task.ThrowIfCancelled();
        return null;
    }
}
