using System.Globalization;
using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions;

/// <summary>The errors that binding a function raises when its arguments do not fit.</summary>
static class ArgumentChecks
{
    private const string DocumentationRoot = "https://spark.apache.org/docs/latest";

    /// <summary>Checks the number of arguments against those that are allowed.</summary>
    public static void Count(FunctionCall call, params ReadOnlySpan<int> allowed)
    {
        if (!allowed.Contains(call.Arguments.Count)) throw WrongCount(call, allowed.Length == 1 ? Number(allowed[0]) : $"[{string.Join(", ", allowed.ToArray())}]");
    }

    /// <summary>Checks that there are at least so many arguments.</summary>
    public static void AtLeast(FunctionCall call, int least)
    {
        if (call.Arguments.Count < least) throw WrongCount(call, $"> {least - 1}");
    }

    public static AnalysisException WrongCount(FunctionCall call, string expected) => Error(call.Origin, "WRONG_NUM_ARGS.WITHOUT_SUGGESTION",
        ("functionName", SqlIdentifier.Quote(call.Name)), ("expectedNum", expected), ("actualNum", Number(call.Arguments.Count)), ("docroot", DocumentationRoot));

    /// <param name="whole">The call as it will be, for its text.</param>
    /// <param name="index">Which argument, from 0.</param>
    public static AnalysisException UnexpectedType(Expression whole, int index, Expression argument, string required) => UnexpectedType(whole.Origin, whole.Sql, index, argument, required);

    public static AnalysisException UnexpectedType(Origin origin, string wholeSql, int index, Expression argument, string required) => Error(origin, "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE",
        ("sqlExpr", Quote(wholeSql)), ("paramIndex", Ordinal(index + 1)), ("requiredType", required), ("inputSql", Quote(argument.Sql)), ("inputType", Quote(argument.DataType)));

    /// <summary>The arguments should have one type and do not.</summary>
    public static AnalysisException DifferentTypes(Origin origin, string wholeSql, string functionName, IEnumerable<DataType> types) => Error(origin, "DATATYPE_MISMATCH.DATA_DIFF_TYPES",
        ("sqlExpr", Quote(wholeSql)), ("functionName", SqlIdentifier.Quote(functionName)), ("dataType", $"({string.Join(" or ", types.Select(t => Quote(t)))})"));

    /// <summary>The two sides of an operator have different types.</summary>
    public static AnalysisException OperandTypes(Origin origin, string wholeSql, DataType left, DataType right) => Error(origin, "DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES",
        ("sqlExpr", Quote(wholeSql)), ("left", Quote(left)), ("right", Quote(right)));

    /// <summary>Both sides have the same type, but the operator does not take it.</summary>
    public static AnalysisException OperandType(Origin origin, string wholeSql, string required, DataType actual) => Error(origin, "DATATYPE_MISMATCH.BINARY_OP_WRONG_TYPE",
        ("sqlExpr", Quote(wholeSql)), ("inputType", required), ("actualDataType", Quote(actual)));

    /// <summary>An argument must be a constant and is not.</summary>
    public static AnalysisException NotConstant(Origin origin, string wholeSql, string parameter, DataType type, Expression argument) => Error(origin, "DATATYPE_MISMATCH.NON_FOLDABLE_INPUT",
        ("sqlExpr", Quote(wholeSql)), ("inputName", $"`{parameter}`"), ("inputType", Quote(type)), ("inputExpr", Quote(argument.Sql)));

    /// <summary>A constant argument is null and must not be.</summary>
    public static AnalysisException UnexpectedNull(Origin origin, string wholeSql, string parameter) => Error(origin, "DATATYPE_MISMATCH.UNEXPECTED_NULL",
        ("sqlExpr", Quote(wholeSql)), ("exprName", parameter));

    /// <summary>Values of the type have no order.</summary>
    public static AnalysisException NotOrdered(Origin origin, string wholeSql, string functionName, DataType type) => Error(origin, "DATATYPE_MISMATCH.INVALID_ORDERING_TYPE",
        ("sqlExpr", Quote(wholeSql)), ("functionName", SqlIdentifier.Quote(functionName)), ("dataType", Quote(type)));

    /// <summary>Raises that the values, or elements of the arrays, that a bound call compares have no order.</summary>
    public static void CheckOrdered(ScalarCall call)
    {
        var type = call.Arguments[0].DataType is ArrayType a ? a.ElementType : call.Arguments[0].DataType;
        if (!CoerceTypes.IsOrderable(type)) throw NotOrdered(call.Origin, call.Sql, call.Name, type);
    }

    /// <summary>Raises that values of the type cannot be keys of a map, which are compared.</summary>
    public static void CheckMapKey(Origin origin, string wholeSql, DataType key)
    {
        if (HasNoEquality(key)) throw Error(origin, "DATATYPE_MISMATCH.INVALID_MAP_KEY_TYPE", ("sqlExpr", Quote(wholeSql)), ("keyType", Quote(key)));
    }

    private static bool HasNoEquality(DataType type) => type switch
    {
        MapType or VariantType => true,
        ArrayType a => HasNoEquality(a.ElementType),
        StructType s => s.Fields.Any(f => HasNoEquality(f.DataType)),
        _ => false,
    };

    public static AnalysisException Error(Origin origin, string condition, params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        var map = new Dictionary<string, string>();
        foreach (var (name, value) in parameters) map[name] = value;
        return new AnalysisException(condition, map, origin.Context);
    }

    /// <summary>Text between double quotes, as types and expressions stand in error parameters.</summary>
    public static string Quote(string text) => $"\"{text}\"";

    /// <summary>A type as error parameters show it.</summary>
    public static string Quote(DataType type) => AnalysisErrors.Quote(type);

    /// <summary><c>first</c> to <c>nineteenth</c> by word, others by number.</summary>
    public static string Ordinal(int position) => position <= Ordinals.Length ? Ordinals[position - 1] : $"{position}th";

    private static readonly string[] Ordinals =
    [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
        "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    ];

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
