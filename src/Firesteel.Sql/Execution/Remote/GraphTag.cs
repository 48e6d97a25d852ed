namespace Firesteel.Sql.Execution.Remote;

/// <summary>What follows in an encoded plan.</summary>
enum GraphTag : byte
{
    Null, Known, Record, List, DataType, Function, Map, Conf, Table, Memory, Text, Bytes, True, False, Int8, Int16, Int32, Int64, Int128, Float, Double, Longs, Enum, Origin, Shuffle, Format, Rows, RowParts, OfProgram,
}
