using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Collections;

/// <summary>Types of array and map functions: common element types and where nulls may be.</summary>
static class ArrayTypes
{
    public static ArrayType Array(Expression e) => (ArrayType)e.DataType;
    public static MapType Map(Expression e) => (MapType)e.DataType;

    /// <summary>The arrays' type, whose elements may be null where those of any may.</summary>
    public static DataType Merged(ValueList<Expression> arrays) => arrays.Count == 0 ? new ArrayType(NullType.Instance, false)
        : new ArrayType(Array(arrays[0]).ElementType, arrays.Any(a => Array(a).ContainsNull));

    /// <summary>All arguments as arrays of one element type.</summary>
    public static ValueList<Expression> ToCommonArray(FunctionCall call, ValueList<Expression> arguments)
    {
        var types = arguments.Select(a => a.DataType).ToList();
        var common = TypeCoercion.WidestCommonType(types, call.Session.Ansi);
        if (common is not ArrayType) throw ArgumentChecks.DifferentTypes(call.Origin, Operands.Shown(call), call.Name.ToLowerInvariant(), types);
        return new(arguments.Select(a => CastElements(call, a, (ArrayType)common)));
    }

    /// <summary>An array with elements of a type; whether they may be null stays as it was unless the conversion may fail.</summary>
    public static Expression CastElements(FunctionCall call, Expression array, ArrayType type)
        => array.DataType is ArrayType own ? Operands.CastTo(call, array, Retyped(call, own, type.ElementType)) : Operands.CastTo(call, array, type);

    /// <summary>The array type with other elements; a conversion that may give null makes them nullable.</summary>
    public static ArrayType Retyped(FunctionCall call, ArrayType array, DataType element)
        => new(element, array.ContainsNull || array.ElementType != element && CastRules.IsNullable(array.ElementType, element, call.Session.Ansi ? EvalMode.Ansi : EvalMode.Legacy));

    /// <summary>The error that an array and a value do not go together.</summary>
    public static AnalysisException Different(FunctionCall call, string leftType, string rightType, Expression left, Expression right)
        => ArgumentChecks.Error(call.Origin, "DATATYPE_MISMATCH.ARRAY_FUNCTION_DIFF_TYPES", ("sqlExpr", ArgumentChecks.Quote(Operands.Shown(call))), ("functionName", $"`{call.Name.ToLowerInvariant()}`"),
            ("dataType", $"\"{leftType}\""), ("leftType", ArgumentChecks.Quote(left.DataType)), ("rightType", $"{rightType}{ArgumentChecks.Quote(right.DataType)}"));
}
