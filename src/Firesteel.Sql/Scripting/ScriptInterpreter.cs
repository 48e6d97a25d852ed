using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Catalyst.Plans.Scripting;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Commands;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Sql.Scripting;

/// <summary>Runs a script statement by statement; its answer is that of the last query that ran.</summary>
sealed class ScriptInterpreter
{
    private QueryResult? _answer;

    private ScriptInterpreter() { }

    /// <exception cref="SparkException">What no handler of the script took.</exception>
    public static QueryResult Run(SqlScript script, QueryRunner runner)
    {
        var interpreter = new ScriptInterpreter();
        try
        {
            interpreter.Run(script.Body, runner.Variables, runner);
            return interpreter._answer ?? CommandExecutor.Nothing;
        }
        catch
        {
            interpreter._answer?.Dispose();
            throw;
        }
    }

    private Jump Run(ScriptStatement statement, IVariables variables, QueryRunner runner)
    {
        DepthGuard.Check();
        runner.ThrowIfCancelled();
        switch (statement)
        {
            case PlainStatement plain:
                Run(plain.Plan, variables, runner.With(variables));
                return default;
            case CompoundStatement compound:
                return Run(compound, variables, runner);
            case BranchStatement branches:
                foreach (var branch in branches.Branches)
                    if (Holds(branch.Condition, variables, runner)) return RunAll(branch.Body, variables, runner);
                return RunAll(branches.Otherwise, variables, runner);
            case LoopStatement loop:
                return Run(loop, variables, runner);
            case ForStatement loop:
                return Run(loop, variables, runner);
            case JumpStatement jump:
                return new Jump(jump.Label, jump.Again);
            default:
                throw new InvalidOperationException($"Not a statement of a script: {statement.GetType().Name}");
        }
    }

    private void Run(LogicalPlan plan, IVariables variables, QueryRunner runner)
    {
        switch (plan)
        {
            case CreateVariable declare:
                VariableCommands.Declare(declare, (ScriptVariables)variables, runner);
                break;
            case DropVariable:
                throw Statements.Error("UNSUPPORTED_FEATURE.SQL_SCRIPTING_DROP_TEMPORARY_VARIABLE");
            case Command and not ExecuteImmediate:
                runner.Run(plan).Dispose();
                break;
            default:
                var answer = runner.Run(plan);
                if (plan is ExecuteImmediate && answer.Schema.Count == 0)
                {
                    answer.Dispose();
                    break;
                }
                _answer?.Dispose();
                _answer = answer;
                break;
        }
    }

    private Jump Run(CompoundStatement compound, IVariables around, QueryRunner runner)
    {
        var variables = new ScriptVariables(around, compound.Label);
        Jump jump;
        try
        {
            jump = RunAll(compound.Statements, variables, runner);
        }
        catch (SparkException e) when (ErrorHandlers.Find(compound.Handlers, e) is { } handler)
        {
            // An error in the handler is for the blocks around.
            jump = Run(handler.Body, variables, runner);
        }
        return jump.IsTo(compound.Label) ? default : jump;
    }

    private Jump RunAll(ValueList<ScriptStatement> statements, IVariables variables, QueryRunner runner)
    {
        foreach (var statement in statements)
            if (Run(statement, variables, runner) is { IsNone: false } jump) return jump;
        return default;
    }

    private Jump Run(LoopStatement loop, IVariables variables, QueryRunner runner)
    {
        while (true)
        {
            runner.ThrowIfCancelled();
            if (loop.While is { } before && !Holds(before, variables, runner)) return default;
            var jump = RunAll(loop.Body, variables, runner);
            if (Leaves(jump, loop.Label, out var further)) return further;
            if (loop.Until is { } after && Holds(after, variables, runner)) return default;
        }
    }

    private Jump Run(ForStatement loop, IVariables around, QueryRunner runner)
    {
        using var rows = runner.With(around).Run(loop.Query);
        foreach (var batch in rows.Batches)
        {
            for (var k = 0; k < batch.SelectedCount; k++)
            {
                var row = batch.Selection[k];
                var variables = new ScriptVariables(around, loop.Variable);
                for (var c = 0; c < rows.Schema.Count; c++)
                    variables.Declare(new SqlVariable(rows.Schema[c].Name, new Literal(LiteralVectors.Read(batch.Columns[c], row), rows.Schema[c].DataType)));
                if (Leaves(RunAll(loop.Body, variables, runner), loop.Label, out var further)) return further;
            }
        }
        return default;
    }

    // Whether a jump ends the loop; what is further out goes on from there.
    private static bool Leaves(Jump jump, string? label, out Jump further)
    {
        further = default;
        if (jump.IsNone || jump.Again && jump.IsTo(label)) return false;
        if (!jump.IsTo(label)) further = jump;
        return true;
    }

    private static bool Holds(ScriptCondition condition, IVariables variables, QueryRunner runner)
    {
        var value = Statements.Evaluate(condition.Value, runner.With(variables));
        if (value.DataType is BooleanType) return value.Value is true;
        throw new SqlScriptingException(condition.Value.Origin.Context?.Line, "INVALID_BOOLEAN_STATEMENT", new Dictionary<string, string> { ["invalidStatement"] = condition.Text.ToUpperInvariant() });
    }

    /// <summary>Where a LEAVE or ITERATE goes; nowhere by default.</summary>
    private readonly record struct Jump(string? Label, bool Again)
    {
        public bool IsNone => Label == null;

        public bool IsTo(string? label) => Label != null && string.Equals(Label, label, StringComparison.OrdinalIgnoreCase);
    }
}
