using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Python;
using Firesteel.Catalyst.Functions;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis;

/// <summary>Calls of functions by name: built in, temporary, or defined in SQL.</summary>
static class ResolveFunctions
{
    public static Expression Resolve(UnresolvedFunction call, ExpressionResolver resolver)
    {
        var name = call.NameParts[^1];
        if (call.NameParts.Count == 1)
        {
            if (name.Equals("grouping", StringComparison.OrdinalIgnoreCase) && call.Arguments.Count == 1)
                return new GroupingIndicator(resolver.Resolve(call.Arguments[0])) { Origin = call.Origin };
            if (name.Equals("grouping_id", StringComparison.OrdinalIgnoreCase))
                return new GroupingIdCall(resolver.ResolveAll(call.Arguments)) { Origin = call.Origin };
        }
        if (Find(call.NameParts, resolver.Context) is { } function)
            return function is not GeneratorFunction { IsTableOnly: true } ? Bind(call, function, resolver)
                : throw AnalysisErrors.Error(call.Origin, "NOT_A_SCALAR_FUNCTION", ("functionName", SqlIdentifier.Quote(call.NameParts)));
        if (call.NameParts.Count == 1 && CastNames.TryGetValue(name, out var type)) return CastTo(type, call, resolver);
        if (resolver.Context.Catalog.FindFunction(call.NameParts) is { } routine) return InlineSqlFunctions.Inline(call, routine, resolver);
        throw AnalysisErrors.Error(call.Origin, "UNRESOLVED_ROUTINE", ("routineName", SqlIdentifier.Quote(call.NameParts)), ("searchPath", SearchPath(resolver.Context)));
    }

    /// <summary>Types whose names are functions too: <c>int('1')</c>.</summary>
    private static readonly Dictionary<string, DataType> CastNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["boolean"] = BooleanType.Instance,
        ["tinyint"] = ByteType.Instance,
        ["smallint"] = ShortType.Instance,
        ["int"] = IntegerType.Instance,
        ["bigint"] = LongType.Instance,
        ["float"] = FloatType.Instance,
        ["double"] = DoubleType.Instance,
        ["decimal"] = DecimalType.UserDefault,
        ["date"] = DateType.Instance,
        ["time"] = TimeType.Default,
        ["timestamp"] = TimestampType.Instance,
        ["binary"] = BinaryType.Instance,
        ["string"] = StringType.Instance,
    };

    private static Expression CastTo(DataType type, UnresolvedFunction call, ExpressionResolver resolver)
    {
        if (call.Arguments.Count != 1)
            throw AnalysisErrors.Error(call.Origin, "WRONG_NUM_ARGS.WITHOUT_SUGGESTION", ("functionName", SqlIdentifier.Quote(call.NameParts[^1])), ("expectedNum", "1"), ("actualNum", $"{call.Arguments.Count}"),
                ("docroot", "https://spark.apache.org/docs/latest"));
        var cast = (Cast)CheckCasts.Complete(new Cast(resolver.Resolve(call.Arguments[0]), type, EvalMode.Ansi) { IsUserSpecified = true, Origin = call.Origin }, resolver.Settings);
        return cast with { IsUserSpecified = false };
    }

    public static string SearchPath(AnalyzerContext context)
        => $"[`system`.`builtin`, `system`.`session`, {SqlIdentifier.Quote([context.Catalog.CurrentCatalog, context.Catalog.CurrentDatabase])}]";

    /// <summary>The function that a name of one part, or of built-in or session functions in full, means.</summary>
    public static FunctionDefinition? Find(ValueList<string> name, AnalyzerContext context)
    {
        var place = name.Count switch
        {
            1 => "",
            2 => name[0],
            3 when IsOneOf(name[0], "system") => name[1],
            _ => null,
        };
        if (place == null) return null;
        var own = place == "" || IsOneOf(place, "session") ? context.Functions.TryGetOwn(name[^1], out var registered) ? registered : null : null;
        var builtIn = place == "" || IsOneOf(place, "builtin") ? context.Functions.TryGetBuiltIn(name[^1], out var known) ? known : null : null;
        if (own == null || place != "") return own ?? builtIn;
        // What a program registers does not hide what every session has, unless it asks for that; types that are functions are among these.
        if (IsOneOf(context.Session.Conf("spark.sql.functionResolution.sessionOrder") ?? "", "first")) return own;
        return builtIn ?? (CastNames.ContainsKey(name[0]) ? null : own);
    }

    private static bool IsOneOf(string name, params ReadOnlySpan<string> names)
    {
        foreach (var n in names)
            if (string.Equals(n, name, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    /// <summary>A call of a function that is at hand.</summary>
    public static Expression Bind(UnresolvedFunction call, FunctionDefinition function, ExpressionResolver resolver)
    {
        var isAggregate = function is AggregateFunction;
        var frame = resolver.Scope.Frame;
        var mark = frame?.Mark ?? 0;
        var bound = isAggregate ? resolver.InsideAggregate(() => BindArguments(call, function, resolver)) : BindArguments(call, function, resolver);
        // What is not an aggregate function itself may be defined by one: its arguments then mean what an aggregate's mean.
        if (!isAggregate && resolver.Scope.Below != null && !resolver.IsInsideAggregate && bound.Contains(e => e is AggregateCall))
            bound = resolver.InsideAggregate(() => BindArguments(call, function, resolver));
        CheckModifiers(call, bound);
        // An aggregate that reads nothing but the query around belongs to that query's HAVING or ORDER BY.
        if (frame is { Outer.Below: not null } && bound is AggregateCall outer && outer.Contains(e => e is OuterReference) && !outer.References.Any())
            return frame.ReadAggregate(outer, mark);
        // Functions may be defined by core nodes, whose types then meet as anywhere.
        return CoerceTypes.Named(bound is ScalarCall or AggregateCall or WindowCall or GeneratorCall or PythonUdf ? bound : Coerce(bound, resolver), call.Origin).Settle();
    }

    // Arguments have been here already, each with all below it: going down again from every level would cost the square of the depth.
    private static Expression Coerce(Expression expression, ExpressionResolver resolver)
    {
        if (expression.IsSettled) return expression;
        var mapped = expression.MapChildren(c => Coerce(c, resolver));
        return mapped is Arithmetic { ResultType: not null } ? mapped : CoerceTypes.Coerce(mapped, resolver);
    }

    private static Expression BindArguments(UnresolvedFunction call, FunctionDefinition function, ExpressionResolver resolver)
    {
        var arguments = ExpandStars.InArguments(call, resolver);
        var names = ValueList<string?>.Empty;
        if (arguments.Any(a => a is NamedArgument))
        {
            if (function is IKeepsArgumentNames) (arguments, names) = ArrangeArguments.Split(call, arguments);
            else arguments = ArrangeArguments.Arrange(call, arguments, function.ParameterNames, function.DefaultOf);
        }
        // Lambdas wait for the function to tell the types of their parameters.
        var resolved = new ValueList<Expression>(arguments.Select(a => a is LambdaFunction ? a : resolver.Resolve(a)));
        var made = new FunctionCall(call.NameParts[^1], resolved, resolver.Context.Session)
        {
            IsDistinct = call.IsDistinct,
            Filter = call.Filter == null ? null : resolver.Resolve(call.Filter),
            IgnoreNulls = call.IgnoreNulls,
            WithinGroup = new(call.WithinGroup.Select(o => (SortOrder)resolver.Resolve(o))),
            Origin = call.Origin,
            ArgumentNames = names,
            Lambdas = resolver,
        };
        if (!resolved.Any(a => a is LambdaFunction)) return function.Bind(made);
        try
        {
            var bound = function.Bind(made);
            if (!bound.Contains(e => e is LambdaFunction { Body.Resolved: false })) return bound;
        }
        catch (UnboundLambdaException)
        {
        }
        throw AnalysisErrors.Error(call.Origin, "INVALID_LAMBDA_FUNCTION_CALL.NON_HIGHER_ORDER_FUNCTION", ("class", function.Name));
    }

    private static void CheckModifiers(UnresolvedFunction call, Expression bound)
    {
        if (!call.IsDistinct && call.Filter == null && call.IgnoreNulls == null && call.WithinGroup.Count == 0) return;
        var isPython = bound is PythonUdf or AggregateCall { Function: PythonAggregate };
        var isAggregate = bound.Contains(e => e is AggregateCall) && !isPython;
        var syntax = isAggregate ? null
            : call.WithinGroup.Count > 0 ? "WITHIN GROUP (ORDER BY ...)"
            : call.IsDistinct ? "DISTINCT"
            : call.Filter != null ? "FILTER CLAUSE"
            : call.IgnoreNulls != null && bound is not WindowCall ? "IGNORE NULLS"
            : null;
        if (syntax != null)
            throw AnalysisErrors.Error(call.Origin, "INVALID_SQL_SYNTAX.FUNCTION_WITH_UNSUPPORTED_SYNTAX", ("prettyName", SqlIdentifier.Quote(!isPython ? call.NameParts[^1] : bound is PythonUdf ? "pythonudf" : "pythonudaf")), ("syntax", syntax));
        if (call.Filter == null) return;
        var filter = bound.Collect<AggregateCall>().Select(a => a.Filter).FirstOrDefault(f => f != null);
        if (filter == null) return;
        if (!filter.Deterministic) throw FilterError("NON_DETERMINISTIC", filter);
        if (filter.DataType is not (BooleanType or NullType)) throw FilterError("NOT_BOOLEAN", filter);
        if (filter.Contains(e => e is AggregateCall)) throw FilterError("CONTAINS_AGGREGATE", filter, filter.Collect<AggregateCall>().First());
        if (filter.Contains(e => e is WindowExpression)) throw FilterError("CONTAINS_WINDOW_FUNCTION", filter, filter.Collect<WindowExpression>().First());
    }

    private static AnalysisException FilterError(string kind, Expression filter, Expression? inner = null)
        => inner == null
            ? AnalysisErrors.Error(filter.Origin, "INVALID_AGGREGATE_FILTER." + kind, ("filterExpr", AnalysisErrors.Quote(filter)))
            : AnalysisErrors.Error(filter.Origin, "INVALID_AGGREGATE_FILTER." + kind, ("filterExpr", AnalysisErrors.Quote(filter)),
                (kind == "CONTAINS_AGGREGATE" ? "aggExpr" : "windowExpr", AnalysisErrors.Quote(inner)));
}

/// <summary><c>grouping(column)</c>: whether the column is left out of the row's grouping set.</summary>
sealed record GroupingIndicator(Expression Child) : UnaryExpression(Child)
{
    public override DataType DataType => ByteType.Instance;
    public override bool Nullable => false;
    public override bool Foldable => false;
    public override string ToSql(SqlStyle style) => $"grouping({Child.ToSql(style)})";
}

/// <summary><c>grouping_id()</c>: the row's grouping set as bits, the last grouping column lowest.</summary>
sealed record GroupingIdCall(ValueList<Expression> Columns) : Expression
{
    public override ValueList<Expression> Children => Columns;
    public override Expression WithChildren(ValueList<Expression> children) => this with { Columns = children };
    public override DataType DataType => LongType.Instance;
    public override bool Nullable => false;
    public override bool Foldable => false;
    public override string ToSql(SqlStyle style) => $"grouping_id({string.Join(", ", Columns.Select(c => c.ToSql(style)))})";
}
