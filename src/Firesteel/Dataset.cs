using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Encoders;
using Firesteel.Foundation.Collections;
using Firesteel.Types;
using Firesteel.Udfs;

namespace Firesteel;

/// <summary>Rows as objects of a type: records, tuples, classes, or simple values in one column. Functions of the program run once a row.</summary>
public sealed class Dataset<T>
{
    private readonly DataFrame _frame;
    private readonly int[] _places;

    /// <exception cref="AnalysisException">A member of the type has no column.</exception>
    internal Dataset(DataFrame frame)
    {
        _frame = frame;
        _places = Places(frame.Columns(), ObjectVectors.SchemaOf<T>());
    }

    // The columns that functions of the program are given.
    private ValueList<Expression> Members(string function)
        => _frame.SparkSession.Remote is null ? new(_places.Select(p => (Expression)_frame.Plan.Output[p])) : throw Remote.ClassicOnly.Closure(function);

    public SparkSession SparkSession => _frame.SparkSession;
    public DataFrame ToDF() => _frame;
    public DataFrame ToDF(params string[] names) => _frame.ToDF(names);
    public StructType Schema() => _frame.Schema();
    public void PrintSchema() => _frame.PrintSchema();

    public Dataset<TResult> Map<TResult>(Func<T, TResult> function) => FlatMap<TResult>(item => [function(item)]);

    public Dataset<TResult> FlatMap<TResult>(Func<T, IEnumerable<TResult>> function)
    {
        var members = Members("map");
        var schema = ObjectVectors.SchemaOf<TResult>();
        var columns = schema.Fields.Select(f => new AttributeReference(f.Name, f.DataType, f.Nullable, ExprId.Next()));
        var plan = new Generate(new GeneratorCall(new ObjectGenerator<T, TResult>(function), members, schema), false, null, new(columns), _frame.Plan)
        {
            Unrequired = new(Enumerable.Range(0, _frame.Plan.Output.Count)),
        };
        plan.MarkAnalyzed();
        return new(DataFrame.OfAnalyzed(SparkSession, plan));
    }

    public Dataset<T> Filter(Func<T, bool> predicate) => new(_frame.Filter(new Column(new ObjectFunction<T, bool>(predicate, BooleanType.Instance).Call(Members("filter"), default))));
    public Dataset<T> Where(Func<T, bool> predicate) => Filter(predicate);
    public Dataset<T> Filter(Column condition) => new(_frame.Filter(condition));
    public Dataset<T> OrderBy(params Column[] columns) => new(_frame.OrderBy(columns));
    public Dataset<T> Limit(int count) => new(_frame.Limit(count));
    public Dataset<T> Distinct() => new(_frame.Distinct());
    public Dataset<T> Union(Dataset<T> other) => new(_frame.Union(other._frame));
    public Dataset<T> Repartition(int partitions) => new(_frame.Repartition(partitions));

    public Dataset<T> Cache() => Persist(StorageLevel.MemoryAndDisk);

    public Dataset<T> Persist(StorageLevel level)
    {
        _frame.Persist(level);
        return this;
    }

    public DataFrame Select(params Column[] columns) => _frame.Select(columns);
    public RelationalGroupedDataset GroupBy(params Column[] columns) => _frame.GroupBy(columns);
    public Dataset<TOther> As<TOther>() => new(_frame);

    public long Count() => _frame.Count();
    public T[] Collect() => Objects(_frame.Collect());
    public T[] Take(int count) => Objects(_frame.Take(count));
    public T First() => Objects([_frame.First()])[0];
    public bool IsEmpty() => _frame.IsEmpty();
    public void Show(int numRows = 20, int truncate = 20) => _frame.Show(numRows, truncate);
    public void CreateOrReplaceTempView(string name) => _frame.CreateOrReplaceTempView(name);

    /// <summary>All objects brought together two by two, on the driver.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public T Reduce(Func<T, T, T> function) => Collect().Aggregate(function);

    public void Foreach(Action<T> action)
    {
        foreach (var item in Collect()) action(item);
    }

    private T[] Objects(Row[] rows)
    {
        if (rows.Length == 0) return [];
        if (!ObjectEncoder.CanEncode(typeof(T))) return [.. rows.Select(r => r.GetAs<T>(_places[0]))];
        var encoder = ObjectEncoder.For(typeof(T));
        return [.. rows.Select(r => (T)encoder.FromRow(_places.Select(p => r[p]).ToArray()))];
    }

    // Columns are found by name; a simple value's and a tuple's by place.
    private static int[] Places(IReadOnlyList<string> columns, StructType schema)
    {
        var byPlace = !ObjectEncoder.CanEncode(typeof(T)) || schema.Fields.All(f => f.Name[0] == '_') && !schema.Fields.All(f => columns.Contains(f.Name));
        if (byPlace && columns.Count < schema.Count) throw Missing(schema[columns.Count].Name, columns);
        return [.. schema.Fields.Select((f, i) => byPlace ? i : columns.ToList().FindIndex(c => c.Equals(f.Name, StringComparison.OrdinalIgnoreCase)) is var place and >= 0 ? place : throw Missing(f.Name, columns))];
    }

    private static AnalysisException Missing(string name, IReadOnlyList<string> columns)
        => new("UNRESOLVED_COLUMN.WITH_SUGGESTION", new Dictionary<string, string> { ["objectName"] = SqlIdentifier.Quote(name), ["proposal"] = string.Join(", ", columns.Select(c => SqlIdentifier.Quote(c))) });
}
