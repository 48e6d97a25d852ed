using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Udfs;

/// <summary>
/// A function of the program, called for each row. What it throws becomes FAILED_EXECUTE_UDF.
/// An argument whose type has no null makes the result null where the argument is.
/// </summary>
abstract class UserFunction(string name, Type[] parameters, DataType result, bool deterministic, bool resultMayBeNull) : ScalarFunction, Sql.Execution.Remote.IProgramFunction
{
    public override string Name => name;
    public override NullHandling Nulls => NullHandling.Custom;
    public override bool IsDeterministic => deterministic;

    // It runs where the tasks run, once a row, and not while the query is planned.
    public override bool IsFoldable => false;
    public override bool CanFail(ScalarCall call) => true;

    public override Expression Bind(FunctionCall call)
    {
        ArgumentChecks.Count(call, parameters.Length);
        return Call(call.Arguments.Select((a, i) => Fit(a, parameters[i], call)), call.Origin);
    }

    /// <summary>The call over resolved arguments.</summary>
    public ScalarCall Call(IEnumerable<Expression> arguments, Origin origin)
        => new(this, new(arguments), result, resultMayBeNull || parameters.Any(p => !Encoders.ClrTypes.MayBeNull(p))) { Name = name, Origin = origin };

    public sealed override void Evaluate(KernelCall kernel)
    {
        var must = new bool[parameters.Length];
        for (var i = 0; i < must.Length; i++) must[i] = !Encoders.ClrTypes.MayBeNull(parameters[i]);
        try
        {
            Run(kernel, must);
        }
        catch (Exception e) when (e is not SparkException { Condition.Length: > 0 } and not OperationCanceledException and not Core.Scheduler.TaskKilledException)
        {
            throw new SparkException("FAILED_EXECUTE_UDF", new Dictionary<string, string>
            {
                ["functionName"] = SqlIdentifier.Quote(name),
                ["signature"] = string.Join(", ", kernel.Call.Arguments.Select(a => a.DataType.SimpleString)),
                ["result"] = result.SimpleString,
                ["reason"] = $"{e.GetType().FullName}: {e.Message}",
            }, kernel.Call.Origin.Context, e);
        }
    }

    /// <param name="must">For each argument, whether a null in it makes the result null.</param>
    protected abstract void Run(KernelCall kernel, bool[] must);

    protected static bool AnyNull(ColumnVector[] arguments, bool[] must, int row)
    {
        for (var i = 0; i < must.Length; i++)
            if (must[i] && arguments[i].IsNull(row)) return true;
        return false;
    }

    // Spark casts arguments to the types that the function was declared with; decimals and nested values are taken as they are.
    private static Expression Fit(Expression argument, Type parameter, FunctionCall call)
    {
        var type = Encoders.ClrTypes.IsSimple(parameter) && parameter != typeof(object) ? Encoders.ClrTypes.DataTypeOf(parameter) : null;
        return type is null or DecimalType || argument.DataType == type || argument.DataType is DateType && type is TimestampType && parameter == typeof(DateTime) || argument.DataType is TimestampNTZType && parameter == typeof(DateTime)
            ? argument
            : TypeCoercion.CastTo(argument, type, call.Session.Ansi, call.Session.TimeZone);
    }
}
