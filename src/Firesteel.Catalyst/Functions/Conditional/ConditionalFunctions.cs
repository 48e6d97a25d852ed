using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Conditional;

/// <summary>Functions that choose among values, and those about null and NaN.</summary>
static class ConditionalFunctions
{
    public static void Register(FunctionRegistry registry) => registry.Register(
        new Rewrite("if", 3, 3, If) { Text = IfText },
        new Rewrite("when", 2, int.MaxValue, When) { IsTransparent = true },
        new Rewrite("coalesce", 1, int.MaxValue, c => new Coalesce(Operands.ToCommonType(c, c.Arguments))) { IsTransparent = true },
        new Rewrite("nvl", 2, 2, c => new Coalesce(Operands.ToCommonType(c, c.Arguments))) { As = ["ifnull"] },
        new Rewrite("nvl2", 3, 3, c => Operands.If(c, new IsNotNull(c.Arguments[0]), c.Arguments[1], c.Arguments[2])),
        new Rewrite("nullif", 2, 2, NullIf),
        new Rewrite("nullifzero", 1, 1, c => Operands.If(c, Operands.Compare(c, ComparisonOperator.Equal, c.Arguments[0], Literal.Of(0)), Literal.Null, c.Arguments[0])),
        new Rewrite("zeroifnull", 1, 1, c => new Coalesce(Operands.ToCommonType(c, [c.Arguments[0], Literal.Of(0)]))),
        new Rewrite("equal_null", 2, 2, c => Operands.Compare(c, ComparisonOperator.EqualNullSafe, c.Arguments[0], c.Arguments[1])),
        new Rewrite("isnull", 1, 1, c => new IsNull(c.Arguments[0])) { IsTransparent = true },
        new Rewrite("isnotnull", 1, 1, c => new IsNotNull(c.Arguments[0])) { IsTransparent = true },
        new Rewrite("assert_true", 1, 2, AssertTrue) { Text = AssertTrueText },
        RaiseError.Function,
        Extremes.Greatest,
        Extremes.Least,
        NaNs.IsNaN,
        NaNs.Nanvl);

    private static string IfText(FunctionCall call) => $"(IF({string.Join(", ", call.Arguments.Select(a => a.Sql))}))";

    private static Expression If(FunctionCall call)
    {
        var condition = Operands.Fit(call, 0, TypeClass.Boolean, IfText(call));
        var (yes, no) = (call.Arguments[1], call.Arguments[2]);
        if (TypeCoercion.WidestCommonType([yes.DataType, no.DataType], call.Session.Ansi) is not { } type)
            throw ArgumentChecks.Error(call.Origin, "DATATYPE_MISMATCH.DATA_DIFF_TYPES", ("sqlExpr", ArgumentChecks.Quote(IfText(call))), ("functionName", "`if`"),
                ("dataType", $"[{yes.DataType.QuotedSql}, {no.DataType.QuotedSql}]"));
        return new CaseWhen([new CaseBranch(condition, Operands.CastTo(call, yes, type))], Operands.CastTo(call, no, type));
    }

    private static Expression When(FunctionCall call)
    {
        var values = call.Arguments.Where((_, i) => i % 2 == 1 || i == call.Arguments.Count - 1).ToList();
        var common = Operands.ToCommonType(call, new(values));
        var branches = new List<CaseBranch>();
        for (var i = 0; i + 1 < call.Arguments.Count; i += 2) branches.Add(new CaseBranch(Operands.Fit(call, i, TypeClass.Boolean), common[i / 2]));
        return new CaseWhen(new(branches), call.Arguments.Count % 2 == 1 ? common[^1] : null);
    }

    private static Expression NullIf(FunctionCall call)
        => new CaseWhen([new CaseBranch(Operands.Compare(call, ComparisonOperator.Equal, call.Arguments[0], call.Arguments[1]), Literal.NullOf(call.Arguments[0].DataType))], call.Arguments[0]);

    private static string AssertMessage(FunctionCall call) => $"'{call.Arguments[0].Sql}' is not true!";

    private static string AssertTrueText(FunctionCall call)
        => $"assert_true({call.Arguments[0].Sql}, {(call.Arguments.Count > 1 ? call.Arguments[1].Sql : AssertMessage(call))})";

    private static Expression AssertTrue(FunctionCall call)
    {
        var message = call.Arguments.Count > 1 ? Operands.Fit(call, 1, TypeClass.AnyString) : Literal.Of(AssertMessage(call));
        return new CaseWhen([new CaseBranch(Operands.Fit(call, 0, TypeClass.Boolean), Literal.Null)], RaiseError.Function.Call(message) with { Origin = call.Origin });
    }
}
