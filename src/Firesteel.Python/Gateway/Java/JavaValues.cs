using System.Collections;
using Firesteel.Types;

namespace Firesteel.Python.Gateway.Java;

/// <summary>Values between the forms that the gateway holds and those that rows and constants have.</summary>
static class JavaValues
{
    /// <summary>The value as a constant takes it.</summary>
    public static object? ToClr(object? value) => value switch
    {
        BigDecimal { FitsDecimal: true } d => d.ToDecimal(),
        JavaTimestamp t => new Timestamp(t.Micros),
        List<object?> items => items.Select(ToClr).ToArray(),
        ScalaSeq seq => seq.Items.Select(ToClr).ToArray(),
        object?[] items => items.Select(ToClr).ToArray(),
        IDictionary map => map.Keys.Cast<object>().ToDictionary(k => ToClr(k)!, k => ToClr(map[k])),
        _ => value,
    };

    public static List<object?> List(IEnumerable items) => [.. items.Cast<object?>()];
}
