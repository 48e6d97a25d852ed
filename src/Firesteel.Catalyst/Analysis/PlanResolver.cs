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
sealed class PlanResolver
{
    /// <summary>Views within views, and functions within functions, that are followed.</summary>
    private const int MaxNesting = 100;

    private readonly PlanResolver? _around;
    private bool _readsVariables;
    private readonly Dictionary<long, LogicalPlan> _named = [];

    /// <param name="around">The resolver of the query that reads a view or function, whose text this one resolves.</param>
    public PlanResolver(AnalyzerContext context, PlanResolver? around = null)
    {
        Context = context;
        Settings = new(context.Session);
        _around = around;
        Nesting = around == null ? 0 : around.Nesting + 1;
        Read = around?.Read ?? new(ReferenceEqualityComparer.Instance);
    }

    public AnalyzerContext Context { get; }
    public AnalysisSettings Settings { get; }

    /// <summary>Definitions of WITH that are in sight.</summary>
    public CteScope? Ctes { get; set; }

    /// <summary>Plans kept by the session that this query has read already: a second reading needs ids of its own.</summary>
    public HashSet<LogicalPlan> Read { get; }

    /// <summary>Whether a session variable was read.</summary>
    public bool ReadsVariables
    {
        get => _readsVariables;
        set
        {
            _readsVariables = value;
            if (_around != null) _around.ReadsVariables = value;
        }
    }

    /// <summary>The value of a constant expression.</summary>
    public Literal Evaluate(Expression expression)
        => expression as Literal ?? Context.Evaluate(ReadsVariables ? expression.TransformUp(VariableReference.ToLiteral) : expression);

    /// <summary>How deep in views and SQL functions the text is that is being resolved.</summary>
    public int Nesting { get; }

    /// <summary>Whether names may mean temporary views: not in the text of what outlives the session.</summary>
    public bool SeesTemporaryViews { get; private init; } = true;

    public LogicalPlan Resolve(LogicalPlan plan, SubqueryFrame? frame)
    {
        DepthGuard.Check();
        if (plan.Analyzed)
        {
            RegisterPlanIds(plan);
            return plan;
        }
        var resolved = OperatorRules.For(plan.GetType()) is { } rule ? rule.Apply(plan, frame, this) : ResolveOther(plan, frame);
        if (plan.PlanId is { } own) _named[own] = resolved;
        if (ReferenceEquals(resolved, plan)) return plan;
        if (plan.PlanId is { } id)
        {
            if (resolved.PlanId != id) resolved = resolved with { PlanId = id };
        }
        return resolved.Origin.Context == null && plan.Origin.Context != null ? resolved with { Origin = plan.Origin } : resolved;
    }

    // Columns may name DataFrames inside a plan that was analysed before.
    private void RegisterPlanIds(LogicalPlan plan)
    {
        if (!plan.HasPlanIds) return;
        DepthGuard.Check();
        if (plan.PlanId is { } id) _named[id] = plan;
        foreach (var child in plan.Children) RegisterPlanIds(child);
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

    /// <summary>The plan that a remote client knows by this id, or null where it is not among those resolved.</summary>
    public LogicalPlan? Named(long planId) => _named.GetValueOrDefault(planId);

    /// <summary>The right input of an operator, with ids of its own; columns that name its DataFrames follow.</summary>
    public LogicalPlan Apart(LogicalPlan left, LogicalPlan right)
    {
        var apart = RefreshIds.Apart(left, right);
        if (ReferenceEquals(apart, right) || _named.Count == 0) return apart;
        var lefts = left.Collect<LogicalPlan>().Select(p => p.PlanId).ToHashSet();
        foreach (var node in apart.Collect<LogicalPlan>())
            if (node.PlanId is { } id && !lefts.Contains(id)) _named[id] = node;
        return apart;
    }

    /// <summary>A resolver for the text of a view, with the settings and the current database that it was made under.</summary>
    public PlanResolver Enter(CatalogTable view, Origin origin) => Enter(view.Name, view.CapturedConf, origin, SeesTemporaryViews && view.Name.Count < 3);

    public PlanResolver Enter(SqlFunction function, Origin origin) => Enter(function.Name, function.CapturedConf, origin, SeesTemporaryViews && function.Name.Count < 3);

    private PlanResolver Enter(ValueList<string> name, ValueMap conf, Origin origin, bool seesTemporaryViews)
    {
        if (Nesting >= MaxNesting)
            throw AnalysisErrors.Error(origin, "VIEW_EXCEED_MAX_NESTED_DEPTH", ("viewName", Firesteel.Types.SqlIdentifier.Quote(name)), ("maxNestedDepth", $"{MaxNesting}"));
        return new PlanResolver(Context with { Session = new CapturedSession(Context.Session, conf), Variables = Context.Catalog.Variables }, this) { SeesTemporaryViews = seesTemporaryViews };
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
