using Firesteel.Foundation.Collections;

namespace Firesteel.Sql.Execution.Python;

/// <summary>A file with the pickled value of a broadcast that a function uses.</summary>
sealed record PythonBroadcast(long Id, string Path);

/// <summary>A function as PySpark pickled it, and what its worker needs to run it. It travels with plans.</summary>
/// <param name="Command">The cloudpickled function; its form is the eval type's matter.</param>
/// <param name="Environment">Variables of the worker, besides those that the engine sets.</param>
/// <param name="Includes">Names of zip and egg files below the folder of added files that go on the worker's path.</param>
/// <param name="Executable">The interpreter to run, such as <c>python3</c>.</param>
/// <param name="Version">The driver's version of Python, major.minor.</param>
/// <param name="AccumulatorId">The accumulator that takes the worker's updates; -1 where there is none.</param>
sealed record PythonFunction(
    byte[] Command, ValueMap Environment, ValueList<string> Includes, string Executable, string Version,
    ValueList<PythonBroadcast> Broadcasts, long AccumulatorId = -1);
