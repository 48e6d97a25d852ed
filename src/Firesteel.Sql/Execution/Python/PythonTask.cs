using Firesteel.Foundation.Collections;

namespace Firesteel.Sql.Execution.Python;

/// <summary>One run of functions in a worker: what to run, with which settings.</summary>
/// <param name="Functions">All functions that run, chained ones too; interpreter, version and environment are the first one's.</param>
/// <param name="RunnerConf">Settings of the worker.</param>
/// <param name="EvalConf">Settings of the eval type, such as <c>input_type</c>.</param>
/// <param name="WriteCommand">
/// Writes the last part of the init message: the functions with their arguments in the form of the eval type. Null for
/// <see cref="PythonEvalType.NonUdf"/>, whose command is the first function's.
/// </param>
sealed record PythonTask(
    IReadOnlyList<PythonFunction> Functions, PythonEvalType EvalType, ValueMap RunnerConf, ValueMap EvalConf, Action<PythonWriter>? WriteCommand)
{
    /// <summary>The partition that the function is told, where it is not the task's own: an RDD's place within a union or product.</summary>
    public int? Partition { get; init; }
}
