using Firesteel.Columnar.Vectors;

namespace Firesteel.Catalyst.Functions.Aggregates;

/// <summary>Number of rows where no argument is null.</summary>
sealed unsafe class CountKernel : AggregateKernel
{
    public override int StateSize => sizeof(long);

    public override void Initialize(byte* state) => *(long*)state = 0;

    public override void Update(ColumnVector[] arguments, Selection selection, byte** groups, AggregateStore store)
    {
        if (AllNull(arguments)) return;
        if (arguments.Length == 1 && arguments[0].HasNulls && !arguments[0].IsConstant)
        {
            var nulls = arguments[0].Nulls;
            for (var k = 0; k < selection.Count; k++) *(long*)groups[k] += nulls[selection[k]] ^ 1;
            return;
        }
        if (!Array.Exists(arguments, a => a.HasNulls && !a.IsConstant))
        {
            for (var k = 0; k < selection.Count; k++) ++*(long*)groups[k];
            return;
        }
        for (var k = 0; k < selection.Count; k++)
            if (!AnyNull(arguments, selection[k])) ++*(long*)groups[k];
    }

    public override void UpdateAll(ColumnVector[] arguments, Selection selection, byte* state, AggregateStore store)
    {
        if (AllNull(arguments)) return;
        var count = (long)selection.Count;
        if (Array.Exists(arguments, a => a.HasNulls && !a.IsConstant))
            for (var k = 0; k < selection.Count; k++) count -= AnyNull(arguments, selection[k]) ? 1 : 0;
        *(long*)state += count;
    }

    public override void Merge(ColumnVector[] partials, Selection selection, byte** groups, AggregateStore store)
    {
        if (partials[0].Encoding == VectorEncoding.Flat)
        {
            var counts = partials[0].Values<long>();
            for (var k = 0; k < selection.Count; k++) *(long*)groups[k] += counts[selection[k]];
            return;
        }
        for (var k = 0; k < selection.Count; k++) *(long*)groups[k] += partials[0].Get<long>(selection[k]);
    }

    public override bool TryWriteRows(ColumnVector[] arguments, Selection selection, ColumnVector[] partials)
    {
        if (Array.Exists(arguments, a => a.HasNulls || a.Physical == PhysicalType.Null)) return false;
        partials[0].Reset(1);
        partials[0].Set(0, 1L);
        partials[0].MakeConstant();
        return true;
    }

    public override void WritePartial(byte** groups, int count, ColumnVector[] partials, AggregateStore store) => Finish(groups, count, partials[0], store);

    public override void Finish(byte** groups, int count, ColumnVector result, AggregateStore store)
    {
        result.Reset(count);
        for (var k = 0; k < count; k++) result.Set(k, *(long*)groups[k]);
    }

    private static bool AllNull(ColumnVector[] arguments) => Array.Exists(arguments, a => a.Physical == PhysicalType.Null || a.IsConstant && a.IsNull(0));

    private static bool AnyNull(ColumnVector[] arguments, int row)
    {
        foreach (var argument in arguments)
            if (argument.IsNull(row)) return true;
        return false;
    }
}
