using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Plans.Commands;

/// <summary>SET: all settings (no key), one (no value), or an assignment. <c>SET -v</c> is the key <c>-v</c>.</summary>
sealed record SetConfiguration(string? Key, string? Value) : Command
{
    public override string Describe() => $"SetConfiguration {Key}, {Value}";
}

/// <summary>RESET: all settings, or one.</summary>
sealed record ResetConfiguration(string? Key) : Command;

/// <summary>DECLARE VARIABLE.</summary>
sealed record CreateVariable(ValueList<ObjectName> Names, DataType? Type, ColumnDefault? Default, bool Replace) : Command
{
    public override IEnumerable<Expression> Expressions => Default == null ? [] : [Default.Value];
    public override LogicalPlan MapExpressions(Func<Expression, Expression> map) => Default == null ? this : this with { Default = Default with { Value = map(Default.Value) } };
}

/// <summary>DROP TEMPORARY VARIABLE.</summary>
sealed record DropVariable(ObjectName Name, bool IfExists) : Command;

/// <summary>SET VARIABLE: each target gets the value of the query's column in its place.</summary>
sealed record SetVariable(ValueList<ValueList<string>> Targets, LogicalPlan Query) : QueryCommand(Query);

/// <summary>EXECUTE IMMEDIATE.</summary>
/// <param name="Arguments">USING: expressions, aliased where they are given by name.</param>
sealed record ExecuteImmediate(Expression Statement, ValueList<Expression> Arguments, ValueList<ValueList<string>> Targets) : Command
{
    public override IEnumerable<Expression> Expressions => Arguments.Prepend(Statement);
    public override LogicalPlan MapExpressions(Func<Expression, Expression> map) => this with { Statement = map(Statement), Arguments = new(Arguments.Select(map)) };
}

/// <summary>CALL of a procedure.</summary>
sealed record CallProcedure(ObjectName Name, ValueList<Expression> Arguments) : Command
{
    public override IEnumerable<Expression> Expressions => Arguments;
    public override LogicalPlan MapExpressions(Func<Expression, Expression> map) => this with { Arguments = new(Arguments.Select(map)) };
}

/// <summary>ADD JAR, FILE or ARCHIVE.</summary>
sealed record AddResources(string Kind, ValueList<string> Paths) : Command;

/// <summary>LIST JARS, FILES or ARCHIVES.</summary>
sealed record ListResources(string Kind, ValueList<string> Paths) : Command;
