using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Parser;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Execution;
using Firesteel.Foundation.Collections;
using Firesteel.Remote;
using Firesteel.Sql.DataSources;
using Firesteel.Types;

namespace Firesteel;

/// <summary>What a write does where there is something already.</summary>
public enum SaveMode { Append, Overwrite, ErrorIfExists, Ignore }

/// <summary>Writes the rows of a DataFrame as files or as a table. Options are those of the format, by Spark's names.</summary>
public sealed class DataFrameWriter
{
    private readonly DataFrame _frame;
    private readonly List<KeyValuePair<string, string>> _options = [];
    private SaveMode _mode = SaveMode.ErrorIfExists;
    private string? _format;
    private string[] _partitions = [];
    private BucketSpec? _buckets;

    internal DataFrameWriter(DataFrame frame) => _frame = frame;

    /// <param name="mode">append, overwrite, error (or errorifexists, default) or ignore.</param>
    /// <exception cref="AnalysisException">INVALID_SAVE_MODE.</exception>
    public DataFrameWriter Mode(string mode) => Mode(mode.ToLowerInvariant() switch
    {
        "append" => SaveMode.Append,
        "overwrite" => SaveMode.Overwrite,
        "error" or "errorifexists" or "default" => SaveMode.ErrorIfExists,
        "ignore" => SaveMode.Ignore,
        _ => throw new AnalysisException("INVALID_SAVE_MODE", new Dictionary<string, string> { ["mode"] = $"\"{mode}\"" }),
    });

    public DataFrameWriter Mode(SaveMode mode)
    {
        _mode = mode;
        return this;
    }

    /// <param name="source">Short name of the format: parquet, csv, json, text.</param>
    public DataFrameWriter Format(string source)
    {
        _format = source;
        return this;
    }

    public DataFrameWriter Option(string key, string value)
    {
        _options.Add(new(key, value));
        return this;
    }

    public DataFrameWriter Option(string key, bool value) => Option(key, value ? "true" : "false");
    public DataFrameWriter Option(string key, long value) => Option(key, value.ToString(System.Globalization.CultureInfo.InvariantCulture));
    public DataFrameWriter Option(string key, double value) => Option(key, value.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public DataFrameWriter Options(IEnumerable<KeyValuePair<string, string>> options)
    {
        _options.AddRange(options);
        return this;
    }

    /// <summary>A folder for each value of these columns, which the files then lack.</summary>
    public DataFrameWriter PartitionBy(params string[] columns)
    {
        _partitions = columns;
        return this;
    }

    /// <summary>Files split by hash; for tables only.</summary>
    public DataFrameWriter BucketBy(int buckets, string column, params string[] columns)
    {
        _buckets = new BucketSpec(buckets, [column, .. columns], []);
        return this;
    }

    public DataFrameWriter SortBy(string column, params string[] columns)
    {
        if (_buckets is null) throw new AnalysisException("SORT_BY_WITHOUT_BUCKETING");
        _buckets = _buckets with { SortColumns = [column, .. columns] };
        return this;
    }

    public void Save(string path) => Option("path", path).Save();

    /// <exception cref="AnalysisException">PATH_ALREADY_EXISTS and its like.</exception>
    public void Save()
    {
        if (SaveRemotely(null, false)) return;
        if (_buckets is not null) throw new AnalysisException("_LEGACY_ERROR_TEMP_1312", new Dictionary<string, string> { ["operation"] = "save" });
        var options = new ValueMap(_options, ignoreCase: true);
        var session = _frame.SparkSession;
        if (session.State.PythonSources.Find(Source()) is { } source)
        {
            RequireWholeSource();
            var context = session.SparkContext;
            context.RequireRunning();
            var runner = new Sql.Sessions.QueryRunner(session.State, context.CallSite("save", null), context.Properties, CancellationToken.None);
            Sql.Operators.Python.PythonSourceWrite.Run(Source(), source, _frame.Plan, options, _mode == SaveMode.Overwrite, runner);
            return;
        }
        if (session.State.Engine.Providers.Find(Source()) is NoopTableProvider)
        {
            RequireWholeSource();
            NoopSave.Run(_frame);
            return;
        }
        var path = options.Get("path") ?? throw new AnalysisException("_LEGACY_ERROR_TEMP_2047");
        FileSave.Run(_frame, Source(), path, options, new(_partitions), _mode);
    }

    public void Xml(string path) => Format("xml").Save(path);
    public void Parquet(string path) => Format("parquet").Save(path);
    public void Csv(string path) => Format("csv").Save(path);
    public void Json(string path) => Format("json").Save(path);
    public void Orc(string path) => Format("orc").Save(path);

    /// <summary>A line a row; the DataFrame has one column, of text.</summary>
    public void Text(string path) => Format("text").Save(path);

    /// <summary>Makes a table of the rows, or adds them to it, by the mode.</summary>
    public void SaveAsTable(string name)
    {
        if (SaveRemotely(name, false)) return;
        var names = _frame.SparkSession.State.Catalog;
        // Tables only: a temporary view of that name is none.
        var parts = names.Qualify(Identifier(name));
        var table = names.FindTable(parts);
        var exists = table is not null;
        if (exists && _mode == SaveMode.Ignore) return;
        if (exists && _mode == SaveMode.ErrorIfExists)
            throw new AnalysisException("TABLE_OR_VIEW_ALREADY_EXISTS", new Dictionary<string, string> { ["relationName"] = SqlIdentifier.Quote(parts) });
        if (table is not null && _mode == SaveMode.Append)
        {
            var buckets = _buckets is null ? null : new Catalyst.Catalog.CatalogBuckets(_buckets.Count, _buckets.Columns, _buckets.SortColumns);
            TableAppend.Check(table, _frame.Plan, Source(), new ValueMap(_options, ignoreCase: true).Get("path"), new(_partitions), buckets, _frame.NameComparer);
            Run(new InsertInto(new UnresolvedRelation(parts), _frame.Plan, false) { ByName = true });
            return;
        }
        // What replaces a table may read from it: its rows are computed first.
        var query = exists ? _frame.LocalCheckpoint().Plan : _frame.Plan;
        if (exists) Run(new DropTable(new ObjectName(parts), true, false));
        var spec = TableSpec.Empty with
        {
            Provider = Source(),
            Partitioning = new(_partitions.Select(p => new PartitionTransform("identity", [new UnresolvedAttribute([p])]))),
            Bucketing = _buckets,
            Options = new(_options, ignoreCase: true),
        };
        Run(new CreateTable(new ObjectName(parts), TableCreation.Create, [], spec, false, query));
    }

    /// <summary>Adds the rows to a table, columns by their places; overwrites it in that mode.</summary>
    public void InsertInto(string name)
    {
        if (SaveRemotely(name, true)) return;
        if (_partitions.Length > 0) throw new AnalysisException("PARTITION_BY_NOT_ALLOWED_WITH_INSERT_INTO", new Dictionary<string, string> { ["tableName"] = name });
        if (_buckets is not null) throw new AnalysisException("_LEGACY_ERROR_TEMP_1312", new Dictionary<string, string> { ["operation"] = "insertInto" });
        Run(new InsertInto(new UnresolvedRelation(Identifier(name)), _frame.Plan, _mode == SaveMode.Overwrite));
    }

    private ValueList<string> Identifier(string name)
    {
        var parts = SqlParser.ParseMultipartIdentifier(name);
        if (parts.Count > 2 && _frame.SparkSession.State.Catalog.FindCatalog(parts[0]) is null) throw new AnalysisException("_LEGACY_ERROR_TEMP_1310", new Dictionary<string, string> { ["quote"] = string.Join(".", parts.Select(SqlIdentifier.QuoteIfNeeded)) });
        return parts;
    }

    private bool SaveRemotely(string? table, bool isInsert)
    {
        if (_frame.SparkSession.Remote is not { } remote) return false;
        var options = new ValueMap(_options, ignoreCase: true);
        remote.Save(new SaveRequest(_frame.Plan, _format, options.Get("path"), table, isInsert, _mode, new(_partitions), _buckets, options));
        return true;
    }

    // Sources that are no files are written as a whole, and know no partitions of folders.
    private void RequireWholeSource()
    {
        if (_mode is not (SaveMode.Append or SaveMode.Overwrite))
            throw new AnalysisException("UNSUPPORTED_DATA_SOURCE_SAVE_MODE", new Dictionary<string, string> { ["source"] = Source(), ["createMode"] = $"\"{_mode}\"" });
        if (_partitions.Length > 0)
            throw new ArgumentException($"requirement failed: The partitioning columns differ from those of the table.\n - provided: {string.Join(", ", _partitions.Select(p => $"identity({p})"))}\n - table: ");
    }

    private string Source() => _format ?? _frame.SparkSession.Conf().Get("spark.sql.sources.default");

    private void Run(Command command) => QueryActions.Run(_frame.SparkSession, command, "save").Dispose();
}
