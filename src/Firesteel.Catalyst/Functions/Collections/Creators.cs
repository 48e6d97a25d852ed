using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Collections;

/// <summary>Arrays, maps and structs of single values.</summary>
static unsafe class Creators
{
    public static FunctionDefinition[] All =>
    [
        new Scalar("array", [], a => new ArrayType(a.Count == 0 ? NullType.Instance : a[0].DataType, a.Any(x => x.Nullable)), MakeArray) { Rest = TypeClass.Any, Adapt = Common, NullRule = NullHandling.Custom },
        new Scalar("map", [], MapOf, MakeMap) { Rest = TypeClass.Any, Adapt = CommonPairs, NullRule = NullHandling.Custom, Throws = true, StateOf = MapKeys.Policy },
        new Rewrite("struct", 0, int.MaxValue, Struct) { Text = c => $"struct({string.Join(", ", c.Arguments.Select(a => a is Alias n ? $"{n.Child.Sql} AS {n.Name}" : a.Sql))})" },
        new Rewrite("named_struct", 0, int.MaxValue, NamedStruct) { IsTransparent = true },
    ];

    private static ValueList<Expression> Common(FunctionCall call, ValueList<Expression> a)
    {
        if (a.Count == 0) return a;
        var types = a.Select(x => x.DataType).ToList();
        var common = TypeCoercion.WidestCommonType(types, call.Session.Ansi)
            ?? throw ArgumentChecks.DifferentTypes(call.Origin, Operands.Shown(call), "array", types);
        return Operands.Cast(call, a, common);
    }

    private static DataType MapOf(ValueList<Expression> a) => a.Count == 0 ? new MapType(NullType.Instance, NullType.Instance, false)
        : new MapType(a[0].DataType, a[1].DataType, a.Where((_, i) => i % 2 == 1).Any(v => v.Nullable));

    private static ValueList<Expression> CommonPairs(FunctionCall call, ValueList<Expression> a)
    {
        if (a.Count % 2 != 0)
            throw ArgumentChecks.WrongCount(call, "2n (n > 0)");
        if (a.Count == 0) return a;
        var (keys, values) = (a.Where((_, i) => i % 2 == 0).ToList(), a.Where((_, i) => i % 2 == 1).ToList());
        var key = Type(keys, "CREATE_MAP_KEY_DIFF_TYPES");
        var value = Type(values, "CREATE_MAP_VALUE_DIFF_TYPES");
        ArgumentChecks.CheckMapKey(call.Origin, Operands.Shown(call), key);
        return new(a.Select((x, i) => Operands.CastTo(call, x, i % 2 == 0 ? key : value)));

        DataType Type(List<Expression> all, string condition) => TypeCoercion.WidestCommonType(all.Select(x => x.DataType), call.Session.Ansi)
            ?? throw ArgumentChecks.Error(call.Origin, "DATATYPE_MISMATCH." + condition, ("sqlExpr", ArgumentChecks.Quote(Operands.Shown(call))), ("functionName", "`map`"),
                ("dataType", $"[{string.Join(", ", all.Select(x => x.DataType.QuotedSql))}]"));
    }

    private static void MakeArray(KernelCall call)
    {
        var child = call.Result.Children[0];
        child.EnsureCapacity(call.Selection.Count * call.Arguments.Length);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var start = child.Count;
            foreach (var argument in call.Arguments) ValueCopy.AppendOne(child, argument, argument.Position(row));
            call.Result.Set(row, new ListEntry(start, call.Arguments.Length));
        }
    }

    private static void MakeMap(KernelCall call)
    {
        var keys = new MapKeys(call);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            keys.Start();
            for (var i = 0; i < call.Arguments.Length; i += 2)
                keys.Add(call.Arguments[i], call.Arguments[i].Position(row), call.Arguments[i + 1], call.Arguments[i + 1].Position(row));
            keys.Finish(row);
        }
    }

    private static Expression Struct(FunctionCall call)
    {
        var parts = new List<Expression>();
        for (var i = 0; i < call.Arguments.Count; i++)
        {
            var argument = call.Arguments[i];
            var name = argument switch { INamedExpression n => n.Name, GetStructField g => g.FieldName ?? ((StructType)g.Child.DataType)[g.Ordinal].Name, LambdaVariable v => v.Name, ScalarCall { State: PathField p } => p.Name, _ => $"col{i + 1}" };
            parts.Add(Literal.Of(name));
            parts.Add(argument is Alias a ? a.Child : argument);
        }
        return Named.Call(parts.ToArray());
    }

    /// <summary>Names and values in turn; names are constants.</summary>
    public static readonly Scalar Named = new("named_struct", [], StructOf, MakeStruct) { Rest = TypeClass.Any, NullRule = NullHandling.Custom };

    private static Expression NamedStruct(FunctionCall call)
    {
        if (call.Arguments.Count == 0 || call.Arguments.Count % 2 != 0) throw ArgumentChecks.WrongCount(call, "2n (n > 0)");
        for (var i = 0; i < call.Arguments.Count; i += 2)
            if (!call.Arguments[i].Foldable || call.Arguments[i].DataType is not StringType)
                throw ArgumentChecks.Error(call.Origin, "DATATYPE_MISMATCH.CREATE_NAMED_STRUCT_WITHOUT_FOLDABLE_STRING", ("sqlExpr", ArgumentChecks.Quote(Operands.Shown(call))),
                    ("inputExprs", $"[{string.Join(", ", call.Arguments.Where((_, k) => k % 2 == 0).Where(a => !a.Foldable || a.DataType is not StringType).Select(a => $"\"{a.Sql}\""))}]"));
        return Named.Bind(call);
    }

    private static DataType StructOf(ValueList<Expression> a)
        => new StructType(Enumerable.Range(0, a.Count / 2).Select(i => new StructField(Operands.TryConstant<string>(a[2 * i], out var name) ? name : $"col{i + 1}", a[2 * i + 1].DataType, a[2 * i + 1].Nullable)));

    private static void MakeStruct(KernelCall call)
    {
        for (var f = 0; f < call.Result.Children.Length; f++)
        {
            var (target, source) = (call.Result.Children[f], call.Arguments[2 * f + 1]);
            for (var k = 0; k < call.Selection.Count; k++)
            {
                var row = call.Selection[k];
                ValueCopy.One(target, row, source, source.Position(row));
            }
        }
    }
}
