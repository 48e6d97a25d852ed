using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Functions.Conditional;

/// <summary>The largest or smallest of several arguments; nulls are passed over.</summary>
static unsafe class Extremes
{
    public static readonly Scalar Greatest = Define("greatest", 1);
    public static readonly Scalar Least = Define("least", -1);

    private static Scalar Define(string name, int sign) => new(name, [], a => a[0].DataType, call => Pick(call, sign))
    {
        Rest = TypeClass.Any,
        Least = 2,
        Adapt = ToCommonType,
        Check = CheckOrdered,
        NullRule = NullHandling.Custom,
        NullableWhen = a => a.All(x => x.Nullable),
    };

    private static ValueList<Expression> ToCommonType(FunctionCall call, ValueList<Expression> arguments)
    {
        var types = arguments.Select(a => a.DataType).ToList();
        var common = TypeCoercion.WidestCommonTypeWithoutStrings(types, call.Session.Ansi)
            ?? throw ArgumentChecks.Error(call.Origin, "DATATYPE_MISMATCH.DATA_DIFF_TYPES", ("sqlExpr", ArgumentChecks.Quote(Operands.Shown(call))),
                ("functionName", $"`{call.Name.ToLowerInvariant()}`"), ("dataType", $"[{string.Join(", ", types.Select(t => t.QuotedSql))}]"));
        return Operands.Cast(call, arguments, common);
    }

    private static void CheckOrdered(ScalarCall call)
    {
        if (!CoerceTypes.IsOrderable(call.DataType)) throw ArgumentChecks.NotOrdered(call.Origin, call.Sql, call.Name, call.DataType);
    }

    private static void Pick(KernelCall call, int sign)
    {
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            ColumnVector? best = null;
            foreach (var argument in call.Arguments)
            {
                if (ValueOrder.IsNull(argument, row)) continue;
                if (best == null || ValueOrder.Compare(argument, argument.Position(row), best, best.Position(row)) * sign > 0) best = argument;
            }
            if (best == null) call.Result.SetNull(row);
            else ValueCopy.One(call.Result, row, best, best.Position(row));
        }
    }
}
