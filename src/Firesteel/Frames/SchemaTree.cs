using System.Text;
using Firesteel.Types;

namespace Firesteel;

/// <summary>A schema as a tree of text.</summary>
static class SchemaTree
{
    public static string Write(StructType schema, int level = int.MaxValue)
    {
        var text = new StringBuilder("root\n");
        if (level <= 0) level = int.MaxValue;
        foreach (var field in schema.Fields) Field(field.Name, field.DataType, $"nullable = {Word(field.Nullable)}", " |", level, text);
        return text.ToString();
    }

    private static void Field(string name, DataType type, string? facts, string prefix, int level, StringBuilder text)
    {
        if (level <= 0) return;
        text.Append(prefix).Append("-- ").Append(name).Append(": ").Append(type.UserDefined is null ? type.TypeName : type.SimpleString);
        if (facts != null) text.Append(" (").Append(facts).Append(')');
        text.Append('\n');
        if (type.UserDefined != null) return;
        var below = prefix + "    |";
        switch (type)
        {
            case StructType s:
                foreach (var field in s.Fields) Field(field.Name, field.DataType, $"nullable = {Word(field.Nullable)}", below, level - 1, text);
                break;
            case ArrayType a:
                Field("element", a.ElementType, $"containsNull = {Word(a.ContainsNull)}", below, level - 1, text);
                break;
            case MapType m:
                Field("key", m.KeyType, null, below, level - 1, text);
                Field("value", m.ValueType, $"valueContainsNull = {Word(m.ValueContainsNull)}", below, level - 1, text);
                break;
        }
    }

    private static string Word(bool value) => value ? "true" : "false";
}
