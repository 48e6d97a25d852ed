using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Sql.Commands;

/// <summary>Which column of a query goes to which column of the table it is inserted into, and in what type.</summary>
/// <param name="partition">Partition columns that the statement names; those with a value come from no query.</param>
sealed class InsertColumns(CatalogTable table, IReadOnlyDictionary<string, string?> partition, InsertInto insert, SessionState session)
{
    private readonly StringComparer _names = session.Conf("spark.sql.caseSensitive") == "true" ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    /// <summary>DEFAULT in rows of VALUES or alone in a select list becomes the column's default.</summary>
    public LogicalPlan PutDefaults(LogicalPlan query)
    {
        var targets = Given();
        return Put(query, targets);
    }

    /// <summary>The query's columns as the table's, in the table's order and types.</summary>
    public LogicalPlan Align(LogicalPlan query)
    {
        var byTarget = insert.ByName ? MatchNames(query.Output) : MatchPositions(query.Output);
        var list = new List<Expression>();
        foreach (var field in table.Schema.Fields)
        {
            Expression value;
            if (partition.TryGetValue(field.Name, out var text) && text != null)
                value = new Cast(Literal.Of(text == DataSources.FileIndex.NullPartition ? null! : text), CheckCasts.WithoutLength(field.DataType), EvalMode.Ansi) { TimeZone = session.TimeZone };
            else if (byTarget.TryGetValue(field.Name, out var column))
                value = StoreAssignment.Convert(column, field.DataType, [field.Name], table.Name, session);
            else value = Missing(field);
            list.Add(new Alias(value is Literal { Value: null } ? new Literal(null, CheckCasts.WithoutLength(field.DataType)) : value, field.Name));
        }
        return new Project(new(list), query);
    }

    // The table's columns that the query gives, in the order of the query's.
    private List<StructField> Given()
    {
        if (insert.Columns.Count == 0) return [.. table.Schema.Fields.Where(f => !(partition.TryGetValue(f.Name, out var v) && v != null))];
        var repeated = insert.Columns.GroupBy(c => c, _names).FirstOrDefault(g => g.Count() > 1);
        if (repeated != null) throw Statements.Error("COLUMN_ALREADY_EXISTS", ("columnName", SqlIdentifier.Quote(repeated.Key)));
        return [.. insert.Columns.Select(c => table.Schema.Fields.FirstOrDefault(f => _names.Equals(f.Name, c))
            ?? throw Statements.Error("UNRESOLVED_COLUMN.WITH_SUGGESTION", ("objectName", SqlIdentifier.Quote(c)), ("proposal", string.Join(", ", table.Schema.Fields.Select(f => SqlIdentifier.Quote(f.Name))))))];
    }

    private Dictionary<string, Expression> MatchPositions(ValueList<AttributeReference> output)
    {
        var targets = Given();
        if (output.Count != targets.Count) throw Mismatch(output, targets);
        return targets.Zip(output).ToDictionary(z => z.First.Name, z => (Expression)z.Second, _names);
    }

    private AnalysisException Mismatch(ValueList<AttributeReference> output, List<StructField> targets)
        => Statements.Error($"INSERT_COLUMN_ARITY_MISMATCH.{(output.Count > targets.Count ? "TOO_MANY" : "NOT_ENOUGH")}_DATA_COLUMNS", ("tableName", SqlIdentifier.Quote(table.Name)),
            ("tableColumns", string.Join(", ", targets.Select(f => SqlIdentifier.Quote(f.Name)))), ("dataColumns", string.Join(", ", output.Select(o => SqlIdentifier.Quote(o.Name)))));

    private Dictionary<string, Expression> MatchNames(ValueList<AttributeReference> output)
    {
        var found = new Dictionary<string, Expression>(_names);
        foreach (var column in output)
        {
            var field = table.Schema.Fields.FirstOrDefault(f => _names.Equals(f.Name, column.Name));
            if (field == null || partition.TryGetValue(field.Name, out var given) && given != null)
                throw Statements.Error("INCOMPATIBLE_DATA_FOR_TABLE.EXTRA_COLUMNS", ("tableName", SqlIdentifier.Quote(table.Name)), ("extraColumns", SqlIdentifier.Quote(column.Name)));
            if (!found.TryAdd(field.Name, column))
                throw Statements.Error("INCOMPATIBLE_DATA_FOR_TABLE.AMBIGUOUS_COLUMN_NAME", ("tableName", SqlIdentifier.Quote(table.Name)), ("colName", SqlIdentifier.Quote(column.Name)));
        }
        return found;
    }

    private Expression Missing(StructField field)
    {
        var value = DefaultColumns.Of(field, session);
        if (value is Literal { Value: null } && session.Conf("spark.sql.defaultColumn.useNullsForMissingDefaultValues").Equals("false", StringComparison.OrdinalIgnoreCase))
            throw Statements.Error("INCOMPATIBLE_DATA_FOR_TABLE.CANNOT_FIND_DATA", ("tableName", SqlIdentifier.Quote(table.Name)), ("colName", SqlIdentifier.Quote(field.Name)));
        return new Cast(value, CheckCasts.WithoutLength(field.DataType), EvalMode.Ansi) { TimeZone = session.TimeZone };
    }

    private LogicalPlan Put(LogicalPlan query, List<StructField> targets)
    {
        switch (query)
        {
            case Project { Child: OneRowRelation or UnresolvedRelation or UnresolvedInlineTable or SubqueryAlias or Filter } p when p.List.Any(e => IsDefault(Inner(e)) || p.Child is OneRowRelation && e.Contains(IsDefault)):
                return p with { List = new(p.List.Select((e, i) => i < targets.Count && IsDefault(Inner(e)) ? new Alias(Default(targets[i]), targets[i].Name) : p.Child is OneRowRelation ? Checked(e) : e)) };
            case UnresolvedInlineTable t when t.Rows.Any(r => r.Any(e => e.Contains(IsDefault))):
                return t with { Rows = new(t.Rows.Select(r => new ValueList<Expression>(r.Select((e, i) => i < targets.Count && IsDefault(e) ? Default(targets[i]) : Checked(e))))) };
            case UnaryPlan u and (Limit or Offset or Sort or UnresolvedWith or SubqueryAlias or Distinct):
                return u.WithChildren([Put(u.Child, targets)]);
            case Union u:
                return u with { Inputs = new(u.Inputs.Select(i => Put(i, targets))) };
            default:
                return query;
        }
    }

    private Expression Default(StructField field) => new Cast(DefaultColumns.Of(field, session), CheckCasts.WithoutLength(field.DataType), EvalMode.Ansi) { TimeZone = session.TimeZone };

    private static Expression Inner(Expression e) => e is Alias a ? a.Child : e;

    private static Expression Checked(Expression e) => e.Contains(IsDefault) ? throw Statements.Error("DEFAULT_PLACEMENT_INVALID") : e;

    private static bool IsDefault(Expression e)
        => e is UnresolvedDefault || e is UnresolvedAttribute { Parts: { Count: 1 } parts } && parts[0].Equals("DEFAULT", StringComparison.OrdinalIgnoreCase);
}
