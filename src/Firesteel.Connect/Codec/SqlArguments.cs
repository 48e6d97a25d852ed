using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Sql.Sessions;
using Messages = Firesteel.Connect.Messages;

namespace Firesteel.Connect.Codec;

/// <summary>Values for the parameter markers of SQL text; older clients send literals, newer ones expressions.</summary>
static class SqlArguments
{
    public static QueryParameters Of(
        IEnumerable<KeyValuePair<string, Messages.Expression>> named, IEnumerable<Messages.Expression> positional,
        IEnumerable<KeyValuePair<string, Messages.Expression.Types.Literal>> namedLiterals, IEnumerable<Messages.Expression.Types.Literal> literals, ExpressionDecoder decoder, SessionState session)
    {
        var values = new List<(string? Name, Expression Value)>();
        values.AddRange(named.Select(n => ((string?)n.Key, Value(n.Value))));
        values.AddRange(namedLiterals.Select(n => ((string?)n.Key, (Expression)LiteralCodec.Decode(n.Value))));
        values.AddRange(positional.Select(p => ((string?)null, Value(p))));
        values.AddRange(literals.Select(l => ((string?)null, (Expression)LiteralCodec.Decode(l))));
        return values.Count == 0 ? QueryParameters.None : new QueryParameters(new(values.Select(v => v.Value)), new(values.Select(v => v.Name)));

        // A computed value is resolved where it stands, without columns.
        Expression Value(Messages.Expression expression) => decoder.Decode(expression) is var value && value is Literal ? value : session.Resolve(value, new Catalyst.Plans.OneRowRelation());
    }
}
