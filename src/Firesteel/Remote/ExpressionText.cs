using Firesteel.Catalyst.Expressions;

namespace Firesteel.Remote;

/// <summary>An expression in SQL's words, which the server reads.</summary>
sealed record ExpressionText(string Text) : UnresolvedLeaf
{
    public override string ToSql(SqlStyle style) => Text;
}
