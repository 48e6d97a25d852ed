using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Analysis;

/// <summary>Columns that names are looked up among; found by name in constant time.</summary>
sealed class ColumnSet
{
    public static readonly ColumnSet Empty = new(ValueList<AttributeReference>.Empty, false);
    private readonly bool _caseSensitive;
    private Dictionary<string, List<AttributeReference>>? _byName;
    private HashSet<ExprId>? _nullable;

    public ColumnSet(ValueList<AttributeReference> columns, bool caseSensitive)
    {
        Columns = columns;
        _caseSensitive = caseSensitive;
    }

    public ValueList<AttributeReference> Columns { get; }

    /// <summary>
    /// What a name of several parts means: its candidates, and how many parts were taken. The longest qualifier wins:
    /// catalog.database.table.column, then database.table.column, table.column, column. What is left names fields.
    /// </summary>
    public IReadOnlyList<AttributeReference> Find(ValueList<string> parts, out int used)
    {
        for (var qualifier = Math.Min(parts.Count - 1, 3); qualifier >= 0; qualifier--)
        {
            used = qualifier + 1;
            if (!Index.TryGetValue(parts[qualifier], out var named)) continue;
            if (qualifier == 0) return Distinct(named);
            var matches = named.Where(c => EndsWith(c.Qualifier, parts, qualifier)).ToList();
            if (matches.Count > 0) return Distinct(matches);
        }
        used = 0;
        return [];
    }

    /// <summary>Columns of the source that a qualifier names.</summary>
    public IReadOnlyList<AttributeReference> WithQualifier(ValueList<string> qualifier)
        => [.. Columns.Where(c => EndsWith(c.Qualifier, qualifier, qualifier.Count))];

    /// <summary>Whether a column is among them and may have nulls here.</summary>
    public bool MayBeNull(ExprId id) => (_nullable ??= [.. Columns.Where(c => c.IsNullable).Select(c => c.Id)]).Contains(id);

    public bool SameName(string a, string b) => string.Equals(a, b, _caseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);

    private Dictionary<string, List<AttributeReference>> Index
    {
        get
        {
            if (_byName != null) return _byName;
            _byName = new(Columns.Count, _caseSensitive ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);
            foreach (var column in Columns)
            {
                if (!_byName.TryGetValue(column.Name, out var list)) _byName[column.Name] = list = [];
                list.Add(column);
            }
            return _byName;
        }
    }

    private bool EndsWith(ValueList<string> qualifier, ValueList<string> parts, int count)
    {
        if (qualifier.Count < count) return false;
        for (var i = 0; i < count; i++)
            if (!SameName(qualifier[qualifier.Count - count + i], parts[i])) return false;
        return true;
    }

    private static IReadOnlyList<AttributeReference> Distinct(List<AttributeReference> columns)
        => columns.Count == 1 ? columns : [.. columns.DistinctBy(c => c.Id)];
}
