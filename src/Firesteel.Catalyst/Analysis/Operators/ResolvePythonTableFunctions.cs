using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Python;
using Firesteel.Catalyst.Functions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>
/// Calls of Python table functions. A table argument becomes the input, its rows as structs, spread and sorted as PARTITION BY and ORDER BY
/// or the function's own analysis ask.
/// </summary>
static class ResolvePythonTableFunctions
{
    public static LogicalPlan Resolve(UnresolvedTableValuedFunction plan, PythonTableFunction function, SubqueryFrame? frame, ExpressionResolver expressions)
    {
        var call = new UnresolvedFunction(plan.Name, plan.Arguments) { Origin = plan.Origin };
        var (values, names) = plan.Arguments.Any(a => a is NamedArgument) ? ArrangeArguments.Split(call, plan.Arguments) : (plan.Arguments, ValueList<string?>.Empty);
        var tables = values.Select((v, i) => (Value: v as TableArgument, Index: i)).Where(v => v.Value != null).ToList();
        if (tables.Count > 1)
            throw AnalysisErrors.Error(plan.Origin, "TABLE_VALUED_FUNCTION_TOO_MANY_TABLE_ARGUMENTS", ("num", $"{tables.Count}"));
        var (table, place) = tables.Count == 0 ? (null, -1) : tables[0];
        var child = table == null ? null : expressions.Plans.Resolve(table.Plan, frame);
        var arguments = values.Select((v, i) => i == place ? null : expressions.Resolve(v)).ToList();
        var analysis = function.ResultType == null ? Analyze(plan, function, arguments, names, child, expressions) : null;
        var partitions = ValueList<int>.Empty;
        LogicalPlan input = new OneRowRelation();
        if (child != null)
        {
            Expression row;
            (input, row, partitions) = Table(table!, child, analysis, expressions, frame, plan);
            arguments[place] = row;
        }
        var generator = new GeneratorCall(function, new(arguments.Select(a => a!)), analysis?.Schema ?? function.ResultType!)
        {
            State = new PythonTableCall(names, partitions, analysis?.Pickle, place),
            Origin = plan.Origin,
        };
        return new Generate(generator, false, null, ExtractGenerators.Output(generator, ValueList<string>.Empty), input) { Unrequired = new(Enumerable.Range(0, input.Output.Count)) };
    }

    private static PythonAnalysis Analyze(UnresolvedTableValuedFunction plan, PythonTableFunction function, List<Expression?> arguments, ValueList<string?> names, LogicalPlan? child, ExpressionResolver expressions)
    {
        var described = arguments.Select((a, i) =>
        {
            var name = i < names.Count ? names[i] : null;
            if (a == null) return new PythonAnalyzeArgument(child!.Schema, null, true, name);
            return new PythonAnalyzeArgument(a.DataType, a.Foldable ? expressions.Plans.Evaluate(a) : null, false, name);
        });
        var analyzer = expressions.Context.Python ?? throw AnalysisErrors.Error(plan.Origin, "TABLE_VALUED_FUNCTION_FAILED_TO_ANALYZE_IN_PYTHON", ("msg", "The session has no Python."));
        return analyzer.Analyze(function, new(described));
    }

    private static (LogicalPlan Input, Expression Row, ValueList<int> Partitions) Table(TableArgument table, LogicalPlan child, PythonAnalysis? analysis, ExpressionResolver expressions, SubqueryFrame? frame, UnresolvedTableValuedFunction plan)
    {
        var resolver = expressions.Plans.Over(expressions.Plans.ScopeOf(frame, child) with { Operator = "Project" });
        Expression Parse(string sql) => resolver.Resolve(expressions.Context.ParseExpression(sql));
        var partitionBy = table.PartitionBy.Select(resolver.Resolve).ToList();
        var orderBy = table.OrderBy.Select(o => (SortOrder)resolver.Resolve(o)).ToList();
        var single = table.WithSinglePartition;
        if (analysis != null && (analysis.WithSinglePartition || analysis.PartitionBy.Count > 0))
        {
            if (table.PartitionBy.Count > 0 || table.WithSinglePartition)
                throw AnalysisErrors.Error(plan.Origin, "TABLE_VALUED_FUNCTION_REQUIRED_METADATA_INCOMPATIBLE_WITH_CALL", ("functionName", $"`{plan.Name[^1]}`"),
                    ("requestedMetadata", "specified its own required partitioning of the input table"), ("invalidFunctionCallProperty", "specified the WITH SINGLE PARTITION or PARTITION BY clause; please remove these clauses and retry the query again."));
            single = analysis.WithSinglePartition;
            partitionBy = [.. analysis.PartitionBy.Select(Parse)];
        }
        if (analysis != null) orderBy.AddRange(analysis.OrderBy.Select(o => new SortOrder(Parse(o.Column), o.Ascending, o.NullsFirst ?? o.Ascending)));
        var columns = child.Output.Select(c => (Expression)c).ToList();
        if (analysis is { Select.Count: > 0 })
            columns = [.. analysis.Select.Select(s => Parse(s.Key) is var e && s.Value.Length > 0 ? new Alias(e, s.Value) : e is INamedExpression ? e
                : throw AnalysisErrors.Error(plan.Origin, "UDTF_INVALID_REQUESTED_SELECTED_EXPRESSION_FROM_ANALYZE_METHOD_REQUIRES_ALIAS", ("expression", e.Sql)))];
        var keys = partitionBy.Select((p, i) => new Alias(p, $"partition_by_{i}")).ToList();
        var orders = orderBy.Select((o, i) => new Alias(o.Child, $"order_by_{i}")).ToList();
        LogicalPlan input = new Project([.. columns, .. keys, .. orders], child);
        if (single || keys.Count == 0 && orders.Count > 0) input = new Repartition(1, true, input);
        else if (keys.Count > 0) input = new RepartitionByExpression(new(keys.Select(k => (Expression)k.ToAttribute())), null, input);
        var sort = keys.Select(k => new SortOrder(k.ToAttribute())).Concat(orders.Select((o, i) => new SortOrder(o.ToAttribute(), orderBy[i].Ascending, orderBy[i].NullsFirst))).ToList();
        if (sort.Count > 0) input = new Sort(new(sort), false, input);
        var shown = input.Output.Take(columns.Count + keys.Count).ToList();
        var row = expressions.Call("named_struct", plan.Origin, [.. shown.SelectMany(c => new Expression[] { Literal.Of(c.Name), c })]);
        return (input, row, new(Enumerable.Range(columns.Count, keys.Count)));
    }
}
