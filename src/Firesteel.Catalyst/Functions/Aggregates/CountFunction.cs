using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Aggregates;

/// <summary>count(*) and count(expressions): the analyzer gives the former a constant argument.</summary>
sealed class CountFunction : AggregateFunction
{
    public override string Name => "count";

    public override ValueList<DataType> PartialTypes(AggregateCall call) => [LongType.Instance];
    public override Literal? EmptyValue(AggregateCall call) => Literal.Of(0L);
    public override AggregateKernel CreateKernel(AggregateCall call) => new CountKernel();

    public override Expression Bind(FunctionCall call)
    {
        if (call.Arguments.Count == 0)
            throw ArgumentChecks.Error(call.Origin, "WRONG_NUM_ARGS.WITH_SUGGESTION", ("functionName", SqlIdentifier.Quote(call.Name)), ("expectedNum", " >= 1"), ("actualNum", "0"),
                ("legacyNum", "0"), ("legacyConfKey", "\"spark.sql.legacy.allowParameterlessCount\""), ("legacyConfValue", "\"true\""));
        return new AggregateCall(this, call.Arguments, LongType.Instance, false)
        {
            Name = call.Name.ToLowerInvariant(), IsDistinct = call.IsDistinct, Filter = call.Filter, Origin = call.Origin,
        };
    }
}
