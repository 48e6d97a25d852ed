using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Maths;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Collections;

/// <summary>Arrays sorted, sliced, turned, flattened, joined to text, zipped and repeated.</summary>
static unsafe class ArrayShape
{
    public static FunctionDefinition[] All =>
    [
        new Scalar("sort_array", [TypeClass.Array, new TypeClass.Strictly(TypeClass.Boolean)], a => a[0].DataType, Sort) { Defaults = [Literal.True], Check = CheckOrder },
        new Scalar("array_max", [TypeClass.Array], a => ArrayTypes.Array(a[0]).ElementType, call => Extreme(call, 1)) { MayBeNull = true, Check = CheckOrder },
        new Scalar("array_min", [TypeClass.Array], a => ArrayTypes.Array(a[0]).ElementType, call => Extreme(call, -1)) { MayBeNull = true, Check = CheckOrder },
        new Scalar("slice", [TypeClass.Array, TypeClass.Int, TypeClass.Int], a => a[0].DataType, Slice) { Throws = true },
        new Scalar("flatten", [TypeClass.Array], a => new ArrayType(Inner(a).ElementType, Inner(a).ContainsNull), Flatten) { NullableWhen = a => ArrayTypes.Array(a[0]).ContainsNull, Check = CheckNested },
        new Scalar("array_join", [TypeClass.ArrayOf(StringType.Instance), TypeClass.AnyString], StringType.Instance, Join) { Rest = TypeClass.AnyString },
        new Scalar("array_repeat", [TypeClass.Any, TypeClass.Int], a => new ArrayType(a[0].DataType, a[0].Nullable), Repeat) { NullRule = NullHandling.Custom, NullableWhen = a => a[1].Nullable },
        new Scalar("arrays_zip", [], Zipped, Zip) { Rest = TypeClass.Array },
        new Rewrite("reverse", 1, 1, c => c.Arguments[0].DataType is ArrayType ? ReverseArray.Bind(c) : ReverseText.Bind(c)) { IsTransparent = true },
        new Scalar("shuffle", [TypeClass.Array], a => a[0].DataType, Shuffle) { Rest = TypeClass.Long, IsVolatile = true, DependsOnPlace = true, Preparation = (c, x) => new XorShiftRandom((Operands.TryConstant<long>(c.Arguments[^1], out var seed) ? seed : Random.Shared.NextInt64()) + x.PartitionIndex) },
    ];

    private static readonly Scalar ReverseArray = new("reverse", [TypeClass.Array], a => a[0].DataType, Reverse);
    private static readonly Scalar ReverseText = new("reverse", [Text.SliceFunctions.TextOrBytes], Text.SliceFunctions.SameKind, ReverseCharacters);

    private static ListEntry Entry(ColumnVector arrays, int row) => arrays.Values<ListEntry>()[arrays.Position(row)];

    // What is no array of arrays is told of when the call is checked, for which its type must be known.
    private static ArrayType Inner(ValueList<Expression> a) => ArrayTypes.Array(a[0]).ElementType as ArrayType ?? new ArrayType(NullType.Instance);

    private static void CheckNested(ScalarCall call)
    {
        if (ArrayTypes.Array(call.Arguments[0]).ElementType is not ArrayType) throw ArgumentChecks.UnexpectedType(call, 0, call.Arguments[0], "\"ARRAY\" of \"ARRAY\"");
    }

    private static void CheckOrder(ScalarCall call)
    {
        if (HasNoOrder(ArrayTypes.Array(call.Arguments[0]).ElementType)) throw ArgumentChecks.NotOrdered(call.Origin, call.Sql, call.Name, call.Arguments[0].DataType);
    }

    private static bool HasNoOrder(DataType type) => type switch
    {
        MapType or VariantType or CalendarIntervalType => true,
        ArrayType a => HasNoOrder(a.ElementType),
        StructType s => s.Fields.Any(f => HasNoOrder(f.DataType)),
        _ => false,
    };

    private sealed class PositionOrder(ColumnVector child, int sign) : IComparer<int>
    {
        public int Compare(int x, int y) => sign * ValueOrder.CompareNullable(child, x, child, y);
    }

    private static void Sort(KernelCall call)
    {
        var (arrays, ascending) = (call.Arguments[0], call.In<bool>(1));
        var (child, target) = (arrays.Children[0], call.Result.Children[0]);
        var (up, down) = (new PositionOrder(child, 1), new PositionOrder(child, -1));
        var positions = new List<int>();
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var entry = Entry(arrays, row);
            positions.Clear();
            for (var i = 0; i < entry.Length; i++) positions.Add(entry.Offset + i);
            positions.Sort(ascending[row] ? up : down);
            var start = target.Count;
            foreach (var position in positions) ValueCopy.AppendOne(target, child, position);
            call.Result.Set(row, new ListEntry(start, entry.Length));
        }
    }

    private static void Extreme(KernelCall call, int sign)
    {
        var arrays = call.Arguments[0];
        var child = arrays.Children[0];
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var entry = Entry(arrays, row);
            var best = -1;
            for (var i = entry.Offset; i < entry.Offset + entry.Length; i++)
                if (!ValueOrder.IsNull(child, i) && (best < 0 || ValueOrder.Compare(child, i, child, best) * sign > 0)) best = i;
            if (best < 0) call.Result.SetNull(row);
            else ValueCopy.One(call.Result, row, child, best);
        }
    }

    private static void Slice(KernelCall call)
    {
        var (arrays, starts, lengths) = (call.Arguments[0], call.In<int>(1), call.In<int>(2));
        var target = call.Result.Children[0];
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var entry = Entry(arrays, row);
            if (starts[row] == 0) throw call.Error("INVALID_PARAMETER_VALUE.START", ("parameter", "`start`"), ("functionName", "`slice`"));
            if (lengths[row] < 0) throw call.Error("INVALID_PARAMETER_VALUE.LENGTH", ("parameter", "`length`"), ("length", $"{lengths[row]}"), ("functionName", "`slice`"));
            var from = starts[row] > 0 ? starts[row] - 1 : entry.Length + starts[row];
            var count = from < 0 || from >= entry.Length ? 0 : Math.Min(lengths[row], entry.Length - from);
            var start = target.Count;
            ValueCopy.Append(target, arrays.Children[0], entry.Offset + Math.Max(0, from), count);
            call.Result.Set(row, new ListEntry(start, count));
        }
    }

    private static void Flatten(KernelCall call)
    {
        var arrays = call.Arguments[0];
        var (inner, target) = (arrays.Children[0], call.Result.Children[0]);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var entry = Entry(arrays, row);
            var start = target.Count;
            var hasNull = false;
            for (var i = entry.Offset; i < entry.Offset + entry.Length; i++) hasNull |= ValueOrder.IsNull(inner, i);
            if (hasNull) { call.Result.SetNull(row); continue; }
            for (var i = entry.Offset; i < entry.Offset + entry.Length; i++)
            {
                var part = inner.Values<ListEntry>()[i];
                ValueCopy.Append(target, inner.Children[0], part.Offset, part.Length);
            }
            call.Result.Set(row, new ListEntry(start, target.Count - start));
        }
    }

    private static void Join(KernelCall call)
    {
        var (arrays, delimiters) = (call.Arguments[0], call.In<StringView>(1));
        var child = arrays.Children[0];
        var hasReplacement = call.Arguments.Length > 2;
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var entry = Entry(arrays, row);
            output.Clear();
            var first = true;
            for (var i = entry.Offset; i < entry.Offset + entry.Length; i++)
            {
                var isNull = ValueOrder.IsNull(child, i);
                if (isNull && !hasReplacement) continue;
                if (!first) System.Buffers.BuffersExtensions.Write(output, delimiters[row].Span);
                System.Buffers.BuffersExtensions.Write(output, isNull ? call.In<StringView>(2)[row].Span : child.Values<StringView>()[i].Span);
                first = false;
            }
            call.Result.SetString(row, output.WrittenSpan);
        }
    }

    private static void Repeat(KernelCall call)
    {
        var (values, counts) = (call.Arguments[0], call.In<int>(1));
        var target = call.Result.Children[0];
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            if (counts.IsNull(row)) { call.Result.SetNull(row); continue; }
            var start = target.Count;
            for (var i = 0; i < counts[row]; i++) ValueCopy.AppendOne(target, values, values.Position(row));
            call.Result.Set(row, new ListEntry(start, target.Count - start));
        }
    }

    private static DataType Zipped(ValueList<Expression> a)
        => new ArrayType(new StructType(a.Select((x, i) => new StructField(x is INamedExpression n ? n.Name : x is GetStructField g ? g.FieldName ?? $"{i}" : $"{i}", ArrayTypes.Array(x).ElementType))), false);

    private static void Zip(KernelCall call)
    {
        var structs = call.Result.Children[0];
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var most = 0;
            foreach (var argument in call.Arguments) most = Math.Max(most, Entry(argument, row).Length);
            var start = structs.Count;
            structs.EnsureCapacity(start + most);
            for (var a = 0; a < call.Arguments.Length; a++)
            {
                var (argument, target) = (call.Arguments[a], structs.Children[a]);
                var entry = Entry(argument, row);
                for (var i = 0; i < most; i++)
                    if (i < entry.Length) ValueCopy.One(target, start + i, argument.Children[0], entry.Offset + i);
                    else target.SetNull(start + i);
            }
            structs.Count = start + most;
            call.Result.Set(row, new ListEntry(start, most));
        }
    }

    private static void Reverse(KernelCall call)
    {
        var arrays = call.Arguments[0];
        var target = call.Result.Children[0];
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var entry = Entry(arrays, row);
            var start = target.Count;
            for (var i = entry.Length - 1; i >= 0; i--) ValueCopy.AppendOne(target, arrays.Children[0], entry.Offset + i);
            call.Result.Set(row, new ListEntry(start, entry.Length));
        }
    }

    private static void ReverseCharacters(KernelCall call)
    {
        var texts = call.In<StringView>(0);
        var isText = call.Arguments[0].Type is not BinaryType;
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var source = texts[row].Span;
            var target = call.Result.Arena.Allocate(source.Length);
            var output = new Span<byte>(target, source.Length);
            for (var i = 0; i < source.Length;)
            {
                var width = isText ? Math.Min(source.Length - i, Text.Utf8Text.WidthOf(source[i])) : 1;
                source.Slice(i, width).CopyTo(output[(source.Length - i - width)..]);
                i += width;
            }
            call.Result.Set(row, new StringView(target, source.Length));
        }
    }

    private static void Shuffle(KernelCall call)
    {
        var arrays = call.Arguments[0];
        var random = (XorShiftRandom)call.Prepared!;
        var target = call.Result.Children[0];
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var entry = Entry(arrays, row);
            var positions = Enumerable.Range(entry.Offset, entry.Length).ToArray();
            for (var i = positions.Length - 1; i > 0; i--)
            {
                var other = random.NextInt(i + 1);
                (positions[i], positions[other]) = (positions[other], positions[i]);
            }
            var start = target.Count;
            foreach (var position in positions) ValueCopy.AppendOne(target, arrays.Children[0], position);
            call.Result.Set(row, new ListEntry(start, entry.Length));
        }
    }
}
