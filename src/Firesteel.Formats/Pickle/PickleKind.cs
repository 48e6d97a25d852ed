namespace Firesteel.Formats.Pickle;

/// <summary>What a value of a pickle is.</summary>
enum PickleKind : byte
{
    None,
    Bool,
    /// <summary>A whole number of 64 bits.</summary>
    Int,
    /// <summary>A whole number beyond 64 bits, a BigInteger.</summary>
    BigInt,
    Float,
    /// <summary>Text: a slice of UTF-8.</summary>
    Text,
    /// <summary>bytes or bytearray: a slice.</summary>
    Bytes,
    List,
    Tuple,
    Dict,
    Set,
    /// <summary>A pyspark Row: its names and values.</summary>
    Row,
    /// <summary>decimal.Decimal, as its text.</summary>
    Decimal,
    /// <summary>datetime.date, days since 1970.</summary>
    Date,
    /// <summary>datetime.time, microseconds of the day.</summary>
    Time,
    /// <summary>datetime.datetime, microseconds since 1970 on its own clock; its zone, if any, is the offset in microseconds.</summary>
    DateTime,
    /// <summary>datetime.timedelta, microseconds.</summary>
    TimeDelta,
    /// <summary>datetime.timezone, its offset in microseconds.</summary>
    TimeZone,
    /// <summary>A function or class, by the table of those that are known.</summary>
    Global,
    /// <summary>numpy's description of an element.</summary>
    NumpyType,
    /// <summary>A numpy array.</summary>
    NumpyArray,
    /// <summary>A schema, as the JVM's pickles name it.</summary>
    Schema,
    /// <summary>What turns values into rows of a schema.</summary>
    RowConverter,
}
