using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Functions.Collections;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis;

/// <summary>
/// The struct that says where rows of a table come from. A source gives its fields as columns of their own, and a select list over it
/// puts those that are wanted together, so that fields that nobody reads are not made.
/// </summary>
static class MetadataColumn
{
    /// <summary>Marks the column in schemas, with the name that it would have if no other had it (as JSON).</summary>
    public const string Key = "__metadata_col";

    private const string FieldKey = "__metadata_field";

    /// <summary>The hidden columns of one reading of a table, under ids of their own.</summary>
    public static ValueList<AttributeReference> Of(ITable table)
        => table is IMetadataColumns { MetadataColumn: var field } ? [new AttributeReference(field.Name, field.DataType, field.Nullable, ExprId.Next()) { Metadata = field.Metadata }] : [];

    /// <summary>The relation with those of its hidden columns that are asked for.</summary>
    public static LogicalPlan Show(SourceRelation relation, IReadOnlySet<ExprId> ids)
    {
        var shown = relation.Hidden.Where(h => ids.Contains(h.Id)).ToList();
        if (shown.Count == 0) return relation;
        var (items, columns) = (new List<Expression>(relation.Columns), new List<AttributeReference>(relation.Columns));
        foreach (var column in shown)
        {
            var fields = ((StructType)column.DataType).Fields
                .Select(f => new AttributeReference($"{column.Name}.{f.Name}", f.DataType, f.Nullable, ExprId.Next()) { Metadata = new ValueMap([new(FieldKey, $"\"{f.Name}\"")]) }).ToList();
            columns.AddRange(fields);
            var values = Creators.Named.Call([.. fields.SelectMany(f => (IEnumerable<Expression>)[Literal.Of(FieldOf(f)!), f])]);
            items.Add(new Alias(values, column.Name, column.Id) { ExplicitMetadata = column.Metadata });
        }
        return new Project(new(items), relation with { Columns = new(columns), Hidden = new(relation.Hidden.Where(h => !ids.Contains(h.Id))) });
    }

    /// <summary>The hidden column of a plan by the name that it has where no other column has it.</summary>
    /// <exception cref="AnalysisException">UNRESOLVED_COLUMN.WITH_SUGGESTION.</exception>
    public static AttributeReference Find(UnresolvedAttribute name, LogicalPlan plan, AnalysisSettings settings)
    {
        var hidden = HiddenColumns.Of(plan).Concat(plan.Output).Where(Is).ToList();
        return hidden.Find(c => settings.Names.Equals(c.Metadata.Get(Key)!.Trim('"'), name.Name))
            ?? throw AnalysisErrors.UnresolvedColumn(name.Origin, [name.Name], hidden);
    }

    /// <summary>Whether a hidden column is metadata, which plain names reach; other hidden columns want a qualifier.</summary>
    public static bool Is(AttributeReference column) => column.Metadata.ContainsKey(Key);

    /// <summary>The field of the struct that a source's column is; null for a column of the table.</summary>
    public static string? FieldOf(AttributeReference column) => column.Metadata.Get(FieldKey)?.Trim('"');
}
