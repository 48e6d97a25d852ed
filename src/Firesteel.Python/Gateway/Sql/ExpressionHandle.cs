using Firesteel.Catalyst.Expressions;
using Firesteel.Python.Gateway.Binding;
using Firesteel.Types;

namespace Firesteel.Python.Gateway.Sql;

/// <summary>The expression of a column, as far as Python looks at it: what kind it is, and its SQL.</summary>
sealed record ExpressionHandle(Expression Expression) : INamedJavaObject
{
    public string ClassName => Expression switch
    {
        UnresolvedAttribute => "org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute",
        AttributeReference => "org.apache.spark.sql.catalyst.expressions.AttributeReference",
        _ => "org.apache.spark.sql.catalyst.expressions.Expression",
    };

    public string Sql => Expression is AttributeReference a ? SqlIdentifier.QuoteIfNeeded(a.Name) : Expression.ToSql(SqlStyle.Exact);
}
