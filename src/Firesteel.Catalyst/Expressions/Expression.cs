using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions;

/// <summary>How an expression is written out.</summary>
enum SqlStyle
{
    /// <summary>As in generated column names and error messages: bare column names, string literals without quotes.</summary>
    Pretty,
    /// <summary>As in EXPLAIN: columns with their ids.</summary>
    Plan,
    /// <summary>As EXPLAIN says it, but for ids: arguments of Python functions in generated column names.</summary>
    PlanWithoutIds,
    /// <summary>As SQL text that parses back: quoted and qualified names, quoted literals.</summary>
    Exact,
}

/// <summary>Facts about the styles.</summary>
static class SqlStyles
{
    /// <summary>Whether nodes show themselves as in EXPLAIN.</summary>
    public static bool IsPlan(this SqlStyle style) => style is SqlStyle.Plan or SqlStyle.PlanWithoutIds;
}

/// <summary>Where in the query text a node came from. All origins are equal, so that it does not tell nodes apart.</summary>
readonly struct Origin(QueryContext? context) : IEquatable<Origin>
{
    public QueryContext? Context => context;
    public bool Equals(Origin other) => true;
    public override bool Equals(object? obj) => obj is Origin;
    public override int GetHashCode() => 0;
}

/// <summary>
/// A node of an expression tree: immutable, compared by value. Built unresolved by the parser or a client,
/// given names and types by the analyzer, evaluated by the evaluator that <c>ExpressionCompiler</c> makes of it.
/// </summary>
abstract record Expression
{
    private ExpressionFlags _flags;

    /// <summary>Position in the query text, for errors.</summary>
    public Origin Origin { get; init; }

    public abstract ValueList<Expression> Children { get; }

    /// <summary>The same node over other children, as many as it has.</summary>
    public abstract Expression WithChildren(ValueList<Expression> children);

    public abstract DataType DataType { get; }

    /// <summary>Whether a row may give null.</summary>
    public virtual bool Nullable => _flags.Get(ExpressionFlag.Nullable) ?? _flags.Set(ExpressionFlag.Nullable, Any(c => c.Nullable));

    /// <summary>Whether names and types of the whole tree are known and fit.</summary>
    public bool Resolved => _flags.Get(ExpressionFlag.Resolved) ?? _flags.Set(ExpressionFlag.Resolved, ComputeResolved());

    protected virtual bool ComputeResolved() => !Any(c => !c.Resolved);

    /// <summary>Whether equal inputs give equal outputs.</summary>
    public virtual bool Deterministic => _flags.Get(ExpressionFlag.Deterministic) ?? _flags.Set(ExpressionFlag.Deterministic, !Any(c => !c.Deterministic));

    /// <summary>Whether it can be computed once, before the query runs.</summary>
    public virtual bool Foldable => Children.Count > 0 && Deterministic && HasFoldableChildren;

    /// <summary>Whether every child can be computed once.</summary>
    protected bool HasFoldableChildren => _flags.Get(ExpressionFlag.FoldableChildren) ?? _flags.Set(ExpressionFlag.FoldableChildren, !Any(c => !c.Foldable));

    /// <summary>Whether this node itself (not its children) may raise an error on some row.</summary>
    public virtual bool ThrowsItself => false;

    /// <summary>Whether evaluating the tree may raise an error: then it runs only on rows that Spark would run it on.</summary>
    public bool CanFail => _flags.Get(ExpressionFlag.CanFail) ?? _flags.Set(ExpressionFlag.CanFail, ThrowsItself || Any(c => c.CanFail));

    /// <summary>Whether the analyzer is done with the whole tree: types meet everywhere in it.</summary>
    public bool IsSettled => _flags.Get(ExpressionFlag.Settled) == true;

    /// <summary>Remembers <see cref="IsSettled"/>; a copy over other children starts anew.</summary>
    public Expression Settle()
    {
        _flags.Set(ExpressionFlag.Settled, true);
        return this;
    }

    public abstract string ToSql(SqlStyle style);

    /// <summary>The text in generated names and errors.</summary>
    public string Sql => ToSql(SqlStyle.Pretty);

    public sealed override string ToString() => ToSql(SqlStyle.Plan);

    /// <summary>All columns that the tree reads, subqueries' outer references included.</summary>
    public IEnumerable<AttributeReference> References => Collect<AttributeReference>();

    /// <summary>Nodes of one kind in the tree, this one first.</summary>
    public IEnumerable<T> Collect<T>() where T : class
    {
        var found = new List<T>();
        Walk(this, found);
        return found;

        static void Walk(Expression node, List<T> found)
        {
            DepthGuard.Check();
            if (node is T match) found.Add(match);
            foreach (var child in node.Children) Walk(child, found);
        }
    }

    public bool Contains(Func<Expression, bool> predicate)
    {
        DepthGuard.Check();
        return predicate(this) || Children.Any(c => c.Contains(predicate));
    }

    /// <summary>Rewrites children first, then the node over the rewritten ones.</summary>
    public Expression TransformUp(Func<Expression, Expression> rule)
    {
        DepthGuard.Check();
        return rule(MapChildren(c => c.TransformUp(rule)));
    }

    /// <summary>Rewrites the node, then the children of what came out.</summary>
    public Expression TransformDown(Func<Expression, Expression> rule)
    {
        DepthGuard.Check();
        return rule(this).MapChildren(c => c.TransformDown(rule));
    }

    /// <summary>The node over mapped children; itself where none changed.</summary>
    public Expression MapChildren(Func<Expression, Expression> map)
    {
        var children = Children;
        if (children.Count == 0) return this;
        Expression[]? changed = null;
        for (var i = 0; i < children.Count; i++)
        {
            var mapped = map(children[i]);
            if (changed == null && ReferenceEquals(mapped, children[i])) continue;
            changed ??= [.. children];
            changed[i] = mapped;
        }
        return changed == null ? this : WithChildren(new ValueList<Expression>(changed.AsSpan())) with { Origin = Origin };
    }

    private bool Any(Func<Expression, bool> predicate)
    {
        DepthGuard.Check();
        foreach (var child in Children.AsSpan())
            if (predicate(child)) return true;
        return false;
    }

    // A copy may differ in its children: what was derived from the original does not hold for it.
    protected Expression(Expression original) => Origin = original.Origin;

    protected Expression() { }
}

/// <summary>
/// A derived value kept inside a record without taking part in its equality. Comparing and hashing a deep tree goes through it at every
/// level, so it is also where that is kept from ending the process.
/// </summary>
readonly struct Cached<T>(T value) : IEquatable<Cached<T>>
{
    public bool HasValue { get; } = true;
    public T Value => value;
    public bool Equals(Cached<T> other) => DepthGuard.Pass();
    public override bool Equals(object? obj) => obj is Cached<T> && DepthGuard.Pass();
    public override int GetHashCode() => DepthGuard.Pass() ? 0 : 1;
}

/// <summary>Keeps recursion over user input from ending the process.</summary>
static class DepthGuard
{
    /// <summary>What trees are refused with that are too deep.</summary>
    public const string Condition = "FAILED_TO_PARSE_TOO_COMPLEX";

    /// <summary>Always true where it returns, for conditions.</summary>
    public static bool Pass()
    {
        Check();
        return true;
    }

    public static void Check()
    {
        if (!System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new AnalysisException(Condition);
    }
}

/// <summary>An expression without children.</summary>
abstract record LeafExpression : Expression
{
    public sealed override ValueList<Expression> Children => ValueList<Expression>.Empty;
    public sealed override Expression WithChildren(ValueList<Expression> children) => this;
}

/// <summary>An expression of one child.</summary>
abstract record UnaryExpression(Expression Child) : Expression
{
    public sealed override ValueList<Expression> Children => [Child];
    public sealed override Expression WithChildren(ValueList<Expression> children) => this with { Child = children[0] };
}

/// <summary>An expression of two children.</summary>
abstract record BinaryExpression(Expression Left, Expression Right) : Expression
{
    public sealed override ValueList<Expression> Children => [Left, Right];
    public sealed override Expression WithChildren(ValueList<Expression> children) => this with { Left = children[0], Right = children[1] };
}
