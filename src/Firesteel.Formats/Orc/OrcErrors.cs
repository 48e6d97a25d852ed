using Firesteel.Formats.Orc.Metadata;
using Firesteel.Types;

namespace Firesteel.Formats.Orc;

/// <summary>The error conditions of reading ORC files.</summary>
static class OrcErrors
{
    public static SparkException Corrupt(string path, Exception cause)
        => new("FAILED_READ_FILE.NO_HINT", new Dictionary<string, string> { ["path"] = path }, cause: cause);

    public static SparkException Ambiguous(string name, IEnumerable<string> fields, string path)
    {
        var matches = string.Join(", ", fields.Where(f => string.Equals(f, name, StringComparison.OrdinalIgnoreCase)));
        return Corrupt(path, new OrcFormatException($"Without regard to case, {name} may be any of {matches}."));
    }

    public static SparkException TypeMismatch(string path, OrcType stored, DataType expected)
        => Corrupt(path, new OrcFormatException($"A column of type {stored.Kind.ToString().ToLowerInvariant()} cannot be read as {expected.SimpleString}."));
}
