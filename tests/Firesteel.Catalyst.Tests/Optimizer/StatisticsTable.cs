using Firesteel.Catalyst.Catalog;
using Firesteel.Types;

namespace Firesteel.Catalyst.Tests.Optimizer;

/// <summary>A table of which only the schema and the statistics exist.</summary>
sealed class StatisticsTable(StructType schema, long rows, Dictionary<string, ColumnStatistics> columns) : ITable, ITableStatistics
{
    public string Format => "parquet";
    public StructType Schema => schema;
    public long? SizeInBytes => rows * 8 * schema.Count;
    public long? RowCount => rows;
    public ColumnStatistics? Column(string name) => columns.GetValueOrDefault(name);
}
