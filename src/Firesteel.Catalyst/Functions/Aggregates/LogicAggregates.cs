using System.Numerics;
using System.Runtime.CompilerServices;
using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Aggregates;

/// <summary>Aggregates of booleans and bits.</summary>
static class LogicAggregates
{
    public static void Register(FunctionRegistry registry) => registry.Register(
        Logic("bool_and", isMax: false, "every"),
        Logic("bool_or", isMax: true, "some", "any"),
        new Aggregate("count_if", [TypeClass.Boolean], _ => LongType.Instance, _ => [LongType.Instance], _ => new CountIfKernel()) { IsNeverNull = true, Empty = _ => Literal.Of(0L) },
        Bits("bit_and", BitOperation.And), Bits("bit_or", BitOperation.Or), Bits("bit_xor", BitOperation.Xor));

    private enum BitOperation { And, Or, Xor }

    private static Aggregate Logic(string name, bool isMax, params string[] aliases)
        => new(name, [TypeClass.Boolean], _ => BooleanType.Instance, _ => [BooleanType.Instance], _ => BasicAggregates.ExtremeKernel(BooleanType.Instance, isMax)) { As = aliases, DuplicatesDoNotMatter = true };

    private static Aggregate Bits(string name, BitOperation op) => new(name, [TypeClass.Integral], a => a[0].DataType, call => [call.DataType], call => call.DataType switch
    {
        ByteType => Kernel<sbyte>(op),
        ShortType => Kernel<short>(op),
        IntegerType => Kernel<int>(op),
        _ => Kernel<long>(op),
    })
    { DuplicatesDoNotMatter = op != BitOperation.Xor };

    private static AggregateKernel Kernel<T>(BitOperation op) where T : unmanaged, IBinaryInteger<T> => op switch
    {
        BitOperation.And => new BitKernel<T, AndStep<T>>(),
        BitOperation.Or => new BitKernel<T, OrStep<T>>(),
        _ => new BitKernel<T, XorStep<T>>(),
    };
}

readonly struct AndStep<T> : IStep<Extreme<T>, T> where T : unmanaged, IBinaryInteger<T>
{
    public static void Add(ref Extreme<T> state, T value) { state.Value = state.Seen ? state.Value & value : value; state.Seen = true; }
}

readonly struct OrStep<T> : IStep<Extreme<T>, T> where T : unmanaged, IBinaryInteger<T>
{
    public static void Add(ref Extreme<T> state, T value) { state.Value |= value; state.Seen = true; }
}

readonly struct XorStep<T> : IStep<Extreme<T>, T> where T : unmanaged, IBinaryInteger<T>
{
    public static void Add(ref Extreme<T> state, T value) { state.Value ^= value; state.Seen = true; }
}

/// <summary>Bits combined value by value.</summary>
sealed class BitKernel<T, TStep> : StateKernel<Extreme<T>, T, TStep> where T : unmanaged where TStep : struct, IStep<Extreme<T>, T>
{
    protected override void MergeOne(ref Extreme<T> state, ColumnVector[] partials, int row)
    {
        if (!partials[0].IsNull(row)) TStep.Add(ref state, partials[0].Get<T>(row));
    }

    protected override void WriteOne(in Extreme<T> state, ColumnVector[] partials, int row) => FinishOne(in state, partials[0], row);

    protected override void FinishOne(in Extreme<T> state, ColumnVector result, int row)
    {
        if (state.Seen) result.Set(row, state.Value); else result.SetNull(row);
    }
}

readonly struct CountIfStep : IStep<long, byte>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)] public static void Add(ref long state, byte value) => state += value;
}

/// <summary>Number of rows where the argument is true.</summary>
sealed class CountIfKernel : StateKernel<long, byte, CountIfStep>
{
    protected override void MergeOne(ref long state, ColumnVector[] partials, int row) => state += partials[0].Get<long>(row);
    protected override void WriteOne(in long state, ColumnVector[] partials, int row) => partials[0].Set(row, state);
    protected override void FinishOne(in long state, ColumnVector result, int row) => result.Set(row, state);
}
