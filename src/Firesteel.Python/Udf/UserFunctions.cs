using Firesteel.Catalyst.Expressions.Python;
using Firesteel.Foundation.Collections;
using Firesteel.Types;
using WorkerFunction = Firesteel.Sql.Execution.Python.PythonFunction;

namespace Firesteel.Python.Udf;

/// <summary>A Python function as a program of classic PySpark defines it: <c>UserDefinedPythonFunction</c>.</summary>
sealed record UserPythonFunction(string Name, WorkerFunction Function, DataType ResultType, PythonEvalType EvalType, bool IsDeterministic)
{
    public Catalyst.Functions.FunctionDefinition Define(string name) => PythonFunctions.Define(name, WorkerFunctions.ForPlans(Function), ResultType, EvalType, IsDeterministic);
}

/// <summary>A Python table function as a program of classic PySpark defines it: <c>UserDefinedPythonTableFunction</c>.</summary>
sealed record UserPythonTableFunction(string Name, WorkerFunction Handler, StructType? ResultType, PythonEvalType EvalType, bool IsDeterministic)
{
    public PythonTableFunction Define(string name) => new(name, WorkerFunctions.ForPlans(Handler), ResultType, EvalType, IsDeterministic);
}

/// <summary>A Python data source as a program of classic PySpark defines it: <c>UserDefinedPythonDataSource</c>.</summary>
sealed record UserPythonSource(WorkerFunction Source);

/// <summary>Functions of workers as plans carry them.</summary>
static class WorkerFunctions
{
    public static PythonFunction ForPlans(WorkerFunction function) => new(function.Command, function.Version)
    {
        Environment = function.Environment,
        Includes = function.Includes,
        Executable = function.Executable,
        Broadcasts = new(function.Broadcasts.Select(b => new PythonBroadcastFile(b.Id, b.Path))),
        Accumulator = function.AccumulatorId < 0 ? null : function.AccumulatorId,
    };
}
