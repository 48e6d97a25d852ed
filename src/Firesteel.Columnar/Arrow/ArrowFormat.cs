namespace Firesteel.Columnar.Arrow;

/// <summary>Numbers of the Arrow IPC format (Schema.fbs and Message.fbs).</summary>
static class ArrowFormat
{
    public const short MetadataV5 = 4;
    public const int Continuation = -1;
    public const int MaxDepth = 100;

    /// <summary>Key in the metadata of the field <c>metadata</c> of a struct that is a variant.</summary>
    public const string VariantMark = "variant";

    /// <summary>Kinds of messages.</summary>
    public const byte SchemaMessage = 1, DictionaryMessage = 2, RecordBatchMessage = 3;
}

/// <summary>Arrow's types, by their numbers in the union.</summary>
enum ArrowTypeId : byte
{
    Null = 1, Int, FloatingPoint, Binary, Utf8, Bool, Decimal, Date, Time, Timestamp, Interval, List, Struct, Union, FixedSizeBinary,
    FixedSizeList, Map, Duration, LargeBinary, LargeUtf8, LargeList, RunEndEncoded, BinaryView, Utf8View,
}

/// <summary>Units of time, by their numbers.</summary>
enum ArrowTimeUnit : short { Second, Millisecond, Microsecond, Nanosecond }
