using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Plans.Scripting;

/// <summary>BEGIN … END as a statement of its own.</summary>
sealed record SqlScript(CompoundStatement Body) : Command;

/// <summary>A statement of a script.</summary>
abstract record ScriptStatement(Origin Origin);

/// <summary>A statement that could stand alone.</summary>
sealed record PlainStatement(LogicalPlan Plan, Origin Origin) : ScriptStatement(Origin);

/// <summary>BEGIN … END: declarations come first, then what handles errors, then the rest.</summary>
sealed record CompoundStatement(string? Label, ValueList<ScriptStatement> Statements, ValueList<ErrorHandler> Handlers, Origin Origin) : ScriptStatement(Origin);

/// <summary>IF and both forms of CASE: the first branch whose condition is true.</summary>
sealed record BranchStatement(ValueList<ScriptBranch> Branches, ValueList<ScriptStatement> Otherwise, Origin Origin) : ScriptStatement(Origin);

sealed record ScriptBranch(ScriptCondition Condition, ValueList<ScriptStatement> Body);

/// <param name="Text">As it is written, for errors.</param>
sealed record ScriptCondition(Expression Value, string Text);

/// <summary>WHILE, REPEAT and LOOP.</summary>
/// <param name="While">Checked before each round; null for none.</param>
/// <param name="Until">Checked after each round; null for none.</param>
sealed record LoopStatement(string? Label, ScriptCondition? While, ScriptCondition? Until, ValueList<ScriptStatement> Body, Origin Origin) : ScriptStatement(Origin);

/// <summary>FOR: a round for each row of a query, its columns as variables.</summary>
/// <param name="Variable">Qualifies the columns; null where they are reached by their names alone.</param>
sealed record ForStatement(string? Label, string? Variable, LogicalPlan Query, ValueList<ScriptStatement> Body, Origin Origin) : ScriptStatement(Origin);

/// <summary>LEAVE and ITERATE.</summary>
sealed record JumpStatement(string Label, bool Again, Origin Origin) : ScriptStatement(Origin);

/// <summary>DECLARE EXIT HANDLER: what is done after an error of its kinds, before the compound statement is left.</summary>
/// <param name="Conditions">Names of conditions, upper case; <c>SQLEXCEPTION</c> and <c>NOT FOUND</c> among them.</param>
sealed record ErrorHandler(ValueList<string> Conditions, ValueList<string> SqlStates, ScriptStatement Body);
