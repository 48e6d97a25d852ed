using Firesteel.Types;

namespace Firesteel.Catalyst.Parser;

/// <summary>Fixed-length and bounded text are types of tables only; expressions know text.</summary>
static class CharVarcharTypes
{
    public static DataType ReplaceByString(DataType type) => type switch
    {
        { UserDefined: not null } => type,
        CharType or VarcharType => StringType.Instance,
        ArrayType array => array with { ElementType = ReplaceByString(array.ElementType) },
        MapType map => map with { KeyType = ReplaceByString(map.KeyType), ValueType = ReplaceByString(map.ValueType) },
        StructType fields => new StructType(fields.Fields.Select(f => f with { DataType = ReplaceByString(f.DataType) })),
        _ => type,
    };
}
