using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Plans;

/// <summary>QUALIFY: a condition on window functions, before it is known what its names mean.</summary>
sealed record UnresolvedQualify(Expression Condition, LogicalPlan Child) : UnaryPlan(Child)
{
    public override IEnumerable<Expression> Expressions => [Condition];
    public override LogicalPlan MapExpressions(Func<Expression, Expression> map)
    {
        var condition = map(Condition);
        return ReferenceEquals(condition, Condition) ? this : this with { Condition = condition };
    }
    protected override bool ComputeResolved() => false;
    public override string Describe() => $"UnresolvedQualify {Condition}";
}

/// <summary>SELECT TRANSFORM: rows go through a program as text.</summary>
/// <param name="Columns">Columns that come out, all text where <see cref="StructType"/> fields have no type of their own.</param>
sealed record ScriptTransform(ValueList<Expression> Input, string Script, StructType Columns, LogicalPlan Child) : UnaryPlan(Child)
{
    /// <summary>Whether no columns were named: then the first field is the key, the rest the value.</summary>
    public bool IsSchemaLess { get; init; }
    /// <summary>ROW FORMAT of what goes in and of what comes out, by property.</summary>
    public ValueMap InputFormat { get; init; } = ValueMap.Empty;
    public ValueMap OutputFormat { get; init; } = ValueMap.Empty;

    /// <summary>The columns that come out; null before analysis.</summary>
    public ValueList<AttributeReference>? Outgoing { get; init; }

    public override IEnumerable<Expression> Expressions => Input;
    public override LogicalPlan MapExpressions(Func<Expression, Expression> map)
    {
        var input = Input.Map(map);
        return ReferenceEquals(input, Input) ? this : this with { Input = input };
    }
    protected override ValueList<AttributeReference> ComputeOutput() => Outgoing ?? ValueList<AttributeReference>.Empty;
    protected override bool ComputeResolved() => Outgoing != null && base.ComputeResolved();
    public override string Describe() => $"ScriptTransformation [{string.Join(", ", Input)}], {Script}";
}
