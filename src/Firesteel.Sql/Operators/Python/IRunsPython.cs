using Firesteel.Sql.Execution.Python;

namespace Firesteel.Sql.Operators.Python;

/// <summary>An operator that runs Python functions.</summary>
interface IRunsPython
{
    /// <summary>The functions as its workers get them.</summary>
    IEnumerable<PythonFunction> Functions { get; }
}
