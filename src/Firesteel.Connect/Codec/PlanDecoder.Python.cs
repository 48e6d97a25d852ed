using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Python;
using Firesteel.Foundation.Collections;
using Messages = Firesteel.Connect.Messages;

namespace Firesteel.Connect.Codec;

/// <summary>Relations that Python functions make.</summary>
sealed partial class PlanDecoder
{
    private MapInPython MapPartitions(Messages.MapPartitions map)
    {
        var function = PythonCodec.Rows(map.Func);
        return new MapInPython(function, function.NewColumns(), map.HasIsBarrier && map.IsBarrier, Decode(map.Input));
    }

    private FlatMapGroupsInPython GroupMap(Messages.GroupMap groups)
    {
        if (groups.HasIsMapGroupsWithState || groups.TransformWithStateInfo != null)
            throw InvalidPlan.Because("INVALID_ONE_OF_FIELD_NOT_SUPPORTED", ("fullName", "spark.connect.GroupMap.func"), ("name", "TransformWithState"), ("number", $"{groups.Func?.PythonUdf?.EvalType}"));
        var function = PythonCodec.Rows(groups.Func);
        return new FlatMapGroupsInPython(Keys(groups.GroupingExpressions), function, function.NewColumns(), Decode(groups.Input));
    }

    private FlatMapCoGroupsInPython CoGroupMap(Messages.CoGroupMap groups)
    {
        var function = PythonCodec.Rows(groups.Func);
        return new FlatMapCoGroupsInPython(Keys(groups.InputGroupingExpressions), Keys(groups.OtherGroupingExpressions), function, function.NewColumns(), Decode(groups.Input), Decode(groups.Other));
    }

    private UnresolvedTableValuedFunction TableFunction(Messages.CommonInlineUserDefinedTableFunction call)
        => new([call.FunctionName], _expressions.Decode(call.Arguments)) { Definition = PythonCodec.TableFunction(call) };

    private ValueList<Expression> Keys(IEnumerable<Messages.Expression> expressions) => new(expressions.Select(e => Expression(e)));
}
