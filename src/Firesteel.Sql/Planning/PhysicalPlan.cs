using Firesteel.Catalyst.Expressions;
using Firesteel.Core.Storage;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Execution;
using Firesteel.Types;

namespace Firesteel.Sql.Planning;

/// <summary>
/// A physical operator: immutable, turned into running code a partition at a time by <see cref="Execute"/>.
/// Between two exchanges operators pull batches from each other; an exchange ends a stage.
/// </summary>
abstract record PhysicalPlan
{
    private Cached<int> _id;

    protected PhysicalPlan() { }

    protected PhysicalPlan(PhysicalPlan original) => _id = original._id;

    public abstract ValueList<PhysicalPlan> Children { get; }
    public abstract PhysicalPlan WithChildren(ValueList<PhysicalPlan> children);
    public abstract ValueList<AttributeReference> Output { get; }

    /// <summary>How rows are spread over partitions.</summary>
    public virtual Partitioning OutputPartitioning => Children.Count == 1 ? Children[0].OutputPartitioning : Partitioning.Unknown(PartitionCount);

    /// <summary>How rows of one partition are ordered.</summary>
    public virtual ValueList<SortOrder> OutputOrdering => ValueList<SortOrder>.Empty;

    /// <summary>What each child's rows must be spread by; exchanges are put in where they are not.</summary>
    public virtual ValueList<Distribution> RequiredDistribution => new(Children.Select(_ => Distribution.Unspecified));

    /// <summary>The order that each child's partitions must have; sorts are put in where they do not.</summary>
    public virtual ValueList<ValueList<SortOrder>> RequiredOrdering => new(Children.Select(_ => ValueList<SortOrder>.Empty));

    /// <summary>Tasks that the stage of this operator has. Known once the exchanges below have run.</summary>
    public virtual int PartitionCount => Children[0].PartitionCount;

    /// <summary>Starts one partition. The iterator belongs to the calling task's thread, which disposes it.</summary>
    public abstract BatchIterator Execute(int partition, TaskExecution task);

    /// <summary>Whether a partition may be run by several workers; user code and order-dependent functions may not.</summary>
    public virtual bool OneWorkerPerPartition => Children.Any(c => c.OneWorkerPerPartition);

    public StructType Schema => new(Output.Select(a => new StructField(a.Name, a.DataType, a.Nullable) { Metadata = a.Metadata }));

    /// <summary>Number of the operator in its plan, for EXPLAIN and metrics.</summary>
    public int Id { get => _id.Value; init => _id = new(value); }

    /// <summary>Line in EXPLAIN.</summary>
    public abstract string Describe();

    /// <summary>Lines below it in EXPLAIN, of what is no child.</summary>
    public virtual string? Details => null;

    /// <summary>A plan that tasks may run within this operator, and which is planned for itself.</summary>
    public virtual PhysicalPlan? Inner => null;

    /// <summary>Executors that have a partition's rows, or what they are made of.</summary>
    public virtual IReadOnlyList<string> PreferredLocations(int partition, BlockDirectory blocks)
    {
        foreach (var child in Children)
            if (child.PartitionCount == PartitionCount && child.PreferredLocations(partition, blocks) is { Count: > 0 } found) return found;
        return [];
    }

    public PhysicalPlan MapChildren(Func<PhysicalPlan, PhysicalPlan> map)
    {
        var children = Children;
        if (children.Count == 0) return this;
        PhysicalPlan[]? changed = null;
        for (var i = 0; i < children.Count; i++)
        {
            var mapped = map(children[i]);
            if (changed == null && ReferenceEquals(mapped, children[i])) continue;
            changed ??= [.. children];
            changed[i] = mapped;
        }
        return changed == null ? this : WithChildren(new ValueList<PhysicalPlan>(changed.AsSpan()));
    }

    public PhysicalPlan TransformUp(Func<PhysicalPlan, PhysicalPlan> rule)
    {
        DepthGuard.Check();
        return rule(MapChildren(c => c.TransformUp(rule)));
    }

    public IEnumerable<T> Collect<T>() where T : class
    {
        var found = new List<T>();
        Walk(this, found);
        return found;

        static void Walk(PhysicalPlan node, List<T> found)
        {
            DepthGuard.Check();
            if (node is T match) found.Add(match);
            foreach (var child in node.Children) Walk(child, found);
        }
    }

    /// <summary>As <see cref="Collect"/>, and in plans within operators too.</summary>
    public IEnumerable<T> CollectEverywhere<T>() where T : class
    {
        foreach (var node in Collect<PhysicalPlan>())
        {
            if (node is T match) yield return match;
            if (node.Inner is not { } inner) continue;
            foreach (var within in inner.CollectEverywhere<T>()) yield return within;
        }
    }

    public string TreeString()
    {
        var text = new System.Text.StringBuilder();
        Write(this, text, "", "", true);
        return text.ToString();

        static void Write(PhysicalPlan node, System.Text.StringBuilder text, string indent, string branch, bool root)
        {
            DepthGuard.Check();
            text.Append(indent).Append(branch).Append(node.Describe()).Append('\n');
            var below = root ? "" : indent + (branch == ":- " ? ":  " : "   ");
            if (node.Details is { } details) text.Append(below).Append("   +- ").Append(details.Replace("\n", $"\n{below}   ", StringComparison.Ordinal)).Append('\n');
            for (var i = 0; i < node.Children.Count; i++)
                Write(node.Children[i], text, below, i < node.Children.Count - 1 ? ":- " : "+- ", false);
        }
    }

    public sealed override string ToString() => TreeString();

    // Nodes hold run-time state, so a plan node is itself and nothing else.
    public virtual bool Equals(PhysicalPlan? other) => ReferenceEquals(this, other);
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

/// <summary>An operator without children.</summary>
abstract record LeafExec : PhysicalPlan
{
    public sealed override ValueList<PhysicalPlan> Children => ValueList<PhysicalPlan>.Empty;
    public sealed override PhysicalPlan WithChildren(ValueList<PhysicalPlan> children) => this;
}

/// <summary>An operator of one child.</summary>
abstract record UnaryExec(PhysicalPlan Child) : PhysicalPlan
{
    public sealed override ValueList<PhysicalPlan> Children => [Child];
    public override PhysicalPlan WithChildren(ValueList<PhysicalPlan> children) => this with { Child = children[0] };
    public override ValueList<AttributeReference> Output => Child.Output;
    public override ValueList<SortOrder> OutputOrdering => Child.OutputOrdering;
}

/// <summary>An operator of two children.</summary>
abstract record BinaryExec(PhysicalPlan Left, PhysicalPlan Right) : PhysicalPlan
{
    public sealed override ValueList<PhysicalPlan> Children => [Left, Right];
    public override PhysicalPlan WithChildren(ValueList<PhysicalPlan> children) => this with { Left = children[0], Right = children[1] };
}
