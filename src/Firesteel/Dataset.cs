using Firesteel.Encoders;
using Firesteel.Types;

namespace Firesteel;

/// <summary>Rows as objects of a type: records, tuples, classes, or simple values in one column.</summary>
public sealed partial class Dataset<T>
{
    private readonly DataFrame _frame;

    internal Dataset(DataFrame frame) => _frame = frame;

    public DataFrame ToDF() => _frame;
    public StructType Schema() => _frame.Schema();
    public long Count() => _frame.Count();
    public T[] Collect() => Objects(_frame.Collect());
    public T[] Take(int count) => Objects(_frame.Take(count));
    public T First() => Objects([_frame.First()])[0];
    public void Show(int numRows = 20, int truncate = 20) => _frame.Show(numRows, truncate);

    private T[] Objects(Row[] rows)
    {
        if (rows.Length == 0) return [];
        var schema = _frame.Schema();
        if (!ObjectEncoder.CanEncode(typeof(T))) return [.. rows.Select(r => r.GetAs<T>(0))];
        var encoder = ObjectEncoder.For(typeof(T));
        // Columns are found by name; those of a tuple by place.
        var places = encoder.Schema.Fields.Select((f, i) => f.Name.StartsWith('_') && schema.IndexOf(f.Name) < 0 ? i : Place(schema, f.Name)).ToArray();
        return [.. rows.Select(r => (T)encoder.FromRow(places.Select(p => r[p]).ToArray()))];
    }

    private static int Place(StructType schema, string name) => schema.IndexOf(name) is var i and >= 0 ? i
        : throw new AnalysisException("UNRESOLVED_COLUMN.WITH_SUGGESTION", new Dictionary<string, string> { ["objectName"] = SqlIdentifier.Quote(name), ["proposal"] = string.Join(", ", schema.Fields.Select(f => SqlIdentifier.Quote(f.Name))) });
}
