namespace Firesteel.Types;

/// <summary>Comparison of types that overlooks what does not change how values lie.</summary>
static class TypeEquality
{
    /// <summary>Equal but for whether elements, values and fields may be null, and for fields' names.</summary>
    public static bool SameShape(DataType a, DataType b) => a.UserDefined == b.UserDefined && (a, b) switch
    {
        (ArrayType x, ArrayType y) => SameShape(x.ElementType, y.ElementType),
        (MapType x, MapType y) => SameShape(x.KeyType, y.KeyType) && SameShape(x.ValueType, y.ValueType),
        (StructType x, StructType y) => x.Count == y.Count && x.Fields.Zip(y.Fields).All(z => SameShape(z.First.DataType, z.Second.DataType)),
        _ => a == b,
    };

    /// <summary>Equal but for whether elements, values and fields may be null; names compare without regard to case.</summary>
    public static bool SameType(DataType a, DataType b) => a.UserDefined == b.UserDefined && (a, b) switch
    {
        (ArrayType x, ArrayType y) => SameType(x.ElementType, y.ElementType),
        (MapType x, MapType y) => SameType(x.KeyType, y.KeyType) && SameType(x.ValueType, y.ValueType),
        (StructType x, StructType y) => x.Count == y.Count && x.Fields.Zip(y.Fields).All(z =>
            string.Equals(z.First.Name, z.Second.Name, StringComparison.OrdinalIgnoreCase) && SameType(z.First.DataType, z.Second.DataType)),
        _ => a == b,
    };

    /// <summary>The type as its values are stored: no user-defined type is left in it. Itself where there was none.</summary>
    public static DataType Stored(DataType type) => !HasUserDefined(type) ? type : type switch
    {
        ArrayType a => new ArrayType(Stored(a.ElementType), a.ContainsNull),
        MapType m => new MapType(Stored(m.KeyType), Stored(m.ValueType), m.ValueContainsNull),
        StructType s => new StructType(s.Fields.Select(f => f with { DataType = Stored(f.DataType) })),
        _ => type with { UserDefined = null },
    };

    /// <summary>Whether the type is, or has in it, a user-defined type.</summary>
    public static bool HasUserDefined(DataType type)
    {
        if (type.UserDefined != null) return true;
        switch (type)
        {
            case ArrayType a: return HasUserDefined(a.ElementType);
            case MapType m: return HasUserDefined(m.KeyType) || HasUserDefined(m.ValueType);
            case StructType s:
                foreach (var field in s.Fields.AsSpan())
                    if (HasUserDefined(field.DataType)) return true;
                return false;
            default: return false;
        }
    }
}
