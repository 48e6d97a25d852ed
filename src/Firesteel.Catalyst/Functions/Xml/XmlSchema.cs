using System.Globalization;
using System.Text;
using Firesteel.Foundation.Numerics;
using Firesteel.Foundation.Time;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Xml;

/// <summary>Types of XML records, merged from record to record.</summary>
sealed class XmlSchema(XmlOptions options, string timeZone)
{
    private readonly ZoneRules _zone = TimeZones.Get(options.Text("timeZone") ?? timeZone);
    private readonly DateTimeFormatter? _timestamps = options.Text("timestampFormat") is { } t ? DateTimeFormatter.ForParsing(t) : null;
    private readonly DateTimeFormatter? _dates = options.Text("dateFormat") is { } d ? DateTimeFormatter.ForParsing(d) : null;

    /// <summary>The type of a whole record: a struct in any case.</summary>
    public StructType OfRecord(XmlRecord record) => TypeOf(record) switch
    {
        StructType s => s,
        NullType => StructType.Empty,
        var text => new StructType(new StructField(options.ValueTag, text)),
    };

    public StructType Merge(StructType a, StructType b) => (StructType)MergeTypes(a, b);

    /// <summary>The type with text where nothing was found, fields in order of their names.</summary>
    public static DataType Final(DataType type) => type switch
    {
        NullType => StringType.Instance,
        ArrayType a => new ArrayType(Final(a.ElementType)),
        StructType s => new StructType(s.Fields.OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => f with { DataType = Final(f.DataType) })),
        _ => type,
    };

    private DataType TypeOf(XmlRecord record)
    {
        if (record.Elements.Count == 0 && (record.Attributes.Count == 0 || options.ExcludesAttributes)) return OfText(record.Text);
        var fields = new Dictionary<string, StructField>(StringComparer.OrdinalIgnoreCase);
        if (!options.ExcludesAttributes)
            foreach (var (name, value) in record.Attributes) Add(fields, options.AttributePrefix + name, OfText(value));
        foreach (var element in record.Elements) Add(fields, element.Name, TypeOf(element));
        foreach (var text in record.Texts)
            if (!string.IsNullOrWhiteSpace(text)) Add(fields, options.ValueTag, OfText(text));
        return new StructType(fields.Values);
    }

    // A name that comes twice in a record is an array.
    private void Add(Dictionary<string, StructField> fields, string name, DataType type)
    {
        if (!fields.TryGetValue(name, out var known)) fields[name] = new StructField(name, type);
        else fields[name] = known with { DataType = known.DataType is ArrayType a ? new ArrayType(MergeTypes(a.ElementType, type)) : new ArrayType(MergeTypes(known.DataType, type)) };
    }

    private DataType OfText(string text)
    {
        var value = text.Trim();
        if (value.Length == 0 || value == options.NullValue) return NullType.Instance;
        if (!options.InfersTypes) return StringType.Instance;
        var bytes = Encoding.UTF8.GetBytes(value);
        if (NumberText.TryParseLong(bytes, false, out _)) return LongType.Instance;
        if (options.PrefersDecimal && decimal.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var exact))
            return new DecimalType(Math.Max(value.Count(char.IsAsciiDigit), exact.Scale), exact.Scale);
        if ((char.IsAsciiDigit(value[^1]) || value[^1] == '.') && NumberText.TryParseDouble(bytes, out _)) return DoubleType.Instance;
        if (value.Equals("true", StringComparison.OrdinalIgnoreCase) || value.Equals("false", StringComparison.OrdinalIgnoreCase)) return BooleanType.Instance;
        if (_dates != null ? _dates.TryParseDate(bytes, out _) : value.Length == 10 && DateParser.TryParse(bytes, out _)) return DateType.Instance;
        if (_timestamps != null ? _timestamps.TryParse(bytes, _zone, out _) : value.Length > 10 && TimestampParser.TryParse(bytes, _zone, out _)) return TimestampType.Instance;
        return StringType.Instance;
    }

    private DataType MergeTypes(DataType a, DataType b)
    {
        if (a == b || b is NullType) return a;
        switch (a, b)
        {
            case (NullType, _): return b;
            case (ArrayType x, ArrayType y): return new ArrayType(MergeTypes(x.ElementType, y.ElementType));
            case (ArrayType x, _): return new ArrayType(MergeTypes(x.ElementType, b));
            case (_, ArrayType y): return new ArrayType(MergeTypes(a, y.ElementType));
            case (StructType x, StructType y):
                var fields = new Dictionary<string, StructField>(StringComparer.OrdinalIgnoreCase);
                foreach (var field in x.Fields.Concat(y.Fields))
                    fields[field.Name] = fields.TryGetValue(field.Name, out var known) ? known with { DataType = MergeTypes(known.DataType, field.DataType) } : field;
                return new StructType(fields.Values);
            // Text alone here and beside attributes there.
            case (StructType x, _): return MergeTypes(x, new StructType(new StructField(options.ValueTag, b)));
            case (_, StructType y): return MergeTypes(new StructType(new StructField(options.ValueTag, a)), y);
            case (DecimalType x, DecimalType y):
                var scale = Math.Max(x.Scale, y.Scale);
                return new DecimalType(Math.Min(38, Math.Max(x.Precision - x.Scale, y.Precision - y.Scale) + scale), scale);
            case (NumericType, NumericType): return DoubleType.Instance;
            case (DateType or TimestampType, DateType or TimestampType): return TimestampType.Instance;
            default: return StringType.Instance;
        }
    }
}
