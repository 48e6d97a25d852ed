namespace Firesteel.Types;

/// <summary>Comparison of types that overlooks what does not change how values lie.</summary>
static class TypeEquality
{
    /// <summary>Equal but for whether elements, values and fields may be null, and for fields' names.</summary>
    public static bool SameShape(DataType a, DataType b) => (a, b) switch
    {
        (ArrayType x, ArrayType y) => SameShape(x.ElementType, y.ElementType),
        (MapType x, MapType y) => SameShape(x.KeyType, y.KeyType) && SameShape(x.ValueType, y.ValueType),
        (StructType x, StructType y) => x.Count == y.Count && x.Fields.Zip(y.Fields).All(z => SameShape(z.First.DataType, z.Second.DataType)),
        _ => a == b,
    };

    /// <summary>Equal but for whether elements, values and fields may be null; names compare without regard to case.</summary>
    public static bool SameType(DataType a, DataType b) => (a, b) switch
    {
        (ArrayType x, ArrayType y) => SameType(x.ElementType, y.ElementType),
        (MapType x, MapType y) => SameType(x.KeyType, y.KeyType) && SameType(x.ValueType, y.ValueType),
        (StructType x, StructType y) => x.Count == y.Count && x.Fields.Zip(y.Fields).All(z =>
            string.Equals(z.First.Name, z.Second.Name, StringComparison.OrdinalIgnoreCase) && SameType(z.First.DataType, z.Second.DataType)),
        _ => a == b,
    };
}
