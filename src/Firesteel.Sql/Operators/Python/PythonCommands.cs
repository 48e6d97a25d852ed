using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Python;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Execution.Python;
using PythonFunction = Firesteel.Catalyst.Expressions.Python.PythonFunction;
using PythonEvalType = Firesteel.Catalyst.Expressions.Python.PythonEvalType;

namespace Firesteel.Sql.Operators.Python;

/// <summary>One function call of a worker's command: functions that run one after the other, and where in the input the first one's arguments are.</summary>
sealed record PythonCall(ValueList<PythonFunction> Chain, ValueList<int> Offsets, ValueList<string?> Names)
{
    public PythonCall(PythonFunction function, ValueList<int> offsets) : this([function], offsets, ValueList<string?>.Empty) { }

    /// <summary>A call as the optimizer left it, its arguments found by their places.</summary>
    public static PythonCall Of(PythonUdf udf, Func<Expression, int> place)
    {
        var chain = new List<PythonFunction> { udf.Function };
        var innermost = udf;
        while (innermost.Arguments is [PythonUdf inner])
        {
            innermost = inner;
            chain.Insert(0, inner.Function);
        }
        return new PythonCall(new(chain), new(innermost.Arguments.Select(place)), innermost.ArgumentNames);
    }
}

/// <summary>Commands for Python workers.</summary>
static class PythonCommands
{
    /// <summary>What runs calls of one kind.</summary>
    public static PythonTask Task(PythonSettings settings, PythonEvalType evalType, IReadOnlyList<PythonCall> calls, ValueMap runnerConf, ValueMap evalConf) => new(
        [.. calls.SelectMany(c => c.Chain).Select(settings.ForWorker)],
        (Execution.Python.PythonEvalType)(int)evalType, runnerConf, evalConf, w => Write(w, calls));

    private static void Write(PythonWriter output, IReadOnlyList<PythonCall> calls)
    {
        output.WriteInt(calls.Count);
        foreach (var call in calls)
        {
            WriteArguments(output, call.Offsets, call.Names);
            output.WriteInt(call.Chain.Count);
            foreach (var function in call.Chain) output.WriteBytes(function.Command);
            output.WriteLong(call.Chain[^1].ProfileId);
        }
    }

    /// <summary>Where arguments are, and which have a keyword.</summary>
    public static void WriteArguments(PythonWriter output, ValueList<int> offsets, ValueList<string?> names)
    {
        output.WriteInt(offsets.Count);
        for (var i = 0; i < offsets.Count; i++)
        {
            output.WriteInt(offsets[i]);
            var name = i < names.Count ? names[i] : null;
            output.WriteBool(name != null);
            if (name != null) output.WriteUtf8(name);
        }
    }
}
