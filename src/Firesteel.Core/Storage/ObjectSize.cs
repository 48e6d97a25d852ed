using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Firesteel.Core.Storage;

/// <summary>Estimates the managed memory of objects, by samples where they are many.</summary>
static class ObjectSize
{
    private const int Header = 24;
    private const int MaxDepth = 6;
    private const int Samples = 16;

    private static readonly ConcurrentDictionary<Type, FieldInfo[]> References = new();

    public static long Of<T>(T value)
    {
        if (!RuntimeHelpers.IsReferenceOrContainsReferences<T>()) return Unsafe.SizeOf<T>();
        if (typeof(T).IsValueType) return Unsafe.SizeOf<T>() + Below(value!, 0);
        return value is null ? 0 : Object(value, 0);
    }

    private static long Object(object value, int depth)
    {
        switch (value)
        {
            case string text: return Header + 2L * text.Length;
            case byte[] bytes: return Header + bytes.Length;
            case Array array: return OfArray(array, depth);
            case Delegate or Type: return Header;
            case IList list when value.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(List<>):
                return Header * 2 + Sampled(list, list.Count, SizeOfItem(type.GenericTypeArguments[0]), depth);
            case ICollection many: return Header * 2 + Sampled(many, many.Count, 32, depth);
        }
        var own = value.GetType();
        if (own.IsPrimitive) return Header;
        return Header + 8L * own.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Length + Below(value, depth);
    }

    private static long Below(object value, int depth)
    {
        if (depth >= MaxDepth) return 0;
        var size = 0L;
        foreach (var field in References.GetOrAdd(value.GetType(), ReferencesOf))
        {
            if (field.GetValue(value) is not { } inner) continue;
            size += field.FieldType.IsValueType ? Below(inner, depth + 1) : Object(inner, depth + 1);
        }
        return size;
    }

    private static long OfArray(Array array, int depth)
    {
        var element = array.GetType().GetElementType()!;
        return Header + Sampled(array, array.Length, SizeOfItem(element), depth, element.IsPrimitive);
    }

    private static long Sampled(IEnumerable items, int count, int each, int depth, bool flat = false)
    {
        var size = (long)count * each;
        if (flat || count == 0 || depth >= MaxDepth) return size;
        var (seen, sum) = (0, 0L);
        foreach (var item in items)
        {
            if (item is not null && !item.GetType().IsPrimitive) sum += item.GetType().IsValueType ? Below(item, depth + 1) : Object(item, depth + 1);
            if (++seen == Samples) break;
        }
        return size + sum * count / seen;
    }

    private static int SizeOfItem(Type type) => !type.IsValueType ? 8 : type.IsPrimitive ? System.Runtime.InteropServices.Marshal.SizeOf(type == typeof(bool) ? typeof(byte) : type == typeof(char) ? typeof(short) : type) : 16;

    private static FieldInfo[] ReferencesOf(Type type) =>
        [.. type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Where(f => !f.FieldType.IsPrimitive && !f.FieldType.IsEnum && !f.FieldType.IsPointer)];
}
