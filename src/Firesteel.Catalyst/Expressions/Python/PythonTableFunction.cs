using Firesteel.Catalyst.Functions;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions.Python;

/// <summary>
/// A Python class that gives rows for a row, or for a table. Its schema is declared, or said by its <c>analyze</c> method for each call.
/// Calls are generators in plans, which an operator of their own runs.
/// </summary>
sealed class PythonTableFunction(string name, PythonFunction handler, StructType? resultType, PythonEvalType evalType, bool isDeterministic) : GeneratorFunction, IKeepsArgumentNames
{
    public override string Name => name;
    public PythonFunction Handler => handler;
    public StructType? ResultType => resultType;
    public PythonEvalType EvalType => evalType;
    public bool IsDeterministic => isDeterministic;

    public override Expression Bind(FunctionCall call)
        => throw new AnalysisException("NOT_A_SCALAR_FUNCTION", new Dictionary<string, string> { ["functionName"] = SqlIdentifier.Quote(name) });

    public override int Generate(GeneratorCall call, ColumnVector[] arguments, int row, ColumnVector[] output, int at, Evaluation.EvaluationContext context)
        => throw new InvalidOperationException($"{name} runs in an operator of its own.");
}

/// <summary>What a call of a Python table function has found out.</summary>
/// <param name="Names">For each argument the keyword that it is given by, or null.</param>
/// <param name="PartitionColumns">Places of the columns, in the struct that is the table argument, by which the table is partitioned.</param>
/// <param name="AnalyzeResult">The pickle of what <c>analyze</c> returned; null where it was not asked.</param>
/// <param name="TableArgument">Place of the table argument; -1 where there is none.</param>
sealed record PythonTableCall(ValueList<string?> Names, ValueList<int> PartitionColumns, byte[]? AnalyzeResult, int TableArgument);

/// <summary>An argument as <c>analyze</c> sees it.</summary>
/// <param name="Value">The value of a constant.</param>
sealed record PythonAnalyzeArgument(DataType Type, Literal? Value, bool IsTable, string? Name);

/// <summary>An order that <c>analyze</c> asks for.</summary>
sealed record PythonOrdering(string Column, bool Ascending, bool? NullsFirst);

/// <summary>What <c>analyze</c> answered. Columns are SQL expressions over the table argument.</summary>
sealed record PythonAnalysis(StructType Schema, byte[] Pickle, bool WithSinglePartition, ValueList<string> PartitionBy, ValueList<PythonOrdering> OrderBy, ValueList<KeyValuePair<string, string>> Select);

/// <summary>Asks Python about table functions.</summary>
interface IPythonAnalyzer
{
    PythonAnalysis Analyze(PythonTableFunction function, ValueList<PythonAnalyzeArgument> arguments);
}
