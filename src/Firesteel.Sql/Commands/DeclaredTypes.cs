using Firesteel.Catalyst.Analysis;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Sql.Commands;

/// <summary>CHAR and VARCHAR columns are strings in a query; the length that was declared travels in the column's metadata.</summary>
static class DeclaredTypes
{
    /// <summary>The type as it was declared.</summary>
    public static DataType Of(StructField field) => CharPadding.Declared(field.DataType, field.Metadata);

    public static ValueMap Without(ValueMap metadata) => metadata.ContainsKey(CharPadding.Key) ? new(metadata.Where(m => m.Key != CharPadding.Key)) : metadata;

    /// <summary>Whether the type says how long texts in it may be.</summary>
    public static bool HasLength(DataType type) => CheckCasts.WithoutLength(type) != type;
}
