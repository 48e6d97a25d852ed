using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Collections;

/// <summary>Brings the entries of maps, however deep they lie in a value, into the order of their keys, so that equal maps are the same bytes.</summary>
static class MapOrder
{
    private static readonly Scalar Sorted = new("mapsort", [TypeClass.Any], a => a[0].DataType, Sort) { Text = (call, style) => call.Arguments[0].ToSql(style) };

    public static Expression Of(Expression value) => Sorted.Call(value);

    public static bool HasMap(DataType type) => type switch
    {
        MapType => true,
        ArrayType a => HasMap(a.ElementType),
        StructType s => s.Fields.Any(f => HasMap(f.DataType)),
        _ => false,
    };

    // Maps as keys are rare: a value at a time will do.
    private static void Sort(KernelCall call)
    {
        var input = call.Arguments[0];
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            LiteralVectors.Write(call.Result, row, Sort(LiteralVectors.Read(input, row), input.Type));
        }
    }

    private static object? Sort(object? value, DataType type)
    {
        if (value is not NestedValue nested || !HasMap(type)) return value;
        switch (type)
        {
            case StructType s:
                return new NestedValue(new ValueList<object?>(nested.Items.Select((v, i) => Sort(v, s[i].DataType)).ToArray().AsSpan()));
            case ArrayType a:
                return new NestedValue(new ValueList<object?>(nested.Items.Select(v => Sort(v, a.ElementType)).ToArray().AsSpan()));
            default:
                var map = (MapType)type;
                var entries = Enumerable.Range(0, nested.Items.Count / 2).Select(i => (Key: Sort(nested.Items[2 * i], map.KeyType), Value: Sort(nested.Items[2 * i + 1], map.ValueType))).ToList();
                var ordered = entries.OrderBy(e => e.Key, Comparer<object?>.Create((x, y) => Compare(x, y)));
                return new NestedValue(new ValueList<object?>(ordered.SelectMany(e => new[] { e.Key, e.Value }).ToArray().AsSpan()));
        }
    }

    private static int Compare(object? x, object? y)
    {
        if (x is null || y is null) return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        switch (x, y)
        {
            case (string a, string b): return string.CompareOrdinal(a, b);
            case (BinaryValue a, BinaryValue b): return a.Bytes.AsSpan().SequenceCompareTo(b.Bytes);
            case (NestedValue a, NestedValue b):
                for (var i = 0; i < Math.Min(a.Items.Count, b.Items.Count); i++)
                    if (Compare(a.Items[i], b.Items[i]) is var c and not 0) return c;
                return a.Items.Count.CompareTo(b.Items.Count);
            case (IComparable a, _): return a.CompareTo(y);
            default: return 0;
        }
    }
}
