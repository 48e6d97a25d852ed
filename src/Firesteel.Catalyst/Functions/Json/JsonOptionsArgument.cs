using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Json;

/// <summary>The options argument of JSON and CSV functions: a constant map of texts.</summary>
static class JsonOptionsArgument
{
    public static ValueMap Read(FunctionCall call, int index)
    {
        if (call.Arguments.Count <= index) return new ValueMap([], true);
        var argument = call.Arguments[index];
        if (argument.DataType is not MapType)
            throw ArgumentChecks.Error(call.Origin, "INVALID_OPTIONS.NON_MAP_FUNCTION");
        if (argument.DataType is not MapType { KeyType: StringType, ValueType: StringType })
            throw ArgumentChecks.Error(call.Origin, "INVALID_OPTIONS.NON_STRING_TYPE", ("mapType", ArgumentChecks.Quote(argument.DataType)));
        if (!Operands.TryConstant<NestedValue>(argument, out var map)) return new ValueMap([], true);
        return new ValueMap(Enumerable.Range(0, map.Items.Count / 2).Select(i => KeyValuePair.Create((string)map.Items[2 * i]!, (string?)map.Items[2 * i + 1] ?? "")), true);
    }
}
