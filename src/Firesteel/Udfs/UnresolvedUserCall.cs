using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;

namespace Firesteel.Udfs;

/// <summary>A call of a function of the program that has no name to find it by.</summary>
sealed record UnresolvedUserCall(UserFunction Function, ValueList<Expression> Arguments) : UnresolvedExpression, IDirectCall
{
    public override ValueList<Expression> Children => Arguments;
    public override Expression WithChildren(ValueList<Expression> children) => this with { Arguments = children };
    public override string ToSql(SqlStyle style) => $"{Function.Name}({string.Join(", ", Arguments.Select(a => a.ToSql(style)))})";
    Catalyst.Functions.FunctionDefinition IDirectCall.Definition => Function;
}
