using Firesteel.Formats.Parquet.Schema;
using Firesteel.Types;

namespace Firesteel.Formats.Parquet.Reading;

/// <summary>The error conditions of reading Parquet files.</summary>
static class ParquetErrors
{
    public static SparkException Corrupt(string path, Exception cause)
        => new("FAILED_READ_FILE.NO_HINT", new Dictionary<string, string> { ["path"] = path }, cause: cause);

    public static SparkException Ambiguous(string name, ParquetNode root, string path)
    {
        var matches = string.Join(", ", root.Children.Where(c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase)).Select(c => c.Name));
        return Corrupt(path, new ParquetFormatException($"Without regard to case, {name} may be any of {matches}."));
    }

    public static SparkException TypeMismatch(string path, ParquetNode node, DataType expected)
        => new("FAILED_READ_FILE.PARQUET_COLUMN_DATA_TYPE_MISMATCH", new Dictionary<string, string>
        {
            ["path"] = path,
            ["column"] = $"[{node.Path.Replace(".", ", ", StringComparison.Ordinal)}]",
            ["expectedType"] = expected.SimpleString,
            ["actualType"] = PrimitiveTypes.StoredName(node.Element),
        });
}
