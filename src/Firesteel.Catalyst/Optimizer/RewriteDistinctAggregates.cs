using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Functions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Optimizer;

/// <summary>
/// Aggregations with several different DISTINCTs: every input row is given out once for each of them and once for the rest, told apart
/// by a group id; a first aggregation by keys, id and arguments leaves distinct values, a second one aggregates them.
/// </summary>
sealed class RewriteDistinctAggregates : OptimizerRule
{
    public override bool IsRequired => true;

    public override LogicalPlan Apply(LogicalPlan plan) => Everywhere(plan, node => node is Aggregate a ? Rewrite(a) : node);

    private static LogicalPlan Rewrite(Aggregate aggregate)
    {
        var calls = aggregate.AggregateList.SelectMany(e => e.Collect<AggregateCall>()).Distinct().ToList();
        var groups = calls.Where(c => c.IsDistinct).GroupBy(c => (Arguments: new ValueList<Expression>(c.Arguments.Where(a => !a.Foldable).Distinct().OrderBy(a => a.ToString(), StringComparer.Ordinal).ToArray()), c.Filter)).ToList();
        if (groups.Count == 0 || groups.Count == 1 && groups[0].All(c => c.Filter == null)) return aggregate;
        var keys = aggregate.Grouping.Select(g => g as AttributeReference ?? new AttributeReference(g.Sql, g.DataType, g.Nullable, ExprId.Next())).ToList();
        var id = new AttributeReference("gid", IntegerType.Instance, false, ExprId.Next());
        var distinctArguments = groups.SelectMany(g => g.Key.Arguments).Distinct().ToList();
        var plainCalls = calls.Where(c => !c.IsDistinct).ToList();
        var plainArguments = plainCalls.SelectMany(c => c.Children).Where(a => !a.Foldable).Distinct().ToList();
        var filters = groups.SelectMany(g => g).Where(c => c.Filter != null).Select(c => c.Filter!).Distinct().ToList();
        var distinctColumns = distinctArguments.ToDictionary(a => a, Column);
        var filterColumns = filters.ToDictionary(f => f, Column);
        var plainColumns = plainArguments.ToDictionary(a => a, Column);

        var projections = new List<ValueList<Expression>>();
        if (plainCalls.Count > 0) projections.Add([.. aggregate.Grouping, Literal.Of(0), .. distinctArguments.Select(Null), .. filters.Select(Null), .. plainArguments]);
        for (var g = 0; g < groups.Count; g++)
        {
            var group = groups[g];
            var own = group.Select(c => c.Filter).OfType<Expression>().ToHashSet();
            projections.Add([.. aggregate.Grouping, Literal.Of(g + 1), .. distinctArguments.Select(a => group.Key.Arguments.Contains(a) ? a : Null(a)), .. filters.Select(f => own.Contains(f) ? f : Null(f)), .. plainArguments.Select(Null)]);
        }
        ValueList<AttributeReference> columns = [.. keys, id, .. distinctArguments.Select(a => distinctColumns[a]), .. filters.Select(f => filterColumns[f]), .. plainArguments.Select(a => plainColumns[a])];
        var expand = new Expand(new(projections), columns, aggregate.Child);

        var firstResults = plainCalls.ToDictionary(c => c, c => new Alias(Substitute(c, plainColumns), c.Sql));
        ValueList<Expression> firstKeys = [.. keys, id, .. distinctColumns.Values, .. filterColumns.Values];
        var first = new Aggregate(firstKeys, [.. firstKeys, .. firstResults.Values], expand);

        var replacements = new Dictionary<Expression, Expression>();
        foreach (var call in plainCalls)
        {
            var value = firstResults[call].ToAttribute();
            Expression picked = First(value, new Comparison(ComparisonOperator.Equal, id, Literal.Of(0)));
            if (call.Function.EmptyValue(call) is { } empty) picked = new Coalesce([picked, empty]);
            replacements[call] = picked;
        }
        for (var g = 0; g < groups.Count; g++)
            foreach (var call in groups[g])
            {
                Expression condition = new Comparison(ComparisonOperator.Equal, id, Literal.Of(g + 1));
                if (call.Filter != null) condition = new And(condition, filterColumns[call.Filter]);
                replacements[call] = call with { IsDistinct = false, Filter = condition, Arguments = new(call.Arguments.Select(a => distinctColumns.TryGetValue(a, out var c) ? c : a)) };
            }
        var byKey = new Dictionary<Expression, Expression>();
        for (var k = 0; k < keys.Count; k++) byKey.TryAdd(aggregate.Grouping[k], keys[k]);
        var results = aggregate.AggregateList.Select(item =>
        {
            var replaced = item.TransformDown(e => replacements.TryGetValue(e, out var r) ? r : byKey.TryGetValue(e, out var k) ? k : e);
            return replaced is INamedExpression named && named.Id == ((INamedExpression)item).Id ? replaced : new Alias(replaced, ((INamedExpression)item).Name, ((INamedExpression)item).Id);
        });
        return new Aggregate(new(keys), new(results.ToArray()), first);
    }

    private static AttributeReference Column(Expression e) => new(e.Sql, e.DataType, true, ExprId.Next());

    private static Expression Null(Expression e) => Literal.NullOf(e.DataType);

    private static AggregateCall Substitute(AggregateCall call, Dictionary<Expression, AttributeReference> columns)
        => (AggregateCall)call.MapChildren(c => columns.TryGetValue(c, out var column) ? column : c);

    private static AggregateCall First(AttributeReference value, Expression condition)
    {
        if (!FunctionRegistry.BuiltIn.TryGet("first", out var function)) throw new InvalidOperationException("first is not registered.");
        var call = (AggregateCall)function.Bind(new FunctionCall("first", [value, Literal.True], DefaultBinding.Instance));
        return call with { Filter = condition };
    }
}
