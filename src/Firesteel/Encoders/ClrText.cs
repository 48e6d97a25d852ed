using System.Buffers;
using System.Collections;
using System.Globalization;
using Firesteel.Foundation.Numerics;

namespace Firesteel.Encoders;

/// <summary>Text and equality of values as rows hold them.</summary>
static class ClrText
{
    public static string Write(object? value) => value switch
    {
        null => "null",
        string s => s,
        bool b => b ? "true" : "false",
        float f => Number(f),
        double d => JavaDouble.Text(d),
        byte[] bytes => $"[{string.Join(" ", bytes.Select(b => b.ToString("X2", CultureInfo.InvariantCulture)))}]",
        object?[] items => $"ArraySeq({string.Join(", ", items.Select(Write))})",
        IReadOnlyDictionary<object, object?> map => $"Map({string.Join(", ", map.Select(e => $"{Write(e.Key)} -> {Write(e.Value)}"))})",
        DateTime t => t.ToString(t.Ticks % TimeSpan.TicksPerMinute == 0 ? "yyyy-MM-ddTHH:mm" : t.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-ddTHH:mm:ss" : t.Ticks % TimeSpan.TicksPerMillisecond == 0 ? "yyyy-MM-ddTHH:mm:ss.fff" : "yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture),
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    public static bool Same(object? a, object? b) => (a, b) switch
    {
        (byte[] x, byte[] y) => x.AsSpan().SequenceEqual(y),
        (object?[] x, object?[] y) => x.Length == y.Length && x.Zip(y).All(z => Same(z.First, z.Second)),
        (IReadOnlyDictionary<object, object?> x, IReadOnlyDictionary<object, object?> y) => x.Count == y.Count && x.All(e => y.TryGetValue(e.Key, out var v) && Same(e.Value, v)),
        _ => Equals(a, b),
    };

    public static int Hash(object? value)
    {
        if (value is null or string or not IEnumerable or Row) return value?.GetHashCode() ?? 0;
        return value is ICollection items ? items.Count : 1;
    }

    private static string Number(float value)
    {
        Span<byte> text = stackalloc byte[64];
        return System.Text.Encoding.ASCII.GetString(text[..JavaDouble.Write(value, text)]);
    }
}
