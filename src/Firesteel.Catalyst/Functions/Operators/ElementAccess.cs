using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Operators;

/// <summary><c>array[position]</c>, from 0, and <c>map[key]</c>: what the analyzer makes of brackets.</summary>
static class ElementAccess
{
    public static void Register(FunctionRegistry registry)
    {
        registry.Register(
            new Scalar("$get_array_item", [TypeClass.Array, TypeClass.Integral], a => ((ArrayType)a[0].DataType).ElementType, ArrayItem)
            {
                StateOf = c => c.Session.Ansi,
                Throws = true,
                Text = Brackets,
                NullableWhen = IsItemNullable,
            },
            new Scalar("$get_map_value", [TypeClass.Map, TypeClass.Any], a => ((MapType)a[0].DataType).ValueType, MapValue)
            {
                MayBeNull = true,
                Text = Brackets,
                Adapt = KeyOfMap,
            });
    }

    private static string Brackets(ScalarCall call, SqlStyle style) => $"{call.Arguments[0].ToSql(style)}[{call.Arguments[1].ToSql(style)}]";

    // An element of an array that is written out is known to be there.
    private static bool IsItemNullable(ValueList<Expression> arguments)
    {
        if (arguments[0] is ScalarCall { Function.Name: "array" } array && arguments[1] is Literal { Value: int position })
            return position < 0 || position >= array.Arguments.Count || array.Arguments[position].Nullable;
        return true;
    }

    private static ValueList<Expression> KeyOfMap(FunctionCall call, ValueList<Expression> arguments)
    {
        var key = ((MapType)arguments[0].DataType).KeyType;
        if (TypeEquality.SameShape(arguments[1].DataType, key)) return arguments;
        return TypeCoercion.ImplicitCast(arguments[1], key, call.Session.Ansi, call.Session.TimeZone) is { } cast ? [arguments[0], cast]
            : throw ArgumentChecks.UnexpectedType(call.Origin, $"{arguments[0].Sql}[{arguments[1].Sql}]", 1, arguments[1], key.QuotedSql);
    }

    private static void ArrayItem(KernelCall call)
    {
        var (arrays, positions) = (call.Arguments[0], call.Arguments[1]);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var at = positions.Position(row);
            var position = positions.Physical switch
            {
                PhysicalType.Int8 => positions.Get<sbyte>(at),
                PhysicalType.Int16 => positions.Get<short>(at),
                PhysicalType.Int32 => positions.Get<int>(at),
                _ => positions.Get<long>(at),
            };
            var entry = arrays.Get<ListEntry>(arrays.Position(row));
            if (position >= 0 && position < entry.Length) ValueCopy.One(call.Result, row, arrays.Children[0], entry.Offset + (int)position);
            else if (call.Call.State is true) throw call.Error("INVALID_ARRAY_INDEX", ("indexValue", $"{position}"), ("arraySize", $"{entry.Length}"));
            else call.Result.SetNull(row);
        }
    }

    private static void MapValue(KernelCall call)
    {
        var (maps, keys) = (call.Arguments[0], call.Arguments[1]);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var entry = maps.Get<ListEntry>(maps.Position(row));
            var found = -1;
            for (var e = entry.Offset; e < entry.Offset + entry.Length && found < 0; e++)
                if (ValueOrder.Equal(maps.Children[0], e, keys, keys.Position(row))) found = e;
            if (found < 0) call.Result.SetNull(row);
            else ValueCopy.One(call.Result, row, maps.Children[1], found);
        }
    }
}
