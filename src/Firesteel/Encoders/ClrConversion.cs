using System.Collections;
using System.Globalization;
using Firesteel.Types;

namespace Firesteel.Encoders;

/// <summary>Values of rows as the types that a program asks for.</summary>
static class ClrConversion
{
    public static T To<T>(object? value)
    {
        if (value is T exact) return exact;
        if (value is null && default(T) is null) return default!;
        return (T)(Convert(value, Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T)) ?? throw new InvalidCastException($"A NULL has no value of the type {typeof(T).Name}."));
    }

    public static object? Convert(object? value, Type target)
    {
        if (value is null || target.IsInstanceOfType(value)) return value;
        target = Nullable.GetUnderlyingType(target) ?? target;
        switch (value)
        {
            case Date d when target == typeof(DateOnly): return d.ToDateOnly();
            case Date d when target == typeof(DateTime): return d.ToDateTime();
            case Timestamp t when target == typeof(DateTimeOffset): return t.ToDateTimeOffset();
            case Timestamp t when target == typeof(DateTime): return t.ToDateTime();
            case decimal m when target == typeof(BigDecimal): return new BigDecimal(m);
            case BigDecimal b when target == typeof(decimal): return b.ToDecimal();
            case BigDecimal b when target == typeof(double): return b.ToDouble();
            case string s when target.IsEnum: return Enum.Parse(target, s);
            case object?[] items when target.IsArray: return Array(items, target.GetElementType()!);
            case object?[] items when target.IsGenericType && target.GetGenericArguments() is [var item] && target.IsAssignableFrom(typeof(List<>).MakeGenericType(item)): return List(items, item);
            case IReadOnlyDictionary<object, object?> map when target.IsGenericType && target.GetGenericArguments() is [var k, var v] && target.IsAssignableFrom(typeof(Dictionary<,>).MakeGenericType(k, v)): return Map(map, k, v);
            case Row row when !target.IsPrimitive && target != typeof(string): return ObjectEncoder.For(target).FromRow(row);
            case IConvertible when target.IsPrimitive || target == typeof(decimal): return Widen(value, target);
            default: throw new InvalidCastException($"A value of the type {value.GetType().Name} is not a {target.Name}.");
        }
    }

    // Numbers go where they fit; text does not become a number.
    private static object Widen(object value, Type target)
    {
        if (value is string or bool || target == typeof(bool) || target == typeof(char)) throw new InvalidCastException($"A value of the type {value.GetType().Name} is not a {target.Name}.");
        return System.Convert.ChangeType(value, target, CultureInfo.InvariantCulture);
    }

    private static Array Array(object?[] items, Type type)
    {
        var array = System.Array.CreateInstance(type, items.Length);
        for (var i = 0; i < items.Length; i++) array.SetValue(Convert(items[i], type), i);
        return array;
    }

    private static IList List(object?[] items, Type type)
    {
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(type))!;
        foreach (var item in items) list.Add(Convert(item, type));
        return list;
    }

    private static IDictionary Map(IReadOnlyDictionary<object, object?> map, Type key, Type value)
    {
        var result = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(key, value))!;
        foreach (var (k, v) in map) result.Add(Convert(k, key)!, Convert(v, value));
        return result;
    }
}
