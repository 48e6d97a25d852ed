using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Parser;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Execution;
using Firesteel.Foundation.Collections;

namespace Firesteel;

/// <summary>Writes the rows of a DataFrame into a table of a catalog: makes it, replaces it, or changes its rows.</summary>
public sealed class DataFrameWriterV2
{
    private readonly DataFrame _frame;
    private readonly string _table;
    private readonly Dictionary<string, string> _options = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _properties = new(StringComparer.Ordinal);
    private string? _provider;
    private Column[] _partitioning = [];

    internal DataFrameWriterV2(DataFrame frame, string table) => (_frame, _table) = (frame, table);

    /// <param name="provider">Short name of the format.</param>
    public DataFrameWriterV2 Using(string provider)
    {
        _provider = provider;
        return this;
    }

    public DataFrameWriterV2 Option(string key, string value)
    {
        _options[key] = value;
        return this;
    }

    public DataFrameWriterV2 Options(IEnumerable<KeyValuePair<string, string>> options)
    {
        foreach (var (key, value) in options) _options[key] = value;
        return this;
    }

    public DataFrameWriterV2 TableProperty(string property, string value)
    {
        _properties[property] = value;
        return this;
    }

    /// <summary>A folder for each value of columns, or of transforms of them such as <c>years(ts)</c>.</summary>
    public DataFrameWriterV2 PartitionedBy(Column column, params Column[] columns)
    {
        _partitioning = [column, .. columns];
        return this;
    }

    /// <exception cref="AnalysisException">TABLE_OR_VIEW_ALREADY_EXISTS.</exception>
    public void Create() => Make(TableCreation.Create);

    /// <exception cref="AnalysisException">TABLE_OR_VIEW_NOT_FOUND.</exception>
    public void Replace() => Make(TableCreation.Replace);

    public void CreateOrReplace() => Make(TableCreation.CreateOrReplace);

    /// <summary>Adds the rows, columns by their names.</summary>
    public void Append() => Run(new InsertInto(Target, _frame.Plan, false) { ByName = true });

    /// <summary>Replaces the rows that a condition holds for.</summary>
    public void Overwrite(Column condition) => Run(new InsertInto(Target, _frame.Plan, true) { ByName = true, ReplaceWhere = condition.Expression });

    /// <summary>Replaces the partitions that the rows are in.</summary>
    public void OverwritePartitions() => Run(new InsertInto(Target, _frame.Plan, true) { ByName = true });

    private UnresolvedRelation Target => new(SqlParser.ParseMultipartIdentifier(_table));

    private void Make(TableCreation mode) => Run(new CreateTable(new ObjectName(SqlParser.ParseMultipartIdentifier(_table)), mode, ValueList<ColumnDefinition>.Empty, TableSpec.Empty with
    {
        Provider = _provider,
        Partitioning = new(_partitioning.Select(p => p.Named switch
        {
            UnresolvedFunction f => new PartitionTransform(f.NameParts[^1], f.Arguments),
            var e => new PartitionTransform("identity", [e]),
        })),
        Properties = new ValueMap(_properties),
        Options = new ValueMap(_options, ignoreCase: true),
    }, false, _frame.Plan));

    private void Run(LogicalPlan plan) => QueryActions.Run(_frame.SparkSession, plan, "save").Dispose();
}
