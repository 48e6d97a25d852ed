using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions;

/// <summary>Bringing the arguments of a call to one type, and expressions that functions are rewritten to.</summary>
static class Operands
{
    /// <summary>All arguments in their widest common type; strings meet other types as the mode says.</summary>
    public static ValueList<Expression> ToCommonType(FunctionCall call, ValueList<Expression> arguments)
    {
        var types = arguments.Select(a => a.DataType).ToList();
        var common = TypeCoercion.WidestCommonType(types, call.Session.Ansi) ?? throw ArgumentChecks.DifferentTypes(call.Origin, Shown(call), call.Name.ToLowerInvariant(), types);
        return Cast(call, arguments, common);
    }

    public static ValueList<Expression> Cast(FunctionCall call, ValueList<Expression> arguments, DataType type)
        => new(arguments.Select(a => CastTo(call, a, type)));

    public static Expression CastTo(FunctionCall call, Expression argument, DataType type) => TypeCoercion.CastTo(argument, type, call.Session.Ansi, call.Session.TimeZone);

    /// <summary>The argument as a parameter takes it, or the error that it does not.</summary>
    public static Expression Fit(FunctionCall call, int index, TypeClass expected, string? shown = null)
        => TypeCoercion.ImplicitCast(call.Arguments[index], expected, call.Session.Ansi, call.Session.TimeZone)
           ?? throw ArgumentChecks.UnexpectedType(call.Origin, shown ?? Shown(call), index, call.Arguments[index], expected.Sql);

    /// <summary>A comparison of two values in the type that they meet in.</summary>
    public static Expression Compare(FunctionCall call, ComparisonOperator op, Expression left, Expression right)
    {
        var shown = new Comparison(op, left, right);
        var type = TypeCoercion.ComparisonType(left.DataType, right.DataType, call.Session.Ansi) ?? throw ArgumentChecks.OperandTypes(call.Origin, shown.Sql, left.DataType, right.DataType);
        return shown with { Left = CastTo(call, left, type), Right = CastTo(call, right, type) };
    }

    /// <summary><c>CASE WHEN condition THEN yes ELSE no END</c> with both values in one type.</summary>
    public static Expression If(FunctionCall call, Expression condition, Expression yes, Expression no)
    {
        var values = ToCommonType(call, [yes, no]);
        return new CaseWhen([new CaseBranch(condition, values[0])], values[1]);
    }

    /// <summary>How the call shows in names and errors.</summary>
    public static string Shown(FunctionCall call) => $"{call.Name.ToLowerInvariant()}({string.Join(", ", call.Arguments.Select(a => a.Sql))})";

    /// <summary>The value of a constant argument, as <see cref="Literal.Value"/> has it.</summary>
    public static bool TryConstant<T>(Expression argument, out T value)
    {
        if (argument is not Literal && argument.Foldable && argument.Resolved) argument = Expressions.Evaluation.ConstantFolding.Evaluate(argument);
        if (argument is Literal { Value: T constant }) { value = constant; return true; }
        value = default!;
        return false;
    }
}
