using System.Text;
using Firesteel.Catalyst.Functions.Json;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Xml;

/// <summary>Puts XML records into columns. What does not fit its type is null, and the record is told to be bad.</summary>
sealed class XmlValueReader(XmlOptions options, string timeZone)
{
    private readonly TextValueReader _values = new(options.All, timeZone);

    /// <summary>Puts a record's fields into one row. False where a value did not fit; the row holds all others.</summary>
    public bool Read(XmlRecord record, StructType type, ReadOnlySpan<ColumnVector> columns, int at)
    {
        var fits = true;
        for (var f = 0; f < type.Count; f++)
        {
            columns[f].EnsureCapacity(at + 1);
            if (Field(record, type[f].Name, columns[f], at)) continue;
            columns[f].SetNull(at);
            fits = false;
        }
        return fits;
    }

    // False where there is a value that does not fit.
    private bool Field(XmlRecord record, string name, ColumnVector target, int at)
    {
        if (name == options.ValueTag) return Texts(record, target, at);
        if (name.StartsWith(options.AttributePrefix, StringComparison.Ordinal) && !options.ExcludesAttributes)
        {
            foreach (var (attribute, value) in record.Attributes)
                if (attribute.AsSpan().Equals(name.AsSpan(options.AttributePrefix.Length), StringComparison.OrdinalIgnoreCase)) return Text(value, target, at);
        }
        if (target.Type is ArrayType)
        {
            var elements = record.Elements.Where(e => Is(e, name)).ToList();
            return elements.Count == 0 ? Nothing(target, at) : List(elements.Count, target, at, (i, child, place) => Put(elements[i], child, place));
        }
        // Of several the last one counts.
        return record.Elements.FindLast(e => Is(e, name)) is { } element ? Put(element, target, at) : Nothing(target, at);
    }

    private static bool Is(XmlRecord element, string name) => string.Equals(element.Name, name, StringComparison.OrdinalIgnoreCase);

    private bool Texts(XmlRecord record, ColumnVector target, int at)
    {
        var texts = record.Texts.Where(t => !string.IsNullOrWhiteSpace(t)).ToList();
        if (texts.Count == 0) return Nothing(target, at);
        return target.Type is ArrayType ? List(texts.Count, target, at, (i, child, place) => Text(texts[i], child, place)) : Text(string.Concat(texts), target, at);
    }

    private static bool List(int count, ColumnVector target, int at, Func<int, ColumnVector, int, bool> put)
    {
        var child = target.Children[0];
        var start = child.Count;
        child.EnsureCapacity(start + count);
        child.Count = start + count;
        var fits = true;
        for (var i = 0; i < count; i++)
        {
            if (put(i, child, start + i)) continue;
            child.SetNull(start + i);
            fits = false;
        }
        target.Set(at, new ListEntry(start, count));
        return fits;
    }

    private bool Put(XmlRecord element, ColumnVector target, int at)
    {
        switch (target.Type)
        {
            case StructType type:
                if (element.IsPlain && element.Texts.Count == 0) return Nothing(target, at);
                return Read(element, type, target.Children, at);
            case MapType:
                var (keys, values) = (target.Children[0], target.Children[1]);
                var start = keys.Count;
                var fits = true;
                foreach (var (name, value) in element.Attributes)
                    fits &= Entry(options.AttributePrefix + name, (child, place) => Text(value, child, place));
                foreach (var inner in element.Elements) fits &= Entry(inner.Name, (child, place) => Put(inner, child, place));
                target.Set(at, new ListEntry(start, keys.Count - start));
                return fits;

                bool Entry(string key, Func<ColumnVector, int, bool> put)
                {
                    ValueCopy.AppendText(keys, Encoding.UTF8.GetBytes(key));
                    var place = values.Count++;
                    values.EnsureCapacity(place + 1);
                    if (put(values, place)) return true;
                    values.SetNull(place);
                    return false;
                }
            case ArrayType:
                return List(element.Elements.Count, target, at, (i, child, place) => Put(element.Elements[i], child, place));
            case StringType when element.Elements.Count > 0: return Text(element.Inner(), target, at);
            default: return Text(element.Text, target, at);
        }
    }

    private bool Text(string text, ColumnVector target, int at)
    {
        if (target.Type is StructType type && type.IndexOf(options.ValueTag) is >= 0 and var own)
        {
            for (var f = 0; f < type.Count; f++)
                if (f != own) target.Children[f].SetNull(at);
            return Text(text, target.Children[own], at);
        }
        if (target.Type is ArrayType) return List(1, target, at, (_, child, place) => Text(text, child, place));
        var value = options.KeepsSpaces && target.Type is StringType ? text : text.Trim();
        if (value == options.NullValue || value.Length == 0 && target.Type is not StringType) return Nothing(target, at);
        return _values.TryRead(Encoding.UTF8.GetBytes(value), target, at);
    }

    private static bool Nothing(ColumnVector target, int at)
    {
        target.SetNull(at);
        return true;
    }
}
