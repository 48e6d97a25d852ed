using Firesteel.Catalyst.Analysis.Operators;
using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Analysis;

/// <summary>
/// Resolves a plan from its leaves up in one pass: every operator has a rule of its own, and a rule sees children that are done.
/// So time is linear in the size of the plan, however deep it is, where rules that run over the whole tree until nothing changes
/// take a round a level.
/// </summary>
sealed class PlanResolver(AnalyzerContext context)
{
    /// <summary>Views within views, and functions within functions, that are followed.</summary>
    private const int MaxNesting = 100;

    private Dictionary<long, ValueList<AttributeReference>> _outputs = [];

    public AnalyzerContext Context => context;
    public AnalysisSettings Settings { get; } = new(context.Session);

    /// <summary>Definitions of WITH that are in sight.</summary>
    public CteScope? Ctes { get; set; }

    /// <summary>Plans kept by the session that this query has read already: a second reading needs ids of its own.</summary>
    public HashSet<LogicalPlan> Read { get; private init; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether a session variable was read.</summary>
    public bool ReadsVariables { get; set; }

    /// <summary>The value of a constant expression.</summary>
    public Literal Evaluate(Expression expression)
        => expression as Literal ?? context.Evaluate(ReadsVariables ? expression.TransformUp(VariableReference.ToLiteral) : expression);

    /// <summary>How deep in views and SQL functions the text is that is being resolved.</summary>
    public int Nesting { get; private init; }

    /// <summary>Whether names may mean temporary views: not in the text of what outlives the session.</summary>
    public bool SeesTemporaryViews { get; private init; } = true;

    public LogicalPlan Resolve(LogicalPlan plan, SubqueryFrame? frame)
    {
        DepthGuard.Check();
        if (plan.Analyzed) return plan;
        var resolved = OperatorRules.For(plan.GetType()) is { } rule ? rule.Apply(plan, frame, this) : ResolveOther(plan, frame);
        if (ReferenceEquals(resolved, plan)) return plan;
        if (plan.PlanId is { } id)
        {
            _outputs[id] = resolved.Output;
            if (resolved.PlanId != id) resolved = resolved with { PlanId = id };
        }
        return resolved.Origin.Context == null && plan.Origin.Context != null ? resolved with { Origin = plan.Origin } : resolved;
    }

    /// <summary>Names that expressions over these inputs see.</summary>
    public Scope ScopeOf(SubqueryFrame? frame, params ReadOnlySpan<LogicalPlan> inputs)
    {
        var columns = inputs.Length == 1 ? inputs[0].Output : Concat(inputs);
        var hidden = new List<AttributeReference>();
        foreach (var input in inputs) hidden.AddRange(HiddenColumns.Of(input));
        return new Scope(Columns(columns), frame) { Hidden = hidden.Count == 0 ? ColumnSet.Empty : Columns(new(hidden)) };
    }

    public ColumnSet Columns(ValueList<AttributeReference> columns) => new(columns, Settings.CaseSensitive);

    public ExpressionResolver Over(Scope scope) => new(this, scope);

    /// <summary>Output of the plan that a remote client knows by this id, or null where it is not among those resolved.</summary>
    public ValueList<AttributeReference>? OutputOf(long planId) => _outputs.GetValueOrDefault(planId);

    /// <summary>A resolver for the text of a view, with the settings and the current database that it was made under.</summary>
    public PlanResolver Enter(CatalogTable view, Origin origin) => Enter(view.Name, view.CapturedConf, origin, SeesTemporaryViews && view.Name.Count < 3);

    public PlanResolver Enter(SqlFunction function, Origin origin) => Enter(function.Name, function.CapturedConf, origin, SeesTemporaryViews && function.Name.Count < 3);

    private PlanResolver Enter(ValueList<string> name, ValueMap conf, Origin origin, bool seesTemporaryViews)
    {
        if (Nesting >= MaxNesting)
            throw AnalysisErrors.Error(origin, "VIEW_EXCEED_MAX_NESTED_DEPTH", ("viewName", Firesteel.Types.SqlIdentifier.Quote(name)), ("maxNestedDepth", $"{MaxNesting}"));
        return new PlanResolver(context with { Session = new CapturedSession(context.Session, conf) }) { Nesting = Nesting + 1, Read = Read, SeesTemporaryViews = seesTemporaryViews };
    }

    // Operators without a rule of their own: their expressions see their children's columns.
    private LogicalPlan ResolveOther(LogicalPlan plan, SubqueryFrame? frame)
    {
        var resolved = plan.MapChildren(c => Resolve(c, frame));
        var resolver = Over(ScopeOf(frame, [.. resolved.Children]) with { Operator = plan.GetType().Name });
        return resolved.MapExpressions(resolver.Resolve);
    }

    private static ValueList<AttributeReference> Concat(ReadOnlySpan<LogicalPlan> inputs)
    {
        var columns = new List<AttributeReference>();
        foreach (var input in inputs) columns.AddRange(input.Output);
        return new(columns);
    }
}
