using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Python;
using Firesteel.Catalyst.Functions;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis;

/// <summary>
/// Gives names and types to one expression tree, children first, among the columns that its <see cref="Scope"/> shows.
/// What is resolved already passes through, so that it may run again over its own result.
/// </summary>
sealed class ExpressionResolver(PlanResolver plans, Scope scope) : ILambdaBinder
{
    private LambdaFrame? _lambdas;
    private int _aggregateDepth;

    public PlanResolver Plans => plans;
    public AnalyzerContext Context => plans.Context;
    public AnalysisSettings Settings => plans.Settings;
    public Scope Scope => scope;

    /// <summary>Whether the place is among the arguments of an aggregate function.</summary>
    public bool IsInsideAggregate => _aggregateDepth > 0;

    public ValueList<Expression> ResolveAll(IEnumerable<Expression> expressions) => new(expressions.Select(Resolve));

    public Expression Resolve(Expression expression)
    {
        DepthGuard.Check();
        switch (expression)
        {
            // A column taken from a frame before an outer join, which may have nulls since.
            case AttributeReference { IsNullable: false } a when scope.Columns.MayBeNull(a.Id) || scope.Hidden.MayBeNull(a.Id): return a with { IsNullable = true };
            case Literal or AttributeReference or OuterReference or BoundReference or LambdaVariable or LateralReference or VariableReference or UnresolvedOrdinal or UnresolvedDefault: return expression;
            case UnresolvedAttribute a: return ResolveColumns.Resolve(a, this);
            case UnresolvedFunction f: return ForParent(ResolveFunctions.Resolve(f, this), f.Origin);
            case UnresolvedPythonCall p:
                return ResolveFunctions.Bind(new UnresolvedFunction([p.Definition.Name], p.Arguments) { IsDistinct = p.IsDistinct, Origin = p.Origin }, p.Definition, this);
            case IDirectCall d:
                var arguments = ResolveAll(expression.Children);
                return CoerceTypes.Named(d.Definition.Bind(new FunctionCall(d.Definition.Name, arguments, Context.Session) { Origin = expression.Origin, Lambdas = this }), expression.Origin);
            case UnresolvedExtractValue e: return ResolveExtractValue.Resolve(e, this);
            case UnresolvedLambdaVariable v: return ResolveColumns.Resolve(new UnresolvedAttribute(v.Parts) { Origin = v.Origin }, this);
            case IdentifierClause c: return ResolveIdentifierClause.Resolve(c, this);
            case SubqueryExpression s: return ResolveSubqueries.Resolve(s, this);
            case WindowExpression w: return ResolveWindows.Resolve(w, this);
            case UnresolvedWindowExpression w:
                throw AnalysisErrors.Error(w.Origin, "MISSING_WINDOW_SPECIFICATION", ("windowName", w.WindowName), ("docroot", "https://spark.apache.org/docs/latest"));
            case LambdaFunction: return expression;
            case ParameterMarker p: return Context.Parameters.Find(p);
            case UnresolvedStar s:
                throw AnalysisErrors.Error(s.Origin, "INVALID_USAGE_OF_STAR_OR_REGEX", ("elem", "'*'"), ("prettyName", scope.Operator is "Filter" or "Aggregate" or "Sort" ? scope.Operator : $"expression `{scope.Operator.ToLowerInvariant()}`"));
            case NamedArgument n:
                throw AnalysisErrors.Error(n.Origin, "NAMED_PARAMETERS_NOT_SUPPORTED", ("functionName", SqlIdentifier.Quote(n.Name)));
            case In list when list.List.Any(e => e is UnresolvedStar):
                return Resolve(list with { List = new(list.List.SelectMany(e => e is UnresolvedStar s ? ExpandStars.Expand(s, this) : [e])) });
            case Coalesce all when all.Arguments.Any(e => e is UnresolvedStar):
                return Resolve(new Coalesce(new(all.Arguments.SelectMany(e => e is UnresolvedStar s ? ExpandStars.Expand(s, this) : [e]))) { Origin = all.Origin });
            case SemiStructuredExtract s: return ResolveExtractValue.Path(s, this);
            default: return ForParent(CoerceTypes.Coerce(expression.MapChildren(Resolve), this).Settle(), expression.Origin);
        }
    }

    // What goes wrong in a cast that nobody wrote is told of the call that wanted it.
    private static Expression ForParent(Expression resolved, Origin origin)
        => origin.Context == null || resolved is Cast ? resolved : resolved.MapChildren(c => c is Cast { IsUserSpecified: false } cast && ReferenceEquals(cast.Origin.Context, cast.Child.Origin.Context) ? cast with { Origin = origin } : c);

    /// <summary>Resolves something that stands among an aggregate function's arguments.</summary>
    public T InsideAggregate<T>(Func<T> resolve)
    {
        _aggregateDepth++;
        try { return resolve(); }
        finally { _aggregateDepth--; }
    }

    /// <summary>A function by name over resolved arguments.</summary>
    public Expression Call(string name, Origin origin, params ReadOnlySpan<Expression> arguments)
    {
        if (!Context.Functions.TryGet(name, out var function))
            throw AnalysisErrors.Error(origin, "UNRESOLVED_ROUTINE", ("routineName", SqlIdentifier.Quote(name)), ("searchPath", ResolveFunctions.SearchPath(Context)));
        return function.Bind(new FunctionCall(name, new(arguments), Context.Session) { Origin = origin, Lambdas = this });
    }

    public LambdaFunction Bind(Expression argument, ValueList<LambdaParameter> parameters)
    {
        var lambda = argument as LambdaFunction;
        if (lambda == null)
        {
            var unused = parameters.Select((p, i) => (Expression)new LambdaVariable($"col{i}", p.Type, p.IsNullable, ExprId.Next()));
            return new LambdaFunction(Resolve(argument), new(unused)) { Origin = argument.Origin };
        }
        if (lambda.Parameters.All(p => p is LambdaVariable) && lambda.Body.Resolved) return lambda;
        if (lambda.Parameters.Count != parameters.Count)
            throw AnalysisErrors.Error(lambda.Origin, "INVALID_LAMBDA_FUNCTION_CALL.NUM_ARGS_MISMATCH",
                ("expectedNumArgs", $"{lambda.Parameters.Count}"), ("actualNumArgs", $"{parameters.Count}"));
        var names = lambda.Parameters.Select(NameOf).ToList();
        var comparer = Settings.CaseSensitive ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;
        if (names.Distinct(comparer).Count() < names.Count)
            throw AnalysisErrors.Error(lambda.Origin, "INVALID_LAMBDA_FUNCTION_CALL.DUPLICATE_ARG_NAMES",
                ("args", string.Join(", ", names.Select(n => SqlIdentifier.Quote(Settings.CaseSensitive ? n : n.ToLowerInvariant())))), ("caseSensitiveConfig", "\"spark.sql.caseSensitive\""));
        var variables = names.Select((n, i) => new LambdaVariable(n, parameters[i].Type, parameters[i].IsNullable, ExprId.Next())).ToList();
        var around = _lambdas;
        _lambdas = new LambdaFrame(variables, around);
        try
        {
            var body = Resolve(lambda.Body);
            if (body.Collect<PythonUdf>().FirstOrDefault() is { } udf)
                throw AnalysisErrors.Error(udf.Origin, "UNSUPPORTED_FEATURE.LAMBDA_FUNCTION_WITH_PYTHON_UDF", ("funcName", AnalysisErrors.Quote(udf)));
            return new LambdaFunction(body, new(variables)) { Origin = lambda.Origin };
        }
        finally { _lambdas = around; }
    }

    /// <summary>The innermost lambda's parameter of that name, or null.</summary>
    public LambdaVariable? FindLambdaVariable(string name)
    {
        for (var frame = _lambdas; frame != null; frame = frame.Around)
            if (frame.Variables.Find(v => scope.Columns.SameName(v.Name, name)) is { } found) return found;
        return null;
    }

    private static string NameOf(Expression parameter) => parameter switch
    {
        UnresolvedLambdaVariable v => v.Parts[^1],
        UnresolvedAttribute a => a.Parts[^1],
        LambdaVariable v => v.Name,
        _ => parameter.Sql,
    };

    private sealed record LambdaFrame(List<LambdaVariable> Variables, LambdaFrame? Around);
}
