using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Text;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Collections;

/// <summary>Maps taken apart, put together and merged.</summary>
static unsafe class MapFunctions
{
    public static readonly Scalar Keys = new("map_keys", [TypeClass.Map], a => new ArrayType(ArrayTypes.Map(a[0]).KeyType, true), call => Side(call, 0));

    public static FunctionDefinition[] All =>
    [
        Keys,
        new Scalar("map_values", [TypeClass.Map], a => new ArrayType(ArrayTypes.Map(a[0]).ValueType, true), call => Side(call, 1)),
        new Scalar("map_entries", [TypeClass.Map], a => new ArrayType(EntryType(ArrayTypes.Map(a[0])), false), Entries),
        new Scalar("map_from_arrays", [TypeClass.Array, TypeClass.Array], a => new MapType(ArrayTypes.Array(a[0]).ElementType, ArrayTypes.Array(a[1]).ElementType, ArrayTypes.Array(a[1]).ContainsNull), FromArrays) { Throws = true, Check = c => ArgumentChecks.CheckMapKey(c.Origin, c.Sql, ((MapType)c.DataType).KeyType), StateOf = MapKeys.Policy },
        new Scalar("map_from_entries", [TypeClass.Array], FromEntriesType, FromEntries) { Throws = true, Check = c => ArgumentChecks.CheckMapKey(c.Origin, c.Sql, ((MapType)c.DataType).KeyType), StateOf = MapKeys.Policy, NullableWhen = a => ArrayTypes.Array(a[0]).ContainsNull },
        new Scalar("map_concat", [], Merged, Concat) { Rest = TypeClass.Map, Adapt = Common, Throws = true, StateOf = MapKeys.Policy },
        new Scalar("str_to_map", [TypeClass.AnyString, TypeClass.AnyString, TypeClass.AnyString], new MapType(StringType.Instance, StringType.Instance), FromText) { Defaults = [Literal.Of(","), Literal.Of(":")], Throws = true, StateOf = MapKeys.Policy },
    ];

    private static StructType EntryType(MapType map) => new(new StructField("key", map.KeyType, false), new StructField("value", map.ValueType, map.ValueContainsNull));

    private static ListEntry Entry(ColumnVector vector, int row) => vector.Values<ListEntry>()[vector.Position(row)];

    private static void Side(KernelCall call, int side)
    {
        var maps = call.Arguments[0];
        var target = call.Result.Children[0];
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var entry = Entry(maps, row);
            var start = target.Count;
            ValueCopy.Append(target, maps.Children[side], entry.Offset, entry.Length);
            call.Result.Set(row, new ListEntry(start, entry.Length));
        }
    }

    private static void Entries(KernelCall call)
    {
        var maps = call.Arguments[0];
        var structs = call.Result.Children[0];
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var entry = Entry(maps, row);
            var start = structs.Count;
            structs.EnsureCapacity(start + entry.Length);
            for (var i = 0; i < entry.Length; i++)
                for (var side = 0; side < 2; side++) ValueCopy.One(structs.Children[side], start + i, maps.Children[side], entry.Offset + i);
            structs.Count = start + entry.Length;
            call.Result.Set(row, new ListEntry(start, entry.Length));
        }
    }

    private static void FromArrays(KernelCall call)
    {
        var (keys, values) = (call.Arguments[0], call.Arguments[1]);
        var map = new MapKeys(call);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var (a, b) = (Entry(keys, row), Entry(values, row));
            if (a.Length != b.Length) throw call.Error("_LEGACY_ERROR_TEMP_2128");
            map.Start();
            for (var i = 0; i < a.Length; i++) map.Add(keys.Children[0], a.Offset + i, values.Children[0], b.Offset + i);
            map.Finish(row);
        }
    }

    private static DataType FromEntriesType(ValueList<Expression> a)
        => ArrayTypes.Array(a[0]).ElementType is StructType { Count: 2 } s ? new MapType(s[0].DataType, s[1].DataType, s[1].Nullable)
         : throw ArgumentChecks.Error(a[0].Origin, "DATATYPE_MISMATCH.MAP_FROM_ENTRIES_WRONG_TYPE", ("sqlExpr", $"\"map_from_entries({a[0].Sql})\""), ("functionName", "`map_from_entries`"), ("childExpr", ArgumentChecks.Quote(a[0].Sql)), ("childType", ArgumentChecks.Quote(a[0].DataType)));

    private static void FromEntries(KernelCall call)
    {
        var arrays = call.Arguments[0];
        var structs = arrays.Children[0];
        var map = new MapKeys(call);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var entry = Entry(arrays, row);
            var hasNull = false;
            for (var i = entry.Offset; i < entry.Offset + entry.Length; i++) hasNull |= structs.IsNull(i);
            if (hasNull) { call.Result.SetNull(row); continue; }
            map.Start();
            for (var i = entry.Offset; i < entry.Offset + entry.Length; i++) map.Add(structs.Children[0], i, structs.Children[1], i);
            map.Finish(row);
        }
    }

    private static ValueList<Expression> Common(FunctionCall call, ValueList<Expression> a)
    {
        if (a.Count == 0) return a;
        var types = a.Select(x => x.DataType).ToList();
        var common = TypeCoercion.WidestCommonType(types, call.Session.Ansi);
        if (common is not MapType) throw ArgumentChecks.DifferentTypes(call.Origin, Operands.Shown(call), "map_concat", types);
        return Operands.Cast(call, a, common);
    }

    private static DataType Merged(ValueList<Expression> a) => a.Count == 0 ? new MapType(StringType.Instance, StringType.Instance, false)
        : new MapType(ArrayTypes.Map(a[0]).KeyType, ArrayTypes.Map(a[0]).ValueType, a.Any(m => ArrayTypes.Map(m).ValueContainsNull));

    private static void Concat(KernelCall call)
    {
        var map = new MapKeys(call);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            map.Start();
            foreach (var argument in call.Arguments)
            {
                var entry = Entry(argument, row);
                for (var i = entry.Offset; i < entry.Offset + entry.Length; i++) map.Add(argument.Children[0], i, argument.Children[1], i);
            }
            map.Finish(row);
        }
    }

    private static void FromText(KernelCall call)
    {
        var (texts, pairs, sides) = (call.In<StringView>(0), call.In<StringView>(1), call.In<StringView>(2));
        using var keys = new ColumnVector(StringType.Instance, call.Context.Allocator, 16);
        using var values = new ColumnVector(StringType.Instance, call.Context.Allocator, 16);
        var map = new MapKeys(call);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            JavaRegex.TryCompile(pairs[row].ToText(), out var pairRegex);
            JavaRegex.TryCompile(sides[row].ToText(), out var sideRegex);
            map.Start();
            foreach (var pair in pairRegex.Split(texts[row].ToText()))
            {
                var parts = sideRegex.Split(pair, 2);
                keys.Reset(1);
                values.Reset(1);
                // The map's own memory must hold the text: the parts are made here.
                keys.Set(0, Keep(call, parts[0]));
                if (parts.Length > 1) values.Set(0, Keep(call, parts[1]));
                else values.SetNull(0);
                map.Add(keys, 0, values, 0);
            }
            map.Finish(row);
        }
    }

    private static StringView Keep(KernelCall call, string text)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        return new StringView(call.Result.Arena.Copy(bytes), bytes.Length);
    }
}
