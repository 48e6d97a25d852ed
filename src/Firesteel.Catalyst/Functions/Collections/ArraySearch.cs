using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Collections;

/// <summary>Values looked for in arrays, put into them and taken out.</summary>
static unsafe class ArraySearch
{
    public static FunctionDefinition[] All =>
    [
        new Scalar("array_contains", [TypeClass.Array, TypeClass.Any], BooleanType.Instance, Contains) { Check = ArgumentChecks.CheckOrdered, Adapt = WithElement, NullableWhen = a => ArrayTypes.Array(a[0]).ContainsNull },
        new Scalar("array_position", [TypeClass.Array, TypeClass.Any], LongType.Instance, Position) { Check = ArgumentChecks.CheckOrdered, Adapt = WithElement },
        new Scalar("array_remove", [TypeClass.Array, TypeClass.Any], a => a[0].DataType, Remove) { Check = ArgumentChecks.CheckOrdered, Adapt = WithElement },
        new Scalar("array_append", [TypeClass.Array, TypeClass.Any], Grown, call => Put(call, false)) { Adapt = WithElement, NullRule = NullHandling.Custom, NullableWhen = a => a[0].Nullable },
        new Scalar("array_prepend", [TypeClass.Array, TypeClass.Any], Grown, call => Put(call, true)) { Adapt = WithElement, NullRule = NullHandling.Custom, NullableWhen = a => a[0].Nullable },
        new Scalar("array_insert", [TypeClass.Array, TypeClass.Int, TypeClass.Any], a => new ArrayType(ArrayTypes.Array(a[0]).ElementType), Insert)
        {
            Adapt = (c, a) => WithElement(c, [a[0], a[2]]) is var fitted ? [fitted[0], a[1], fitted[1]] : a,
            NullRule = NullHandling.Custom,
            NullableWhen = a => a[0].Nullable || a[1].Nullable,
            Throws = true,
        },
        new Scalar("array_compact", [TypeClass.Array], a => new ArrayType(ArrayTypes.Array(a[0]).ElementType, false), Compact),
    ];

    /// <summary>Array and value brought to one element type.</summary>
    internal static ValueList<Expression> WithElement(FunctionCall call, ValueList<Expression> a)
    {
        if (a[0].DataType is NullType) return [Literal.NullOf(new ArrayType(a[1].DataType)), a[1]];
        if (a[0].DataType is not ArrayType array) return a;
        if (array.ElementType == a[1].DataType || TypeEquality.SameShape(array.ElementType, a[1].DataType)) return a;
        var common = TypeCoercion.WidestCommonTypeWithoutStrings([array.ElementType, a[1].DataType], call.Session.Ansi);
        if (common == null) throw ArrayTypes.Different(call, "ARRAY", "", a[0], a[1]);
        return [Operands.CastTo(call, a[0], ArrayTypes.Retyped(call, array, common)), Operands.CastTo(call, a[1], common)];
    }

    private static DataType Grown(ValueList<Expression> a) => new ArrayType(ArrayTypes.Array(a[0]).ElementType, ArrayTypes.Array(a[0]).ContainsNull || a[1].Nullable);

    private static void Contains(KernelCall call)
    {
        var (arrays, values) = (call.Arguments[0], call.Arguments[1]);
        var child = arrays.Children[0];
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var entry = arrays.Values<ListEntry>()[arrays.Position(row)];
            var (found, hasNull) = (false, false);
            for (var i = 0; i < entry.Length && !found; i++)
            {
                if (ValueOrder.IsNull(child, entry.Offset + i)) hasNull = true;
                else found = ValueOrder.Equal(child, entry.Offset + i, values, values.Position(row));
            }
            if (!found && hasNull) call.Result.SetNull(row);
            else call.Result.Set(row, found);
        }
    }

    private static void Position(KernelCall call)
    {
        var (arrays, values) = (call.Arguments[0], call.Arguments[1]);
        var child = arrays.Children[0];
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var entry = arrays.Values<ListEntry>()[arrays.Position(row)];
            var place = 0L;
            for (var i = 0; i < entry.Length && place == 0; i++)
                if (!ValueOrder.IsNull(child, entry.Offset + i) && ValueOrder.Equal(child, entry.Offset + i, values, values.Position(row))) place = i + 1;
            call.Result.Set(row, place);
        }
    }

    private static void Remove(KernelCall call)
    {
        var (arrays, values) = (call.Arguments[0], call.Arguments[1]);
        var (child, target) = (arrays.Children[0], call.Result.Children[0]);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var entry = arrays.Values<ListEntry>()[arrays.Position(row)];
            var start = target.Count;
            for (var i = entry.Offset; i < entry.Offset + entry.Length; i++)
                if (ValueOrder.IsNull(child, i) || !ValueOrder.Equal(child, i, values, values.Position(row))) ValueCopy.AppendOne(target, child, i);
            call.Result.Set(row, new ListEntry(start, target.Count - start));
        }
    }

    private static void Compact(KernelCall call)
    {
        var arrays = call.Arguments[0];
        var (child, target) = (arrays.Children[0], call.Result.Children[0]);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var entry = arrays.Values<ListEntry>()[arrays.Position(row)];
            var start = target.Count;
            for (var i = entry.Offset; i < entry.Offset + entry.Length; i++)
                if (!ValueOrder.IsNull(child, i)) ValueCopy.AppendOne(target, child, i);
            call.Result.Set(row, new ListEntry(start, target.Count - start));
        }
    }

    private static void Put(KernelCall call, bool first)
    {
        var (arrays, values) = (call.Arguments[0], call.Arguments[1]);
        var target = call.Result.Children[0];
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            if (arrays.IsNull(row)) { call.Result.SetNull(row); continue; }
            var entry = arrays.Values<ListEntry>()[arrays.Position(row)];
            var start = target.Count;
            if (first) ValueCopy.AppendOne(target, values, values.Position(row));
            ValueCopy.Append(target, arrays.Children[0], entry.Offset, entry.Length);
            if (!first) ValueCopy.AppendOne(target, values, values.Position(row));
            call.Result.Set(row, new ListEntry(start, entry.Length + 1));
        }
    }

    private static void Insert(KernelCall call)
    {
        var (arrays, positions, values) = (call.Arguments[0], call.In<int>(1), call.Arguments[2]);
        var (child, target) = (arrays.Children[0], call.Result.Children[0]);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            if (arrays.IsNull(row) || positions.IsNull(row)) { call.Result.SetNull(row); continue; }
            var entry = arrays.Values<ListEntry>()[arrays.Position(row)];
            var position = positions[row];
            if (position == 0) throw call.Error("INVALID_INDEX_OF_ZERO");
            var start = target.Count;
            if (position > 0)
            {
                var at = position - 1;
                ValueCopy.Append(target, child, entry.Offset, Math.Min(at, entry.Length));
                for (var i = entry.Length; i < at; i++) ValueCopy.AppendNull(target);
                ValueCopy.AppendOne(target, values, values.Position(row));
                if (at < entry.Length) ValueCopy.Append(target, child, entry.Offset + at, entry.Length - at);
            }
            else
            {
                // Minus one is the place after the last.
                var at = entry.Length + position + 1;
                if (at >= 0)
                {
                    ValueCopy.Append(target, child, entry.Offset, at);
                    ValueCopy.AppendOne(target, values, values.Position(row));
                    ValueCopy.Append(target, child, entry.Offset + at, entry.Length - at);
                }
                else
                {
                    ValueCopy.AppendOne(target, values, values.Position(row));
                    for (var i = at; i < 0; i++) ValueCopy.AppendNull(target);
                    ValueCopy.Append(target, child, entry.Offset, entry.Length);
                }
            }
            call.Result.Set(row, new ListEntry(start, target.Count - start));
        }
    }
}
