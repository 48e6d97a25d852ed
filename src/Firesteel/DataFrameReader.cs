using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Parser;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Remote;
using Firesteel.Sql.DataSources;
using Firesteel.Types;

namespace Firesteel;

/// <summary>Reads files and tables. Options are those of the format, by Spark's names.</summary>
public sealed class DataFrameReader
{
    private readonly SparkSession _session;
    private readonly List<KeyValuePair<string, string>> _options = [];
    private string? _format;
    private StructType? _schema;
    private string? _schemaText;

    internal DataFrameReader(SparkSession session) => _session = session;

    /// <param name="source">Short name of the format: parquet, csv, json, text.</param>
    public DataFrameReader Format(string source)
    {
        _format = source;
        return this;
    }

    /// <summary>The schema to read with, so that none has to be found out.</summary>
    public DataFrameReader Schema(StructType schema)
    {
        _schema = schema;
        return this;
    }

    /// <param name="schema">Columns as SQL writes them: <c>a INT, b STRING</c>.</param>
    public DataFrameReader Schema(string schema)
    {
        if (_session.Remote is null) return Schema(SqlParser.ParseTableSchema(schema, _session.State.ParserOptions));
        _schemaText = schema;
        return this;
    }

    public DataFrameReader Option(string key, string value)
    {
        _options.Add(new(key, value));
        return this;
    }

    public DataFrameReader Option(string key, bool value) => Option(key, value ? "true" : "false");
    public DataFrameReader Option(string key, long value) => Option(key, value.ToString(System.Globalization.CultureInfo.InvariantCulture));
    public DataFrameReader Option(string key, double value) => Option(key, value.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public DataFrameReader Options(IEnumerable<KeyValuePair<string, string>> options)
    {
        _options.AddRange(options);
        return this;
    }

    public DataFrame Load() => Load([.. _session.Remote is null ? Paths([]) : []]);

    /// <exception cref="AnalysisException">PATH_NOT_FOUND, UNABLE_TO_INFER_SCHEMA, DATA_SOURCE_NOT_FOUND.</exception>
    public DataFrame Load(params string[] paths)
    {
        if (_session.Remote is not null)
            return DataFrame.Of(_session, new SourceFiles(_format, _schemaText ?? (_schema is null ? null : SchemaJson.Write(_schema)), new(paths.AsSpan()), new ValueMap(_options, ignoreCase: true)));
        var format = _format ?? _session.Conf().Get("spark.sql.sources.default");
        var options = new ValueMap(_options, ignoreCase: true);
        if (_session.State.PythonSources.Find(format) is { } source) return OfPython(format, source, options, paths);
        if (_session.State.Engine.Providers.Find(format) is NoopTableProvider) throw NoopTableProvider.NotReadable(format);
        var table = FileTableProvider.OpenPaths(format, new(Paths(paths)), options, _schema, _session.State.Settings);
        return DataFrame.Of(_session, SourceRelation.Of(table, f => new AttributeReference(f.Name, f.DataType, f.Nullable, ExprId.Next()) { Metadata = f.Metadata }) with { Options = options });
    }

    private DataFrame OfPython(string format, Catalyst.Expressions.Python.PythonFunction source, ValueMap options, string[] paths)
    {
        if (paths.Length == 1) options = options.With("path", paths[0]);
        var table = Sql.Operators.Python.PythonTable.Open(format, source, options, _schema, _session.State);
        return DataFrame.Of(_session, SourceRelation.Of(table, f => new AttributeReference(f.Name, f.DataType, f.Nullable, ExprId.Next()) { Metadata = f.Metadata }) with { Options = options });
    }

    public DataFrame Parquet(params string[] paths) => Format("parquet").Load(paths);
    public DataFrame Csv(params string[] paths) => Format("csv").Load(paths);
    public DataFrame Json(params string[] paths) => Format("json").Load(paths);
    public DataFrame Xml(params string[] paths) => Format("xml").Load(paths);
    public DataFrame Orc(params string[] paths) => Format("orc").Load(paths);

    /// <summary>A row a line, in the column <c>value</c>.</summary>
    public DataFrame Text(params string[] paths) => Format("text").Load(paths);

    /// <summary>The lines of text files as strings.</summary>
    public Dataset<string> TextFile(params string[] paths) => Text(paths).Select("value").As<string>();

    public DataFrame Table(string name) => DataFrame.Of(_session, new UnresolvedRelation(SqlParser.ParseMultipartIdentifier(name), new ValueMap(_options, ignoreCase: true)));

    private IEnumerable<string> Paths(string[] paths) => paths.Length > 0 ? paths : _options.Where(o => o.Key.Equals("path", StringComparison.OrdinalIgnoreCase)).Select(o => o.Value);
}
