using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Operators.Python;

/// <summary>Gathers the columns that an operator of Python wants from below: those to keep, then what arguments compute.</summary>
sealed class PythonInput(ValueList<Expression> kept)
{
    private readonly List<Expression> _columns = [.. kept];

    /// <summary>Places of the arguments among the columns, each once.</summary>
    public List<int> Arguments { get; } = [];

    /// <summary>The place of an argument among the arguments.</summary>
    public int Argument(Expression argument)
    {
        var column = Place(argument);
        var at = Arguments.IndexOf(column);
        if (at >= 0) return at;
        Arguments.Add(column);
        return Arguments.Count - 1;
    }

    /// <summary>The place of an expression among the columns, which it becomes one of where it is not.</summary>
    public int Place(Expression expression)
    {
        var at = _columns.FindIndex(c => c.Equals(expression) || c is Alias a && a.Child.Equals(expression));
        if (at >= 0 && expression.Deterministic) return at;
        _columns.Add(expression is INamedExpression ? expression : new Alias(expression, $"_{_columns.Count}"));
        return _columns.Count - 1;
    }

    /// <summary>The operator that gives the columns.</summary>
    public PhysicalPlan Over(PhysicalPlan child)
        => _columns.Count == child.Output.Count && _columns.Zip(child.Output).All(z => z.First is AttributeReference a && a.Id == z.Second.Id) ? child : new ProjectExec(new(_columns), child);
}
