using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Collections;

/// <summary>Sizes of arrays and maps, and single elements of them.</summary>
static unsafe class ElementFunctions
{
    private static readonly TypeClass ArrayOrMap = TypeClass.OneOf(TypeClass.Array, TypeClass.Map);

    public static FunctionDefinition[] All =>
    [
        new Scalar("size", [ArrayOrMap], IntegerType.Instance, Size) { As = ["cardinality"], NullRule = NullHandling.Custom, NullableWhen = a => a[0].Nullable, StateOf = c => c.Session.Conf("spark.sql.legacy.sizeOfNull") == "true" && !c.Session.Ansi },
        new Scalar("array_size", [TypeClass.Array], IntegerType.Instance, Size) { StateOf = _ => false },
        new Scalar("get", [TypeClass.Array, TypeClass.Int], a => ArrayTypes.Array(a[0]).ElementType, Item) { MayBeNull = true },
        new Rewrite("element_at", 2, 2, c => ElementAt(c, c.Session.Ansi)) { IsTransparent = true },
        new Rewrite("try_element_at", 2, 2, c => ElementAt(c, false)) { IsTransparent = true },
        new Rewrite("map_contains_key", 2, 2, MapContainsKey),
    ];

    private static readonly Scalar ArrayElement = new("element_at", [TypeClass.Array, TypeClass.Int], a => ArrayTypes.Array(a[0]).ElementType, ElementAtKernel) { MayBeNull = true, Throws = true };
    private static readonly Scalar MapElement = new("element_at", [TypeClass.Map, TypeClass.Any], a => ArrayTypes.Map(a[0]).ValueType, ValueOfKey) { Adapt = FitKey, MayBeNull = true };

    private static ValueList<Expression> FitKey(FunctionCall call, ValueList<Expression> a)
    {
        if (a[0].DataType is not MapType map) return a;
        if (TypeCoercion.ImplicitCast(a[1], map.KeyType, call.Session.Ansi, call.Session.TimeZone) is { } key) return [a[0], key];
        var shown = Operands.Shown(call);
        throw ArgumentChecks.Error(call.Origin, "DATATYPE_MISMATCH.MAP_FUNCTION_DIFF_TYPES", ("sqlExpr", ArgumentChecks.Quote(shown)), ("functionName", $"`{call.Name}`"),
            ("dataType", "\"MAP\""), ("leftType", ArgumentChecks.Quote(a[0].DataType)), ("rightType", ArgumentChecks.Quote(a[1].DataType)));
    }

    private static Expression ElementAt(FunctionCall call, bool fails)
        => call.Arguments[0].DataType is MapType ? MapElement.Bind(call) : (ScalarCall)ArrayElement.Bind(call) with { State = fails };

    private static Expression MapContainsKey(FunctionCall call)
    {
        var map = call.Arguments[0];
        if (map.DataType is not (MapType or NullType))
            throw ArgumentChecks.Error(call.Origin, "DATATYPE_MISMATCH.MAP_FUNCTION_DIFF_TYPES", ("sqlExpr", ArgumentChecks.Quote($"{call.Name}({map.Sql}, {call.Arguments[1].Sql})")), ("functionName", $"`{call.Name}`"),
                ("dataType", "\"MAP\""), ("leftType", ArgumentChecks.Quote(map.DataType)), ("rightType", ArgumentChecks.Quote(call.Arguments[1].DataType)));
        var keys = MapFunctions.Keys.Call(map);
        return FunctionRegistry.BuiltIn.TryGet("array_contains", out var contains) ? contains.Bind(call with { Arguments = [keys, call.Arguments[1]] }) : keys;
    }

    private static void Size(KernelCall call)
    {
        var argument = call.Arguments[0];
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            if (!argument.IsNull(row)) call.Result.Set(row, argument.Values<ListEntry>()[argument.Position(row)].Length);
            else if (call.Call.State is true) call.Result.Set(row, -1);
            else call.Result.SetNull(row);
        }
    }

    private static void Item(KernelCall call)
    {
        var arrays = call.Arguments[0];
        var indexes = call.In<int>(1);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var entry = arrays.Values<ListEntry>()[arrays.Position(row)];
            var index = indexes[row];
            if (index >= 0 && index < entry.Length) ValueCopy.One(call.Result, row, arrays.Children[0], entry.Offset + index);
            else call.Result.SetNull(row);
        }
    }

    private static void ElementAtKernel(KernelCall call)
    {
        var arrays = call.Arguments[0];
        var indexes = call.In<int>(1);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var entry = arrays.Values<ListEntry>()[arrays.Position(row)];
            var index = indexes[row];
            if (index == 0) throw call.Error("INVALID_INDEX_OF_ZERO");
            if (Math.Abs((long)index) <= entry.Length) ValueCopy.One(call.Result, row, arrays.Children[0], entry.Offset + (index > 0 ? index - 1 : entry.Length + index));
            else if (call.Call.State is true) throw call.Error("INVALID_ARRAY_INDEX_IN_ELEMENT_AT", ("indexValue", $"{index}"), ("arraySize", $"{entry.Length}"));
            else call.Result.SetNull(row);
        }
    }

    private static void ValueOfKey(KernelCall call)
    {
        var (maps, keys) = (call.Arguments[0], call.Arguments[1]);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var entry = maps.Values<ListEntry>()[maps.Position(row)];
            var found = -1;
            for (var i = 0; i < entry.Length && found < 0; i++)
                if (ValueOrder.Equal(maps.Children[0], entry.Offset + i, keys, keys.Position(row))) found = entry.Offset + i;
            if (found < 0) call.Result.SetNull(row);
            else ValueCopy.One(call.Result, row, maps.Children[1], found);
        }
    }
}
