using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions.Python;

/// <summary>
/// A call of a Python function with a value for each row. No evaluator computes it: the optimizer moves it into a
/// <see cref="Plans.Python.PythonEval"/> below, whose result column takes its place.
/// </summary>
/// <param name="ArgumentNames">For each argument the keyword that it is given by, or null.</param>
sealed record PythonUdf(string Name, PythonFunction Function, DataType ResultType, PythonEvalType EvalType, bool IsDeterministic, ValueList<Expression> Arguments, ValueList<string?> ArgumentNames) : Expression
{
    public override ValueList<Expression> Children => Arguments;
    public override Expression WithChildren(ValueList<Expression> children) => this with { Arguments = children };
    public override DataType DataType => ResultType;
    public override bool Nullable => true;
    public override bool Deterministic => IsDeterministic && base.Deterministic;
    public override bool Foldable => false;

    // A generated name shows the arguments as nodes, not as SQL.
    public override string ToSql(SqlStyle style) => $"{Name}({PythonArguments.ToSql(Arguments, ArgumentNames, style == SqlStyle.Pretty ? SqlStyle.PlanWithoutIds : style)})";
}

/// <summary>Arguments of calls of Python functions, some by keyword.</summary>
static class PythonArguments
{
    public static string ToSql(ValueList<Expression> arguments, ValueList<string?> names, SqlStyle style)
        => string.Join(", ", arguments.Select((a, i) => i < names.Count && names[i] is { } name ? $"{name} => {a.ToSql(style)}" : a.ToSql(style)));
}
