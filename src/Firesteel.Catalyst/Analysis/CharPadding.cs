using System.Text.Json;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Functions.Text;
using Firesteel.Catalyst.Parser;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis;

/// <summary>
/// CHAR columns are strings in a query; their length travels in the column's metadata. Compared with each other or with a constant,
/// the shorter side is filled with blanks.
/// </summary>
static class CharPadding
{
    /// <summary>Metadata of a column that was declared with a length: the type's text.</summary>
    public const string Key = "__CHAR_VARCHAR_TYPE_STRING";

    /// <summary>The metadata of a table's column as queries see it.</summary>
    public static ValueMap Metadata(StructField field)
        => CheckCasts.WithoutLength(field.DataType) == field.DataType ? field.Metadata : field.Metadata.With(Key, JsonSerializer.Serialize(field.DataType.SimpleString));

    /// <summary>The type that the column was declared with.</summary>
    public static DataType Declared(DataType type, ValueMap metadata)
        => metadata.TryGetValue(Key, out var json) ? SqlParser.ParseDataType(JsonSerializer.Deserialize<string>(json)!) : type;

    public static Comparison Pad(Comparison comparison)
    {
        var (left, right) = (LengthOf(comparison.Left), LengthOf(comparison.Right));
        if (left == null && right == null) return comparison;
        var length = Math.Max(left ?? TextLength(comparison.Left) ?? -1, right ?? TextLength(comparison.Right) ?? -1);
        var canPad = (left != null || TextLength(comparison.Left) != null) && (right != null || TextLength(comparison.Right) != null);
        return canPad ? comparison with { Left = To(comparison.Left, length), Right = To(comparison.Right, length) } : comparison;
    }

    public static In Pad(In list)
    {
        if (LengthOf(list.Value) is not { } own || !list.List.All(e => TextLength(e) != null)) return list;
        var length = Math.Max(own, list.List.Max(e => TextLength(e)!.Value));
        return list with { Value = To(list.Value, length), List = new(list.List.Select(e => To(e, length))) };
    }

    private static int? LengthOf(Expression e)
        => e is AttributeReference { DataType: StringType } a && a.Metadata.ContainsKey(Key) && Declared(a.DataType, a.Metadata) is CharType c ? c.Length : null;

    private static int? TextLength(Expression e) => e is Literal { Value: string text } ? new System.Globalization.StringInfo(text).LengthInTextElements : null;

    private static Expression To(Expression e, int length)
        => (LengthOf(e) ?? TextLength(e)) >= length ? e : e is Literal { Value: string text } l ? new Literal(text.PadRight(length), l.Type) { Origin = e.Origin } : DeclaredLengths.PadTo(e, length);
}
