using Firesteel.Formats.Orc.Metadata;
using Firesteel.Formats.Parquet.Reading;
using Firesteel.Formats.Predicates;
using Firesteel.Types;

namespace Firesteel.Formats.Orc.Reading;

/// <summary>Finds the stripes whose statistics rule out that any row passes.</summary>
static class OrcStripePruner
{
    /// <param name="columns">The file's columns by the names that predicates use; null ones are not in the file.</param>
    public static List<int> Select(OrcFile file, List<int> stripes, IReadOnlyList<ColumnPredicate> predicates, IReadOnlyDictionary<string, (OrcType? Stored, DataType Type)> columns)
    {
        try
        {
            return stripes.FindAll(stripe => predicates.All(p => !columns.TryGetValue(p.Column, out var column) || MayPass(file, stripe, p, column.Stored, column.Type)));
        }
        catch (OrcFormatException e)
        {
            throw OrcErrors.Corrupt(file.Path, e);
        }
    }

    private static bool MayPass(OrcFile file, int stripe, ColumnPredicate predicate, OrcType? stored, DataType type)
    {
        // A column that the file lacks is null in every row.
        if (stored is null) return predicate.Comparison == ColumnComparison.IsNull;
        // What has to be converted has other bounds.
        if (stored.Children.Count > 0 || !OrcColumnReaders.CanRead(stored, type)) return true;
        var statistics = file.StripeStatistics(stripe);
        if (stored.Id >= statistics.Count) return true;
        var column = statistics[stored.Id];
        var rows = file.Footer.Stripes[stripe].Rows;
        var (min, max) = Bounds(column, stored.Kind, file.Footer.IsProleptic);
        return predicate.MayPass(new ValueFacts(min, max, column.HasNull ? column.Values == 0 ? rows : null : 0, rows), stored.Kind is OrcKind.Float or OrcKind.Double);
    }

    private static (ColumnValue? Min, ColumnValue? Max) Bounds(OrcStatistics column, OrcKind kind, bool isProleptic)
    {
        switch (kind)
        {
            case OrcKind.Byte or OrcKind.Short or OrcKind.Int or OrcKind.Long when column.Integers is { } integers:
                return (ColumnValue.Of((Int128)integers.Min), ColumnValue.Of((Int128)integers.Max));
            case OrcKind.Float or OrcKind.Double when column.Numbers is { } numbers:
                return (ColumnValue.Of(numbers.Min), ColumnValue.Of(numbers.Max));
            case OrcKind.String when column.Texts is { } texts:
                return (ColumnValue.Of(texts.Min), ColumnValue.Of(texts.Max));
            case OrcKind.Date when column.Days is { } days:
                int[] bounds = [days.Min, days.Max];
                if (!isProleptic) HybridCalendar.ToProleptic(bounds);
                return (ColumnValue.Of((Int128)bounds[0]), ColumnValue.Of((Int128)bounds[1]));
            default:
                return (null, null);
        }
    }
}
