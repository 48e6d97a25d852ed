using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Functions.Xml;

/// <summary>Options of XML text, of functions and of the data source alike.</summary>
sealed class XmlOptions
{
    public XmlOptions(ValueMap options)
    {
        All = options;
        RowTag = Text("rowTag");
        RootTag = Text("rootTag") ?? "ROWS";
        Declaration = Text("declaration") ?? "version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"";
        AttributePrefix = Text("attributePrefix") ?? "_";
        ValueTag = Text("valueTag") ?? "_VALUE";
        ElementName = Text("arrayElementName") ?? "item";
        NullValue = Text("nullValue");
        Mode = (Text("mode") ?? "PERMISSIVE").ToUpperInvariant();
        CorruptColumn = Text("columnNameOfCorruptRecord") ?? "_corrupt_record";
        ExcludesAttributes = Flag("excludeAttribute", false);
        InfersTypes = Flag("inferSchema", true);
        PrefersDecimal = Flag("prefersDecimal", false);
        KeepsSpaces = !Flag("ignoreSurroundingSpaces", true);
    }

    public ValueMap All { get; }
    public string? RowTag { get; }
    public string RootTag { get; }
    public string Declaration { get; }

    /// <summary>What the names of columns begin with that are attributes.</summary>
    public string AttributePrefix { get; }

    /// <summary>Name of the column that holds an element's own text beside its attributes and elements.</summary>
    public string ValueTag { get; }

    /// <summary>Name of the elements of an array within an array.</summary>
    public string ElementName { get; }

    public string? NullValue { get; }
    public string Mode { get; }
    public bool FailsFast => Mode == "FAILFAST";
    public string CorruptColumn { get; }
    public bool ExcludesAttributes { get; }
    public bool InfersTypes { get; }
    public bool PrefersDecimal { get; }
    public bool KeepsSpaces { get; }

    public string? Text(string name)
    {
        if (All.Get(name) is { } exact) return exact;
        foreach (var (key, value) in All)
            if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase)) return value;
        return null;
    }

    private bool Flag(string name, bool otherwise) => Text(name) is { } text ? text.Equals("true", StringComparison.OrdinalIgnoreCase) : otherwise;
}
