using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis;

/// <summary>A call of a function that is defined in SQL, replaced by its body over the arguments.</summary>
static class InlineSqlFunctions
{
    public static Expression Inline(UnresolvedFunction call, SqlFunction routine, ExpressionResolver resolver)
    {
        if (routine.IsTable)
            throw AnalysisErrors.Error(call.Origin, "NOT_A_SCALAR_FUNCTION", ("functionName", SqlIdentifier.Quote(call.NameParts)));
        var values = BindParameters(call.NameParts, call.Arguments, call.Origin, routine, resolver, out var columns);
        var plans = resolver.Plans.Enter(routine, call.Origin);
        // The body sees its parameters as columns; each is then replaced by the value that is passed.
        var names = new ColumnSet(columns, resolver.Settings.CaseSensitive);
        var body = new ExpressionResolver(plans, new Scope(names, null) { AllowsVariables = false }).Resolve(resolver.Context.ParseExpression(routine.Body));
        var result = CoerceTypes.To(body, routine.ReturnType!, resolver);
        var bound = ReplaceAttributes.With(result, columns.Select(c => c.Id).Zip(values).ToDictionary(z => z.First, z => z.Second));
        return new Replaced(call.NameParts[^1], values, bound) { Origin = call.Origin, Display = $"{string.Join(".", routine.Name)}({string.Join(", ", values.Take(call.Arguments.Count).Select(v => v.Sql))})" };
    }

    /// <summary>The value of each parameter, in the parameter's type, defaults filled in; and a column that stands for it.</summary>
    public static ValueList<Expression> BindParameters(
        ValueList<string> name, ValueList<Expression> arguments, Origin origin, SqlFunction routine, ExpressionResolver resolver, out ValueList<AttributeReference> columns)
    {
        var call = new UnresolvedFunction(name, arguments) { Origin = origin };
        if (arguments.Any(a => a is NamedArgument)) arguments = ArrangeArguments.Arrange(call, arguments, new(routine.Parameters.Select(p => p.Name)));
        var required = routine.Parameters.Count(p => p.Default == null);
        if (arguments.Count > routine.Parameters.Count || arguments.Count < required)
            throw AnalysisErrors.Error(origin, "WRONG_NUM_ARGS.WITHOUT_SUGGESTION", ("functionName", SqlIdentifier.Quote(name)),
                ("expectedNum", required == routine.Parameters.Count ? $"{required}" : $"[{required}, {routine.Parameters.Count}]"), ("actualNum", $"{arguments.Count}"), ("docroot", "https://spark.apache.org/docs/latest"));
        var values = routine.Parameters.Select((p, i) =>
            CoerceTypes.To(resolver.Resolve(i < arguments.Count ? arguments[i] : resolver.Context.ParseExpression(p.Default!)), p.Type, resolver));
        columns = new(routine.Parameters.Select(p => new AttributeReference(p.Name, p.Type, true, ExprId.Next()) { Qualifier = [routine.Name[^1]] }));
        return new(values);
    }
}
