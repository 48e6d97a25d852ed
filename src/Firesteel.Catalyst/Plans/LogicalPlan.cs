using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Plans;

/// <summary>
/// A node of a query tree: immutable, compared by value. SQL text, DataFrames and remote clients all make these;
/// the analyzer resolves them, the optimizer rewrites them, the planner turns them into physical operators.
/// </summary>
abstract record LogicalPlan
{
    private Cached<bool> _resolved;
    private Cached<ValueList<AttributeReference>> _output;
    private Cached<bool> _analyzed;
    private Cached<bool> _hasPlanIds;
    private Cached<bool> _hasRenewedJoin;
    private Cached<bool> _hasHidden;

    protected LogicalPlan() { }

    // Derived values of the original do not hold for a copy.
    protected LogicalPlan(LogicalPlan original) { Origin = original.Origin; PlanId = original.PlanId; }

    public Origin Origin { get; init; }

    /// <summary>Identity that a client gave the DataFrame behind this node, for columns that name it.</summary>
    public long? PlanId { get; init; }

    /// <summary>Whether this node or one below has a <see cref="PlanId"/>.</summary>
    public bool HasPlanIds
    {
        get
        {
            if (_hasPlanIds.HasValue) return _hasPlanIds.Value;
            DepthGuard.Check();
            return (_hasPlanIds = new(PlanId != null || Children.Any(c => c.HasPlanIds))).Value;
        }
    }

    /// <summary>Whether here or below a side of a join got ids of its own.</summary>
    public bool HasRenewedJoin
    {
        get
        {
            if (_hasRenewedJoin.HasValue) return _hasRenewedJoin.Value;
            DepthGuard.Check();
            return (_hasRenewedJoin = new(this is Join { RightBefore: not null } || Children.Any(c => c.HasRenewedJoin))).Value;
        }
    }

    /// <summary>Whether here or below there are columns for whoever names them.</summary>
    public bool HasHidden
    {
        get
        {
            if (_hasHidden.HasValue) return _hasHidden.Value;
            DepthGuard.Check();
            return (_hasHidden = new(this is SourceRelation { Table: Catalog.IMetadataColumns } or Project { Hidden.Count: > 0 } || Children.Any(c => c.HasHidden))).Value;
        }
    }

    public abstract ValueList<LogicalPlan> Children { get; }
    public abstract LogicalPlan WithChildren(ValueList<LogicalPlan> children);

    /// <summary>Columns that the node gives, in order.</summary>
    public ValueList<AttributeReference> Output
    {
        get
        {
            if (_output.HasValue) return _output.Value;
            DepthGuard.Check();
            return (_output = new(ComputeOutput())).Value;
        }
    }

    protected abstract ValueList<AttributeReference> ComputeOutput();

    /// <summary>The node's own expressions, children's not included.</summary>
    public virtual IEnumerable<Expression> Expressions => [];

    /// <summary>The node with each of its own expressions mapped.</summary>
    public virtual LogicalPlan MapExpressions(Func<Expression, Expression> map) => this;

    public bool Resolved
    {
        get
        {
            if (_resolved.HasValue) return _resolved.Value;
            DepthGuard.Check();
            return (_resolved = new(ComputeResolved())).Value;
        }
    }

    protected virtual bool ComputeResolved() => Children.All(c => c.Resolved) && Expressions.All(e => e.Resolved);

    /// <summary>Whether the analyzer is done with the tree: then it leaves it as it is, so that plans built on plans cost linear time.</summary>
    public bool Analyzed => _analyzed.HasValue;

    public void MarkAnalyzed() => _analyzed = new(true);

    /// <summary>Whether the node's rows never end.</summary>
    public virtual bool IsStreaming => DepthGuard.Pass() && Children.Any(c => c.IsStreaming);

    /// <summary>Most rows that it can give, where that is known.</summary>
    public virtual long? MaxRows => null;

    /// <summary>Line in EXPLAIN: the node's name and arguments, children left out.</summary>
    public virtual string Describe() => GetType().Name;

    public StructType Schema => new(Output.Select(a => new StructField(a.Name, a.DataType, a.Nullable) { Metadata = a.Metadata }));

    public LogicalPlan MapChildren(Func<LogicalPlan, LogicalPlan> map)
    {
        var children = Children;
        if (children.Count == 0) return this;
        LogicalPlan[]? changed = null;
        for (var i = 0; i < children.Count; i++)
        {
            var mapped = map(children[i]);
            if (changed == null && ReferenceEquals(mapped, children[i])) continue;
            changed ??= [.. children];
            changed[i] = mapped;
        }
        return changed == null ? this : WithChildren(new ValueList<LogicalPlan>(changed.AsSpan()));
    }

    public LogicalPlan TransformUp(Func<LogicalPlan, LogicalPlan> rule)
    {
        DepthGuard.Check();
        return rule(MapChildren(c => c.TransformUp(rule)));
    }

    public LogicalPlan TransformDown(Func<LogicalPlan, LogicalPlan> rule)
    {
        DepthGuard.Check();
        return rule(this).MapChildren(c => c.TransformDown(rule));
    }

    /// <summary>Rewrites every expression of the node, bottom up.</summary>
    public LogicalPlan TransformExpressionsUp(Func<Expression, Expression> rule) => MapExpressions(e => e.TransformUp(rule));

    public LogicalPlan TransformExpressionsDown(Func<Expression, Expression> rule) => MapExpressions(e => e.TransformDown(rule));

    /// <summary>Rewrites every expression of the whole tree, and of plans inside subquery expressions.</summary>
    public LogicalPlan TransformAllExpressions(Func<Expression, Expression> rule) => TransformUp(p => p.TransformExpressionsUp(rule));

    public IEnumerable<T> Collect<T>() where T : class
    {
        var found = new List<T>();
        Walk(this, found);
        return found;

        static void Walk(LogicalPlan node, List<T> found)
        {
            DepthGuard.Check();
            if (node is T match) found.Add(match);
            foreach (var child in node.Children) Walk(child, found);
        }
    }

    public bool Contains(Func<LogicalPlan, bool> predicate)
    {
        DepthGuard.Check();
        return predicate(this) || Children.Any(c => c.Contains(predicate));
    }

    /// <summary>The tree as text, a node a line, in EXPLAIN's form.</summary>
    /// <param name="remark">What to say of a node behind its description; nothing if null.</param>
    public string TreeString(Func<LogicalPlan, string>? remark = null)
    {
        var text = new System.Text.StringBuilder();
        Write(this, text, "", "", true);
        return text.ToString();

        void Write(LogicalPlan node, System.Text.StringBuilder text, string indent, string branch, bool root)
        {
            DepthGuard.Check();
            text.Append(indent).Append(branch).Append(node.Resolved ? "" : "'").Append(node.Describe()).Append(remark?.Invoke(node)).Append('\n');
            var below = root ? "" : indent + (branch == ":- " ? ":  " : "   ");
            for (var i = 0; i < node.Children.Count; i++)
                Write(node.Children[i], text, below, i < node.Children.Count - 1 ? ":- " : "+- ", false);
        }
    }

    public sealed override string ToString() => TreeString();
}

/// <summary>A node without children.</summary>
abstract record LeafPlan : LogicalPlan
{
    public sealed override ValueList<LogicalPlan> Children => ValueList<LogicalPlan>.Empty;
    public sealed override LogicalPlan WithChildren(ValueList<LogicalPlan> children) => this;
}

/// <summary>A node of one child, whose columns it passes on unless it says otherwise.</summary>
abstract record UnaryPlan(LogicalPlan Child) : LogicalPlan
{
    public sealed override ValueList<LogicalPlan> Children => [Child];
    public override LogicalPlan WithChildren(ValueList<LogicalPlan> children) => this with { Child = children[0] };
    protected override ValueList<AttributeReference> ComputeOutput() => Child.Output;
}

/// <summary>A node of two children.</summary>
abstract record BinaryPlan(LogicalPlan Left, LogicalPlan Right) : LogicalPlan
{
    public sealed override ValueList<LogicalPlan> Children => [Left, Right];
    public override LogicalPlan WithChildren(ValueList<LogicalPlan> children) => this with { Left = children[0], Right = children[1] };
}
