using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions;
using Firesteel.Columnar.Vectors;
using Firesteel.Encoders;
using Firesteel.Types;

namespace Firesteel.Udfs;

/// <summary>A function on objects whose members are the arguments.</summary>
sealed class ObjectFunction<T, TResult>(Func<T, TResult> function, DataType result) : UserFunction("lambda", [], result, true, ClrTypes.MayBeNull(typeof(TResult)))
{
    protected override void Run(KernelCall kernel, bool[] must)
    {
        var read = ObjectVectors.Reader<T>(new(kernel.Arguments.Select(a => a.Type)));
        var write = VectorAccess.Writer<TResult>(kernel.Call.DataType);
        for (var k = 0; k < kernel.Selection.Count; k++)
        {
            var row = kernel.Selection[k];
            write(kernel.Result, row, function(read(kernel.Arguments, row)));
        }
    }
}

/// <summary>Objects in, any number of objects out for each.</summary>
sealed class ObjectGenerator<T, TResult>(Func<T, IEnumerable<TResult>> function) : GeneratorFunction, Sql.Execution.Remote.IProgramFunction
{
    [NonSerialized] private Action<ColumnVector[], int, TResult>? _write;
    [NonSerialized] private Func<ColumnVector[], int, T>? _read;

    public override string Name => "lambda";
    public override Expression Bind(FunctionCall call) => throw new InvalidOperationException("The function has no name to be called by.");

    public override int Generate(GeneratorCall call, ColumnVector[] arguments, int row, ColumnVector[] output, int at, EvaluationContext context)
    {
        var read = _read ??= ObjectVectors.Reader<T>(new(arguments.Select(a => a.Type)));
        var write = _write ??= ObjectVectors.Writer<TResult>();
        var made = 0;
        try
        {
            foreach (var item in function(read(arguments, row)))
            {
                foreach (var column in output) column.EnsureCapacity(at + made + 1);
                write(output, at + made++, item);
            }
        }
        catch (Exception e) when (e is not SparkException { Condition.Length: > 0 } and not OperationCanceledException)
        {
            throw new SparkException("FAILED_EXECUTE_UDF", new Dictionary<string, string>
            {
                ["functionName"] = SqlIdentifier.Quote(Name),
                ["signature"] = string.Join(", ", call.Arguments.Select(a => a.DataType.SimpleString)),
                ["result"] = call.ElementSchema.SimpleString,
                ["reason"] = $"{e.GetType().FullName}: {e.Message}",
            }, null, e);
        }
        return made;
    }
}
