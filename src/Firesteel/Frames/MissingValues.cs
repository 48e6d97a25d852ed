using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Types;

namespace Firesteel;

/// <summary>Fills and replaces values of columns by constants, as clients of other languages ask for it: columns of other types are passed over.</summary>
static class MissingValues
{
    /// <param name="values">One for all columns, or one for each that is named.</param>
    /// <param name="columns">Empty for all.</param>
    public static DataFrame Fill(DataFrame frame, IReadOnlyList<Literal> values, IReadOnlyList<string> columns)
    {
        foreach (var name in columns) _ = frame.Col(name);
        var items = new List<Expression>();
        foreach (var column in frame.Plan.Output)
        {
            var place = columns.Count == 0 ? 0 : columns.ToList().FindIndex(c => Same(frame, c, column.Name));
            var value = place < 0 ? null : values[values.Count == 1 ? 0 : place];
            items.Add(value != null && Fits(value.Type, column.DataType) ? Filled(column, value) : column);
        }
        return frame.With(new Project(new(items), frame.Plan));
    }

    /// <param name="columns">Empty or <c>*</c> for all.</param>
    public static DataFrame Replace(DataFrame frame, IReadOnlyList<(Literal From, Literal To)> pairs, IReadOnlyList<string> columns)
    {
        foreach (var name in columns)
            if (name != "*") frame.Col(name);
        var known = pairs.Select(p => p.From.Type).FirstOrDefault(t => t is not NullType) ?? NullType.Instance;
        var items = new List<Expression>();
        foreach (var column in frame.Plan.Output)
        {
            var chosen = columns.Count == 0 || columns.Contains("*") || columns.Any(c => Same(frame, c, column.Name));
            if (!chosen || !Fits(known, column.DataType)) { items.Add(column); continue; }
            var branches = pairs.Select(p => new CaseBranch(
                p.From.Value is null ? new IsNull(column) : new Comparison(ComparisonOperator.Equal, column, new Cast(p.From, column.DataType, EvalMode.Legacy)),
                new Cast(p.To, column.DataType, EvalMode.Legacy)));
            items.Add(new Alias(new CaseWhen(new(branches), column), column.Name));
        }
        return frame.With(new Project(new(items), frame.Plan));
    }

    private static bool Same(DataFrame frame, string a, string b) => string.Equals(a, b, frame.SparkSession.State.Settings.CaseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);

    private static bool Fits(DataType value, DataType column) => column.UserDefined is null && value switch
    {
        NumericType => column is NumericType,
        StringType => column is StringType,
        BooleanType => column is BooleanType,
        _ => false,
    };

    private static Alias Filled(AttributeReference column, Literal value)
    {
        Expression present = column.DataType is FractionalType ? new UnresolvedFunction(["nanvl"], [column, Literal.NullOf(column.DataType)]) : column;
        return new Alias(new UnresolvedFunction(["coalesce"], [present, new Cast(value, column.DataType, EvalMode.Legacy)]), column.Name);
    }
}
