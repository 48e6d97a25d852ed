using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Plans.Commands;

/// <summary>INSERT INTO or OVERWRITE a table.</summary>
/// <param name="Target">The table: an unresolved relation.</param>
sealed record InsertInto(LogicalPlan Target, LogicalPlan Query, bool Overwrite) : Command
{
    public PartitionSpec? Partition { get; init; }
    public bool IfPartitionNotExists { get; init; }
    /// <summary>The columns that the query's columns go to; empty for all, in order.</summary>
    public ValueList<string> Columns { get; init; } = ValueList<string>.Empty;
    public bool ByName { get; init; }
    /// <summary>REPLACE WHERE: the rows that go away.</summary>
    public Expression? ReplaceWhere { get; init; }

    public override ValueList<LogicalPlan> Children => [Query];
    public override LogicalPlan WithChildren(ValueList<LogicalPlan> children) => this with { Query = children[0] };
    public override string Describe() => $"InsertInto {Target.Describe()}, overwrite={Overwrite}, [{string.Join(", ", Columns)}]{(ByName ? ", by name" : "")}";
}

/// <summary>INSERT OVERWRITE DIRECTORY.</summary>
sealed record InsertIntoDirectory(string? Path, bool IsLocal, string? Provider, ValueMap Options, LogicalPlan Query) : QueryCommand(Query);

/// <summary>FROM … INSERT … INSERT …: several inserts that read one source.</summary>
sealed record MultiInsert(ValueList<LogicalPlan> Inserts) : Command
{
    public override ValueList<LogicalPlan> Children => Inserts;
    public override LogicalPlan WithChildren(ValueList<LogicalPlan> children) => this with { Inserts = children };
}

/// <summary>DELETE FROM; a null condition means every row.</summary>
sealed record DeleteFrom(LogicalPlan Table, Expression? Condition) : Command
{
    public override ValueList<LogicalPlan> Children => [Table];
    public override LogicalPlan WithChildren(ValueList<LogicalPlan> children) => this with { Table = children[0] };
    public override IEnumerable<Expression> Expressions => Condition == null ? [] : [Condition];
    public override LogicalPlan MapExpressions(Func<Expression, Expression> map) => Condition == null ? this : this with { Condition = map(Condition) };
}

/// <summary>A column and its new value.</summary>
sealed record Assignment(Expression Key, Expression Value);

/// <summary>UPDATE.</summary>
sealed record UpdateTable(LogicalPlan Table, ValueList<Assignment> Assignments, Expression? Condition) : Command
{
    public override ValueList<LogicalPlan> Children => [Table];
    public override LogicalPlan WithChildren(ValueList<LogicalPlan> children) => this with { Table = children[0] };
    public override IEnumerable<Expression> Expressions => Assignments.SelectMany(a => new[] { a.Key, a.Value }).Concat(Condition == null ? [] : [Condition]);
    public override LogicalPlan MapExpressions(Func<Expression, Expression> map)
        => this with { Assignments = new(Assignments.Select(a => new Assignment(map(a.Key), map(a.Value)))), Condition = Condition == null ? null : map(Condition) };
}

enum MergeClauseKind { Matched, NotMatched, NotMatchedBySource }

enum MergeActionKind { Update, UpdateAll, Insert, InsertAll, Delete }

/// <summary>One WHEN of MERGE.</summary>
sealed record MergeClause(MergeClauseKind Kind, Expression? Condition, MergeActionKind Action, ValueList<Assignment> Assignments);

/// <summary>MERGE INTO.</summary>
sealed record MergeInto(LogicalPlan Target, LogicalPlan Source, Expression Condition, ValueList<MergeClause> Clauses, bool WithSchemaEvolution) : Command
{
    public override ValueList<LogicalPlan> Children => [Target, Source];
    public override LogicalPlan WithChildren(ValueList<LogicalPlan> children) => this with { Target = children[0], Source = children[1] };
    public override IEnumerable<Expression> Expressions
        => Clauses.SelectMany(c => c.Assignments.SelectMany(a => new[] { a.Key, a.Value }).Concat(c.Condition == null ? [] : [c.Condition])).Prepend(Condition);
    public override LogicalPlan MapExpressions(Func<Expression, Expression> map) => this with
    {
        Condition = map(Condition),
        Clauses = new(Clauses.Select(c => c with
        {
            Condition = c.Condition == null ? null : map(c.Condition),
            Assignments = new(c.Assignments.Select(a => new Assignment(map(a.Key), map(a.Value)))),
        })),
    };
}
