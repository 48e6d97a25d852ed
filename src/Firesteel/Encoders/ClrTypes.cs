using Firesteel.Types;

namespace Firesteel.Encoders;

/// <summary>Which column type stands for a .NET type.</summary>
static class ClrTypes
{
    private static readonly Dictionary<Type, DataType> Simple = new()
    {
        [typeof(bool)] = BooleanType.Instance,
        [typeof(sbyte)] = ByteType.Instance,
        [typeof(byte)] = ShortType.Instance,
        [typeof(short)] = ShortType.Instance,
        [typeof(ushort)] = IntegerType.Instance,
        [typeof(int)] = IntegerType.Instance,
        [typeof(uint)] = LongType.Instance,
        [typeof(long)] = LongType.Instance,
        [typeof(float)] = FloatType.Instance,
        [typeof(double)] = DoubleType.Instance,
        [typeof(decimal)] = DecimalType.SystemDefault,
        [typeof(BigDecimal)] = DecimalType.SystemDefault,
        [typeof(string)] = StringType.Instance,
        [typeof(char)] = StringType.Instance,
        [typeof(Guid)] = StringType.Instance,
        [typeof(byte[])] = BinaryType.Instance,
        [typeof(VariantVal)] = VariantType.Instance,
        [typeof(Date)] = DateType.Instance,
        [typeof(DateOnly)] = DateType.Instance,
        [typeof(Timestamp)] = TimestampType.Instance,
        [typeof(DateTimeOffset)] = TimestampType.Instance,
        [typeof(DateTime)] = TimestampType.Instance,
        [typeof(TimeOnly)] = TimeType.Default,
        [typeof(TimeSpan)] = DayTimeIntervalType.Default,
        [typeof(CalendarInterval)] = CalendarIntervalType.Instance,
        [typeof(object)] = NullType.Instance,
    };

    /// <exception cref="SparkException">ENCODER_NOT_FOUND.</exception>
    public static DataType DataTypeOf(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Simple.TryGetValue(type, out var known)) return known;
        if (type.IsEnum) return StringType.Instance;
        if (type.IsArray && type.GetArrayRank() == 1) return ArrayOf(type.GetElementType()!);
        if (ArgumentsOf(type, typeof(IReadOnlyDictionary<,>)) is [var key, var value] || ArgumentsOf(type, typeof(IDictionary<,>)) is [.. var both] && both.Length == 2 && (key = both[0]) != null && (value = both[1]) != null)
            return new MapType(DataTypeOf(key), DataTypeOf(value), MayBeNull(value));
        if (ArgumentsOf(type, typeof(IEnumerable<>)) is [var item] && !typeof(Row).IsAssignableFrom(type)) return ArrayOf(item);
        if (ObjectEncoder.CanEncode(type)) return ObjectEncoder.For(type).Schema;
        throw new SparkException("ENCODER_NOT_FOUND", new Dictionary<string, string> { ["typeName"] = type.ToString(), ["docroot"] = "https://spark.apache.org/docs/latest" });
    }

    /// <summary>Whether a value of the type may be null.</summary>
    public static bool MayBeNull(Type type) => !type.IsValueType || Nullable.GetUnderlyingType(type) != null;

    public static bool IsSimple(Type type) => Simple.ContainsKey(Nullable.GetUnderlyingType(type) ?? type) || (Nullable.GetUnderlyingType(type) ?? type).IsEnum;

    private static ArrayType ArrayOf(Type element) => new(DataTypeOf(element), MayBeNull(element));

    private static Type[] ArgumentsOf(Type type, Type definition)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == definition) return type.GetGenericArguments();
        return type.GetInterfaces().FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == definition)?.GetGenericArguments() ?? [];
    }
}
