using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Json;

/// <summary>The option singleVariantColumn: a whole record becomes the value of one variant column.</summary>
static class SingleVariant
{
    public const string Option = "singleVariantColumn";

    /// <exception cref="AnalysisException">INVALID_SINGLE_VARIANT_COLUMN, where the schema does not have just that column.</exception>
    public static void Check(ValueMap options, StructType schema, Origin origin)
    {
        if (options.Get(Option) == null) return;
        var corrupt = options.Get("columnNameOfCorruptRecord") ?? "_corrupt_record";
        var columns = schema.Fields.Where(f => f.Name != corrupt).ToList();
        if (columns is not [{ DataType: VariantType }])
            throw ArgumentChecks.Error(origin, "INVALID_SINGLE_VARIANT_COLUMN", ("schema", ArgumentChecks.Quote(schema.Sql)));
    }
}
