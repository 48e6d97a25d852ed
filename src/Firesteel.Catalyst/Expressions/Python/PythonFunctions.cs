using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Functions;
using Firesteel.Catalyst.Plans.Python;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions.Python;

/// <summary>A function whose arguments may be given by names that only it knows.</summary>
interface IKeepsArgumentNames;

/// <summary>Python functions as entries of a function registry, and those that a call brings along.</summary>
static class PythonFunctions
{
    public static FunctionDefinition Define(string name, PythonFunction function, DataType resultType, PythonEvalType evalType, bool isDeterministic)
    {
        if (evalType.IsAggregate()) return new PythonAggregate(name, function, resultType, evalType);
        if (evalType.IsScalar()) return new PythonScalar(name, function, resultType, evalType, isDeterministic);
        return new PythonRowsDefinition(new PythonRowsFunction(name, function, evalType, resultType as StructType ?? new StructType([new StructField("value", resultType)])));
    }
}

/// <summary>A function from rows to rows where a column stands: an operation that takes such functions takes it out again.</summary>
sealed class PythonRowsDefinition(PythonRowsFunction function) : FunctionDefinition, IKeepsArgumentNames
{
    public override string Name => function.Name;
    public PythonRowsFunction Function => function;

    public override Expression Bind(FunctionCall call)
        => throw new AnalysisException("INVALID_PANDAS_UDF_PLACEMENT", new Dictionary<string, string> { ["functionList"] = SqlIdentifier.Quote(Name) });
}

/// <summary>A Python function of one row's values.</summary>
sealed class PythonScalar(string name, PythonFunction function, DataType resultType, PythonEvalType evalType, bool isDeterministic) : FunctionDefinition, IKeepsArgumentNames
{
    public override string Name => name;

    public override Expression Bind(FunctionCall call)
        => new PythonUdf(name, function, resultType, evalType, isDeterministic, call.Arguments, call.ArgumentNames) { Origin = call.Origin };
}

/// <summary>A Python function of many rows: pandas or Arrow columns of a group, or of a window's frame. Runs in operators of its own.</summary>
sealed class PythonAggregate(string name, PythonFunction function, DataType resultType, PythonEvalType evalType) : AggregateFunction, IKeepsArgumentNames, IEquatable<PythonAggregate>
{
    public override string Name => name;
    public PythonFunction Function => function;
    public PythonEvalType EvalType => evalType;

    public override ValueList<DataType> PartialTypes(AggregateCall call) => throw Misplaced();
    public override AggregateKernel CreateKernel(AggregateCall call) => throw Misplaced();

    /// <summary>Names of a call's arguments; null where they are all given by place.</summary>
    public static ValueList<string?> ArgumentNames(AggregateCall call) => call.State as ValueList<string?> ?? ValueList<string?>.Empty;

    public override Expression Bind(FunctionCall call)
    {
        var text = PythonArguments.ToSql(call.Arguments, call.ArgumentNames, SqlStyle.Pretty);
        return new AggregateCall(this, call.Arguments, resultType, true)
        {
            Name = name, IsDistinct = call.IsDistinct, Filter = call.Filter, Origin = call.Origin, State = call.ArgumentNames.Count > 0 ? call.ArgumentNames : null,
            Display = call.ArgumentNames.Count > 0 ? $"{name}({text})" : null,
        };
    }

    public bool Equals(PythonAggregate? other) => other != null && other.Name == name && other.EvalType == evalType && other.Function.Equals(function);
    public override bool Equals(object? obj) => Equals(obj as PythonAggregate);
    public override int GetHashCode() => function.GetHashCode();

    private AnalysisException Misplaced()
        => new("INVALID_PANDAS_UDF_PLACEMENT", new Dictionary<string, string> { ["functionList"] = SqlIdentifier.Quote(name) });
}

/// <summary>A call that brings its Python function along.</summary>
sealed record UnresolvedPythonCall(FunctionDefinition Definition, ValueList<Expression> Arguments) : UnresolvedExpression
{
    public bool IsDistinct { get; init; }
    public override ValueList<Expression> Children => Arguments;
    public override Expression WithChildren(ValueList<Expression> children) => this with { Arguments = children };
    public override string ToSql(SqlStyle style) => $"{Definition.Name}({string.Join(", ", Arguments.Select(a => a.ToSql(style)))})";
}
