using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Aggregates;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Sketches;

/// <summary>approx_top_k and its parts: accumulate, combine, estimate.</summary>
static class TopKFunctions
{
    private const int MaxItemsLimit = 1_000_000;
    private static readonly Literal DefaultK = Literal.Of(5);
    private static readonly Literal DefaultItems = Literal.Of(10000);
    private static readonly Literal SameAsInput = Literal.Of(-1);

    public static void Register(FunctionRegistry registry) => registry.Register(
        new Aggregate("approx_top_k", [TypeClass.Any, TypeClass.Int, TypeClass.Int], a => ListOf(a[0].DataType), _ => [BinaryType.Instance],
            call => new TopKKernel(call.Arguments[0].DataType, (Setting)call.State!))
        {
            Defaults = [DefaultK, DefaultItems], IsNeverNull = true, OrderMatters = _ => true, Empty = call => new Literal(new NestedValue([]), call.DataType),
            StateOf = call =>
            {
                CheckItem(call, [DefaultK, DefaultItems]);
                var (k, items) = (Positive(call, 1, DefaultK, "k", "K"), Positive(call, 2, DefaultItems, "maxItemsTracked", "Number of items tracked"));
                CheckItems(items, k);
                return new Setting(k, items);
            },
        },
        new Aggregate("approx_top_k_accumulate", [TypeClass.Any, TypeClass.Int], a => StateOf(a[0].DataType), _ => [BinaryType.Instance],
            call => new TopKKernel(call.Arguments[0].DataType, (Setting)call.State!))
        {
            Defaults = [DefaultItems], IsNeverNull = true, OrderMatters = _ => true,
            StateOf = call =>
            {
                CheckItem(call, [DefaultItems]);
                var items = Positive(call, 1, DefaultItems, "maxItemsTracked", "Number of items tracked");
                CheckItems(items, 0);
                return new Setting(null, items);
            },
        },
        new Aggregate("approx_top_k_combine", [new TypeClass.Strictly(TypeClass.Struct), TypeClass.Int], a => a[0].DataType, _ => [IntegerType.Instance, BinaryType.Instance],
            call => new CombineKernel(((StructType)call.DataType)[2].DataType, (int)call.State!))
        {
            Defaults = [SameAsInput], IsNeverNull = true, OrderMatters = _ => true, ThrowsWhen = _ => true,
            Check = call => CheckState(call.Origin, call.ToSql(SqlStyle.Pretty), call.Arguments[0]),
            StateOf = call =>
            {
                if (call.Arguments.Count == 1) return -1;
                var items = Positive(call, 1, DefaultItems, "maxItemsTracked", "Number of items tracked");
                CheckItems(items, 0);
                return items;
            },
        },
        new Scalar("approx_top_k_estimate", [new TypeClass.Strictly(TypeClass.Struct), TypeClass.Int], a => a[0].DataType is StructType { Fields.Count: 4 } s ? ListOf(s[2].DataType) : ListOf(NullType.Instance), Estimate)
        {
            Defaults = [DefaultK], Throws = true,
            Check = call =>
            {
                CheckState(call.Origin, call.Sql, call.Arguments[0]);
                var k = Value(call.Origin, call.Sql, "approx_top_k_estimate", call.Arguments[1], "k", "K");
                if (k > MaxItemsLimit) throw SketchArguments.Error("APPROX_TOP_K_MAX_ITEMS_TRACKED_LESS_THAN_K", ("maxItemsTracked", $"{MaxItemsLimit}"), ("k", $"{k}"));
            },
        });

    /// <summary>What an aggregate is set to; without <paramref name="K"/> it gives its sketch instead of an answer.</summary>
    private sealed record Setting(int? K, int MaxItems);

    private static ArrayType ListOf(DataType item) => new(new StructType([new StructField("item", item, true), new StructField("count", LongType.Instance, false)]), false);

    private static StructType StateOf(DataType item) => new([new StructField("sketch", BinaryType.Instance, false), new StructField("maxItemsTracked", IntegerType.Instance, false),
        new StructField("itemDataType", item, true), new StructField("itemDataTypeDDL", StringType.Instance, false)]);

    private static AnalysisException Hint(Origin origin, string shown, string message)
        => ArgumentChecks.Error(origin, "DATATYPE_MISMATCH.TYPE_CHECK_FAILURE_WITH_HINT", ("sqlExpr", ArgumentChecks.Quote(shown)), ("msg", message), ("hint", ""));

    private static void CheckItem(FunctionCall call, Literal[] defaults)
    {
        var type = call.Arguments[0].DataType;
        if (type is not (NumericType or BooleanType or StringType or DateType or TimestampType or TimestampNTZType))
            throw Hint(call.Origin, $"{call.Name.ToLowerInvariant()}({string.Join(", ", call.Arguments.Concat(defaults.Skip(call.Arguments.Count - 1)).Select(a => a.Sql))})", $"{type.SimpleString.Split('<')[0]} columns are not supported");
    }

    private static void CheckState(Origin origin, string shown, Expression state)
    {
        if (state.DataType is not StructType { Fields.Count: 4 } s || s[0].DataType is not BinaryType || s[1].DataType is not IntegerType || s[3].DataType is not StringType)
            throw Hint(origin, shown, "State must be a struct of a sketch, its size and the type of its items, as approx_top_k_accumulate gives it");
    }

    private static int Positive(FunctionCall call, int index, Literal otherwise, string name, string described)
        => index < call.Arguments.Count ? Value(call.Origin, Operands.Shown(call), call.Name.ToLowerInvariant(), call.Arguments[index], name, described) : (int)otherwise.Value!;

    private static int Value(Origin origin, string shown, string function, Expression argument, string name, string described)
    {
        if (!argument.Foldable) throw Hint(origin, shown, $"{described} must be a constant literal");
        var value = ConstantFolding.Evaluate(new Cast(argument, IntegerType.Instance, EvalMode.Ansi)).Value as int? ?? throw SketchArguments.Error("APPROX_TOP_K_NULL_ARG", ("argName", SqlIdentifier.Quote(name)));
        return value > 0 ? value : throw SketchArguments.Error("APPROX_TOP_K_NON_POSITIVE_ARG", ("argName", SqlIdentifier.Quote(name)), ("argValue", $"{value}"));
    }

    private static void CheckItems(int items, int k)
    {
        if (items > MaxItemsLimit) throw SketchArguments.Error("APPROX_TOP_K_MAX_ITEMS_TRACKED_EXCEEDS_LIMIT", ("maxItemsTracked", $"{items}"), ("limit", $"{MaxItemsLimit}"));
        if (items < k) throw SketchArguments.Error("APPROX_TOP_K_MAX_ITEMS_TRACKED_LESS_THAN_K", ("maxItemsTracked", $"{items}"), ("k", $"{k}"));
    }

    private static FrequentItems Read(ReadOnlySpan<byte> image, DataType item, MemoryAllocator allocator, int maxItems)
        => FrequentItems.TryRead(image, item, allocator, maxItems) ?? throw SketchArguments.Error("INVALID_PARAMETER_VALUE.BINARY_FORMAT", ("parameter", "`sketch`"), ("functionName", "`approx_top_k_estimate`"), ("invalidFormat", "a sketch of frequent items"));

    private static void Estimate(KernelCall call)
    {
        var states = call.Arguments[0];
        var counts = call.In<int>(1);
        var item = states.Children[2].Type;
        using var allocator = new MemoryAllocator(MemoryManager.Process, "approx_top_k_estimate");
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var at = states.Position(row);
            using var sketch = Read(states.Children[0].Get<StringView>(at).Span, item, allocator, Math.Max(1, states.Children[1].Get<int>(at)));
            WriteTop(sketch, counts[row], call.Result, row);
        }
    }

    private static void WriteTop(FrequentItems? sketch, int k, ColumnVector result, int row)
    {
        var rows = sketch?.Top(k) ?? [];
        var elements = result.Children[0];
        var start = elements.Count;
        elements.EnsureCapacity(start + rows.Count);
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].Place < 0) elements.Children[0].SetNull(start + i);
            else VectorCopy.AppendRow(elements.Children[0], start + i, sketch!.Values, rows[i].Place);
            elements.Children[1].Set(start + i, rows[i].Count);
        }
        elements.Count = start + rows.Count;
        result.Set(row, new ListEntry(start, rows.Count));
    }

    private static void WriteState(byte[] image, int maxItems, DataType item, ColumnVector result, int row)
    {
        result.Children[0].SetString(row, image);
        result.Children[1].Set(row, maxItems);
        result.Children[2].SetNull(row);
        result.Children[3].SetString(row, System.Text.Encoding.UTF8.GetBytes(item is StringType ? $"item {item.Sql.ToLowerInvariant()} not null" : $"item {item.Sql} NOT NULL"));
    }

    private sealed class TopKKernel(DataType item, Setting setting) : ImageKernel<FrequentItems>
    {
        protected override bool Takes(ColumnVector[] arguments, int row) => true;

        protected override void Add(Sketched<FrequentItems> state, ColumnVector[] arguments, int row)
        {
            state.Sketch ??= new FrequentItems(item, state.Allocator, setting.MaxItems);
            if (ValueComparer.IsNull(arguments[0], row)) state.Sketch.AddNulls(1); else state.Sketch.Update(arguments[0], row, 1);
        }

        protected override byte[] Write(FrequentItems sketch) => sketch.ToBytes();
        protected override FrequentItems Read(ReadOnlySpan<byte> image, MemoryAllocator allocator) => TopKFunctions.Read(image, item, allocator, setting.MaxItems);
        protected override FrequentItems Adopt(FrequentItems source, MemoryAllocator allocator) => Merge(new FrequentItems(item, allocator, setting.MaxItems), source);

        protected override FrequentItems Merge(FrequentItems target, FrequentItems source)
        {
            target.Merge(source);
            source.Dispose();
            return target;
        }

        protected override void Finish(FrequentItems? sketch, ColumnVector result, int row)
        {
            if (setting.K is { } k) { WriteTop(sketch, k, result, row); return; }
            WriteState(sketch?.ToBytes() ?? FrequentItems.Empty(setting.MaxItems), setting.MaxItems, item, result, row);
        }
    }

    /// <summary>Puts sketches together that may have been made for different sizes.</summary>
    private sealed class CombineKernel(DataType item, int maxItems) : ManagedKernel<Sketched<FrequentItems>>
    {
        protected override Sketched<FrequentItems> NewState(AggregateStore store) => new(store.Allocator);

        protected override void Add(Sketched<FrequentItems> state, ColumnVector[] arguments, int row)
        {
            var flat = ValueComparer.Locate(arguments[0], ref row);
            Take(state, flat.Children[0], flat.Children[1], row);
        }

        protected override void MergeOne(Sketched<FrequentItems> state, ColumnVector[] partials, int row)
        {
            if (!ValueComparer.IsNull(partials[1], row)) Take(state, partials[1], partials[0], row);
        }

        private void Take(Sketched<FrequentItems> state, ColumnVector images, ColumnVector sizes, int row)
        {
            var own = sizes.Get<int>(row);
            var size = maxItems > 0 ? maxItems : own;
            if (maxItems < 0 && state.Sketch is { } known && known.MaxItems != own)
                throw SketchArguments.Error("APPROX_TOP_K_SKETCH_SIZE_NOT_MATCH", ("size1", $"{known.MaxItems}"), ("size2", $"{own}"));
            using var source = Read(images.Get<StringView>(row).Span, item, state.Allocator, Math.Max(1, own));
            (state.Sketch ??= new FrequentItems(item, state.Allocator, size)).Merge(source);
        }

        protected override void WriteOne(Sketched<FrequentItems>? state, ColumnVector[] partials, int row)
        {
            if (state?.Sketch == null)
            {
                partials[0].SetNull(row);
                partials[1].SetNull(row);
                return;
            }
            partials[0].Set(row, state.Sketch.MaxItems);
            partials[1].SetString(row, state.Sketch.ToBytes());
        }

        protected override void FinishOne(Sketched<FrequentItems>? state, ColumnVector result, int row)
        {
            var size = state?.Sketch?.MaxItems ?? (maxItems > 0 ? maxItems : (int)DefaultItems.Value!);
            WriteState(state?.Sketch?.ToBytes() ?? FrequentItems.Empty(size), size, item, result, row);
        }
    }
}
