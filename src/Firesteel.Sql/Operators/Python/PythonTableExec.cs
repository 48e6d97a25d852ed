using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Python;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Execution.Python;
using Firesteel.Sql.Planning;
using Firesteel.Types;
using PythonEvalType = Firesteel.Catalyst.Expressions.Python.PythonEvalType;
using PythonFunction = Firesteel.Catalyst.Expressions.Python.PythonFunction;

namespace Firesteel.Sql.Operators.Python;

/// <summary>A table function as a worker gets it.</summary>
sealed record PythonHandler(string Name, PythonFunction Function, PythonEvalType EvalType, StructType ResultType, PythonTableCall Call);

/// <summary>Joins every row with the rows that a Python table function gives for it; what it gives at the end goes with the last row. Its child gives the columns to keep, then the arguments.</summary>
/// <param name="Kept">How many of the child's columns are passed on.</param>
/// <param name="Arguments">Places of the arguments among the child's columns.</param>
sealed record PythonTableExec(PythonHandler Handler, int Kept, ValueList<int> Arguments, ValueList<AttributeReference> Columns, PythonSettings Settings, PhysicalPlan Child) : UnaryExec(Child), IRunsPython
{
    public override ValueList<AttributeReference> Output => Columns;
    public override ValueList<SortOrder> OutputOrdering => ValueList<SortOrder>.Empty;
    public override Partitioning OutputPartitioning => Partitioning.Unknown(PartitionCount);
    public override bool OneWorkerPerPartition => true;
    public override string Describe() => $"{(Handler.EvalType == PythonEvalType.Table ? "BatchEvalPythonUDTF" : "ArrowEvalPythonUDTF")} {Handler.Name}(...), [{string.Join(", ", Columns)}]";

    IEnumerable<Execution.Python.PythonFunction> IRunsPython.Functions => [Settings.ForWorker(Handler.Function)];
    public override BatchIterator Execute(int partition, TaskExecution task)
        => Handler.EvalType == PythonEvalType.Table ? new PickledTableIterator(this, partition, task) : new ArrowTableIterator(this, partition, task);

    internal StructType ArgumentSchema => new(Arguments.Select((a, i) => new StructField($"_{i}", Child.Output[a].DataType, true)));

    internal PythonTask Task()
    {
        var isArrow = Handler.EvalType != PythonEvalType.Table;
        var conf = ValueMap.Empty;
        if (Handler.EvalType == PythonEvalType.ArrowTable) conf = conf.With("input_type", SchemaJson.Write(ArgumentSchema));
        if (Handler.EvalType == PythonEvalType.ArrowUdtf && Handler.Call.TableArgument >= 0) conf = conf.With("table_arg_offsets", $"{Handler.Call.TableArgument}");
        return new PythonTask([Settings.ForWorker(Handler.Function)], (Execution.Python.PythonEvalType)(int)Handler.EvalType, isArrow ? Settings.RunnerConf : Settings.ProfilerConf, conf, Write);
    }

    private void Write(PythonWriter output)
    {
        PythonCommands.WriteArguments(output, new(Enumerable.Range(0, Arguments.Count)), Handler.Call.Names);
        output.WriteInt(Handler.Call.PartitionColumns.Count);
        foreach (var column in Handler.Call.PartitionColumns) output.WriteInt(column);
        output.WriteBool(Handler.Call.AnalyzeResult != null);
        if (Handler.Call.AnalyzeResult is { } analyzed) output.WriteBytes(analyzed);
        output.WriteBytes(Handler.Function.Command);
        output.WriteUtf8(SchemaJson.Write(Handler.ResultType));
        output.WriteUtf8(Handler.Name);
    }
}
