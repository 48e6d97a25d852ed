using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Expressions.Evaluation;

/// <summary>Turns reads of columns into reads of the input batch's columns, by id.</summary>
static class BindReferences
{
    /// <exception cref="SparkException">INTERNAL_ERROR when a column is not among the input.</exception>
    public static Expression Bind(Expression expression, ValueList<AttributeReference> input)
    {
        var ordinals = new Dictionary<ExprId, int>();
        for (var i = 0; i < input.Count; i++) ordinals.TryAdd(input[i].Id, i);
        return expression.TransformUp(node => node is not AttributeReference column ? node
            : ordinals.TryGetValue(column.Id, out var ordinal) ? new BoundReference(ordinal, column.Type, input[ordinal].IsNullable) { Origin = column.Origin }
            : throw new SparkException("INTERNAL_ERROR", new Dictionary<string, string> { ["message"] = $"Couldn't find {column} in [{string.Join(",", input)}]" }));
    }

    public static ValueList<Expression> BindAll(IEnumerable<Expression> expressions, ValueList<AttributeReference> input)
        => new(expressions.Select(e => Bind(e, input)));
}
