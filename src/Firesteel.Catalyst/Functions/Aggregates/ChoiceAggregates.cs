using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Aggregates;

/// <summary>Aggregates that choose one of the values: first, last, any_value, min_by, max_by.</summary>
static class ChoiceAggregates
{
    public static void Register(FunctionRegistry registry) => registry.Register(
        new FirstLastFunction("first", isLast: false, "first_value"), new FirstLastFunction("last", isLast: true, "last_value"), new FirstLastFunction("any_value", isLast: false),
        new ByFunction("min_by", By("min_by", isMax: false), isMax: false), new ByFunction("max_by", By("max_by", isMax: true), isMax: true));

    private static Aggregate By(string name, bool isMax) => new(name, [TypeClass.Any, TypeClass.Any], a => a[0].DataType, call => [call.DataType, call.Arguments[1].DataType],
        call => new ByKernel(call.DataType, call.Arguments[1].DataType, isMax))
    { NeedsOrder = true, OrderedArgument = 1, OrderMatters = _ => true };
}

/// <summary>first, last and any_value, with nulls or without.</summary>
sealed class FirstLastFunction(string name, bool isLast, params string[] aliases) : AggregateFunction
{
    public override string Name => name;
    public override ValueList<string> Aliases => new(aliases.AsSpan());
    public override bool IsOrderSensitive(AggregateCall call) => true;
    public override ValueList<DataType> PartialTypes(AggregateCall call) => [call.DataType, BooleanType.Instance];
    public override AggregateKernel CreateKernel(AggregateCall call) => new FirstLastKernel(call.DataType, isLast, (bool)call.State!);

    public override Expression Bind(FunctionCall call)
    {
        ArgumentChecks.Count(call, 1, 2);
        var ignoreNulls = call.IgnoreNulls ?? false;
        if (call.Arguments.Count == 2)
        {
            var flag = call.Arguments[1];
            if (flag.DataType is not BooleanType) throw ArgumentChecks.UnexpectedType(call.Origin, Operands.Shown(call), 1, flag, "\"BOOLEAN\"");
            if (!Operands.TryConstant<bool>(flag, out ignoreNulls)) throw ArgumentChecks.NotConstant(call.Origin, Operands.Shown(call), "ignoreNulls", BooleanType.Instance, flag);
        }
        return new AggregateCall(this, [call.Arguments[0]], call.Arguments[0].DataType, true)
        {
            Name = call.Name.ToLowerInvariant(), IsDistinct = call.IsDistinct, Filter = call.Filter, State = ignoreNulls, Origin = call.Origin,
        };
    }
}

/// <summary>Keeps the first or the last value, or null.</summary>
sealed unsafe class FirstLastKernel(DataType type, bool isLast, bool ignoreNulls) : AggregateKernel
{
    private readonly ValueSlots _slots = new(type);

    public override int StateSize => ValueSlots.Size;
    public override void Initialize(byte* state) => _slots.Clear(state);

    public override void Update(ColumnVector[] arguments, Selection selection, byte** groups, AggregateStore store)
    {
        var input = arguments[0];
        for (var k = 0; k < selection.Count; k++)
        {
            var row = selection[k];
            if (!isLast && _slots.IsSet(groups[k]) || ignoreNulls && ValueComparer.IsNull(input, row)) continue;
            _slots.Store(groups[k], input, row, store);
        }
    }

    public override void Merge(ColumnVector[] partials, Selection selection, byte** groups, AggregateStore store)
    {
        for (var k = 0; k < selection.Count; k++)
        {
            var row = selection[k];
            if (partials[1].Get<bool>(row) && (isLast || !_slots.IsSet(groups[k]))) _slots.Store(groups[k], partials[0], row, store);
        }
    }

    public override void WritePartial(byte** groups, int count, ColumnVector[] partials, AggregateStore store)
    {
        Finish(groups, count, partials[0], store);
        partials[1].Reset(count);
        for (var k = 0; k < count; k++) partials[1].Set(k, _slots.IsSet(groups[k]));
    }

    public override void Finish(byte** groups, int count, ColumnVector result, AggregateStore store)
    {
        result.Reset(count);
        for (var k = 0; k < count; k++) _slots.Load(groups[k], result, k, store);
    }
}

/// <summary>The value beside the smallest or largest of another; of equals the last.</summary>
sealed unsafe class ByKernel(DataType type, DataType orderType, bool isMax) : AggregateKernel
{
    private readonly ValueSlots _values = new(type);
    private readonly ValueSlots _orders = new(orderType);

    public override int StateSize => 2 * ValueSlots.Size;

    public override void Initialize(byte* state)
    {
        _values.Clear(state);
        _orders.Clear(state + ValueSlots.Size);
    }

    public override void Update(ColumnVector[] arguments, Selection selection, byte** groups, AggregateStore store)
    {
        for (var k = 0; k < selection.Count; k++)
        {
            var row = selection[k];
            if (ValueComparer.IsNull(arguments[1], row)) continue;
            var order = groups[k] + ValueSlots.Size;
            if (_orders.IsSet(order))
            {
                var compared = _orders.Compare(arguments[1], row, order, store);
                if (isMax ? compared < 0 : compared > 0) continue;
            }
            _orders.Store(order, arguments[1], row, store);
            _values.Store(groups[k], arguments[0], row, store);
        }
    }

    public override void Merge(ColumnVector[] partials, Selection selection, byte** groups, AggregateStore store) => Update(partials, selection, groups, store);

    public override void WritePartial(byte** groups, int count, ColumnVector[] partials, AggregateStore store)
    {
        Finish(groups, count, partials[0], store);
        partials[1].Reset(count);
        for (var k = 0; k < count; k++) _orders.Load(groups[k] + ValueSlots.Size, partials[1], k, store);
    }

    public override void Finish(byte** groups, int count, ColumnVector result, AggregateStore store)
    {
        result.Reset(count);
        for (var k = 0; k < count; k++) _values.Load(groups[k], result, k, store);
    }
}
