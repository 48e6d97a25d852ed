using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Python;
using Firesteel.Catalyst.Functions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>Functions in FROM: range, generators, and those defined in SQL.</summary>
sealed class ResolveTableFunctions : OperatorRule<UnresolvedTableValuedFunction>
{
    protected override LogicalPlan Resolve(UnresolvedTableValuedFunction plan, SubqueryFrame? frame, PlanResolver resolver)
    {
        var expressions = resolver.Over(new Scope(ColumnSet.Empty, frame) { Operator = "Generate" });
        if (plan.Definition == null && plan.Name.Count == 1 && plan.Name[0].Equals("range", StringComparison.OrdinalIgnoreCase)) return ResolveRange.Resolve(plan, expressions);
        if (ResolvePythonWorkerLogs.IsMeant(plan)) return ResolvePythonWorkerLogs.Resolve(plan, frame, resolver);
        var function = plan.Definition ?? ResolveFunctions.Find(plan.Name, resolver.Context);
        if (function is PythonTableFunction python) return ResolvePythonTableFunctions.Resolve(plan, python, frame, expressions);
        if (function == null && resolver.Context.Catalog.FindFunction(plan.Name) is { IsTable: true } routine) return Inline(plan, routine, frame, expressions);
        if (function == null)
            throw AnalysisErrors.Error(plan.Origin, "UNRESOLVABLE_TABLE_VALUED_FUNCTION", ("name", SqlIdentifier.Quote(plan.Name)));
        var call = new UnresolvedFunction(plan.Name, plan.Arguments) { Origin = plan.Origin };
        var bound = function is GeneratorFunction { IsTableOnly: true } ? ResolveFunctions.Bind(call, function, expressions) : expressions.Resolve(call);
        if (bound is not GeneratorCall generator)
            throw AnalysisErrors.Error(plan.Origin, "NOT_A_TABLE_FUNCTION", ("functionName", SqlIdentifier.Quote(plan.Name)));
        var output = ExtractGenerators.Output(generator, ValueList<string>.Empty);
        return new Generate(generator, ExtractGenerators.IsOuter(generator), null, output, new OneRowRelation());
    }

    // The body's parameters are columns of one row around it.
    private static LogicalPlan Inline(UnresolvedTableValuedFunction plan, SqlFunction routine, SubqueryFrame? frame, ExpressionResolver expressions)
    {
        var values = InlineSqlFunctions.BindParameters(plan.Name, plan.Arguments, plan.Origin, routine, expressions, out var columns);
        var plans = expressions.Plans.Enter(routine, plan.Origin);
        var inner = new SubqueryFrame(new Scope(plans.Columns(columns), null));
        var body = plans.Resolve(expressions.Context.ParsePlan(routine.Body), inner);
        var schema = (StructType)routine.ReturnType!;
        var output = body.Output.Zip(schema.Fields, (a, f) => (Expression)new Alias(CoerceTypes.To(a, f.DataType, expressions), f.Name));
        var replaced = columns.Select(c => c.Id).Zip(values).ToDictionary(z => z.First, z => z.Second);
        return new Project(new(output), body).TransformUp(p => p.TransformExpressionsUp(e => e is OuterReference o && replaced.TryGetValue(o.Attribute.Id, out var v) ? v : e));
    }
}

/// <summary><c>range(end)</c>, <c>range(start, end[, step[, partitions]])</c>.</summary>
static class ResolveRange
{
    public static LogicalPlan Resolve(UnresolvedTableValuedFunction plan, ExpressionResolver expressions)
    {
        if (plan.Arguments.Count is 0 or > 4)
            throw AnalysisErrors.Error(plan.Origin, "WRONG_NUM_ARGS.WITHOUT_SUGGESTION", ("functionName", "`range`"), ("expectedNum", "[1, 2, 3, 4]"), ("actualNum", $"{plan.Arguments.Count}"),
                ("docroot", "https://spark.apache.org/docs/latest"));
        var numbers = plan.Arguments.Select((a, i) => Number(plan, a, i, expressions)).ToList();
        var (start, end) = numbers.Count == 1 ? (0, numbers[0]) : (numbers[0], numbers[1]);
        var step = numbers.Count > 2 ? numbers[2] : 1;
        if (step == 0) throw new SparkException("INTERNAL_ERROR", new Dictionary<string, string> { ["message"] = "The step of range is zero." });
        return new RangeRelation(start, end, step, numbers.Count > 3 ? (int)numbers[3] : null, [new AttributeReference("id", LongType.Instance, false, ExprId.Next())]);
    }

    private static long Number(UnresolvedTableValuedFunction plan, Expression argument, int index, ExpressionResolver expressions)
    {
        var resolved = expressions.Resolve(argument is NamedArgument n ? n.Value : argument);
        if (!resolved.Foldable || TypeCoercion.ImplicitCast(resolved, TypeClass.Long, expressions.Settings.Ansi) is not { } number)
            throw AnalysisErrors.Error(plan.Origin, "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE", ("sqlExpr", $"\"range({string.Join(", ", plan.Arguments.Select(a => a.Sql))})\""),
                ("paramIndex", ArgumentChecks.Ordinal(index + 1)), ("requiredType", "\"BIGINT\""), ("inputSql", AnalysisErrors.Quote(resolved)), ("inputType", AnalysisErrors.Quote(resolved.DataType)));
        var value = number is Literal { Value: long direct } ? direct : expressions.Plans.Evaluate(number).Value;
        return value is long l ? l
            : throw AnalysisErrors.Error(plan.Origin, "DATATYPE_MISMATCH.UNEXPECTED_NULL", ("exprName", "range"), ("sqlExpr", $"\"range({string.Join(", ", plan.Arguments.Select(a => a.Sql))})\""));
    }
}
