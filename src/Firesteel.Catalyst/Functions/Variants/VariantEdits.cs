using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Expressions.Evaluation.Casts;
using Firesteel.Catalyst.Functions.Text;
using Firesteel.Columnar.Variants;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Variants;

/// <summary>Functions that give a variant with something changed in it; those that begin with <c>try_</c> give null where a path does not fit.</summary>
static class VariantEdits
{
    private static readonly TypeClass Text = new TypeClass.Strictly(TypeClass.AnyString);
    private static readonly TypeClass Flag = new TypeClass.Strictly(TypeClass.Boolean);

    public static FunctionDefinition[] All =>
    [
        Make("variant_insert", VariantChange.Insert, fails: true), Make("try_variant_insert", VariantChange.Insert, fails: false),
        MakeSet("variant_set", fails: true), MakeSet("try_variant_set", fails: false),
        Make("variant_array_append", VariantChange.Append, fails: true), Make("try_variant_array_append", VariantChange.Append, fails: false),
        new Scalar("variant_delete", [VariantFunctions.Value, Text], VariantType.Instance, Delete)
        {
            Rest = Text, Least = 2, Throws = true, NullRule = NullHandling.Custom, NullableWhen = a => a[0].Nullable, Preparation = Prepare,
        },
        new Scalar("variant_strip_nulls", [VariantFunctions.Value, Flag], VariantType.Instance, StripNulls)
        {
            Defaults = [Literal.True], Throws = true, Check = call => CheckFlag(call, 1, "include_arrays"), Preparation = Prepare,
        },
    ];

    private sealed record Prepared(VariantPaths[] Paths, VariantBuilder Builder);

    private static Prepared Prepare(ScalarCall call, EvaluationContext context)
        => new([.. call.Arguments.Skip(1).Select(_ => new VariantPaths("INVALID_VARIANT_PATH"))], new VariantBuilder());

    private static Scalar Make(string name, VariantChange change, bool fails) => new(name, [VariantFunctions.Value, Text, TypeClass.Any], VariantType.Instance, call => Edit(call, change, fails))
    {
        Throws = true, MayBeNull = !fails, Adapt = WithVariant, Preparation = Prepare,
    };

    private static Scalar MakeSet(string name, bool fails) => new(name, [VariantFunctions.Value, Text, TypeClass.Any, Flag], VariantType.Instance, call => Edit(call, VariantChange.SetOrCreate, fails))
    {
        Throws = true, MayBeNull = !fails, Adapt = WithVariant, Defaults = [Literal.True], Check = call => CheckFlag(call, 3, "create_if_missing"), Preparation = Prepare,
    };

    // The value to put in is cast, but does not show so.
    private static ValueList<Expression> WithVariant(FunctionCall call, ValueList<Expression> arguments)
    {
        var type = arguments[2].DataType;
        if (type is VariantType) return arguments;
        if (type is not NullType && !ToVariant.IsAllowed(type, withObjects: false))
            throw ArgumentChecks.Error(call.Origin, "DATATYPE_MISMATCH.CAST_WITHOUT_SUGGESTION", ("sqlExpr", ArgumentChecks.Quote(Operands.Shown(call))), ("srcType", ArgumentChecks.Quote(type)), ("targetType", "\"VARIANT\""));
        return new(arguments.Select((a, i) => i != 2 ? a : type is NullType ? Operands.CastTo(call, a, VariantType.Instance) : ToVariantObject.Argument.Call(a)));
    }

    private static void CheckFlag(ScalarCall call, int index, string name)
    {
        if (!call.Arguments[index].Foldable) throw ArgumentChecks.NotConstant(call.Origin, call.Sql, name, BooleanType.Instance, call.Arguments[index]);
    }

    private static void Edit(KernelCall call, VariantChange change, bool fails)
    {
        var (paths, builder) = (Prepared)call.Prepared!;
        var (values, texts, arguments) = (call.In<StringView>(0), call.In<StringView>(1), call.In<StringView>(2));
        if (change == VariantChange.SetOrCreate && !call.In<bool>(3)[call.Selection.Count == 0 ? 0 : call.Selection[0]]) change = VariantChange.SetExisting;
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var path = Path(call, paths[0], texts[row], change);
            builder.Reset();
            try
            {
                var failed = new VariantEdit(change, path, VariantBlob.Open(arguments[row]), builder).Write(VariantBlob.Open(values[row]));
                if (failed < 0) builder.Store(call.Result, row);
                else if (!fails) call.Result.SetNull(row);
                else throw call.Error("VARIANT_PATH_TYPE_MISMATCH", ("path", texts[row].ToText()), ("failedAt", path.Prefix(failed)), ("functionName", $"`{call.Call.Function.Name}`"));
            }
            catch (VariantDuplicateKeyException e)
            {
                if (fails) throw call.Error("VARIANT_DUPLICATE_KEY", ("key", e.Key));
                call.Result.SetNull(row);
            }
            catch (VariantSizeException e)
            {
                throw e.For(call.Call.Function.Name);
            }
        }
    }

    private static VariantPath Path(KernelCall call, VariantPaths paths, StringView text, VariantChange change)
    {
        var path = paths.Get(call, text);
        return path.Segments.Length > 0 || change == VariantChange.Append ? path
            : throw call.Error("INVALID_VARIANT_PATH", ("path", text.ToText()), ("functionName", $"`{call.Call.Function.Name}`"));
    }

    // One path after the other: each sees what the one before it left.
    private static void Delete(KernelCall call)
    {
        var (paths, builder) = (Prepared)call.Prepared!;
        var values = call.In<StringView>(0);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            if (values.IsNull(row))
            {
                call.Result.SetNull(row);
                continue;
            }
            var current = values[row];
            for (var p = 0; p < paths.Length; p++)
            {
                var texts = call.In<StringView>(p + 1);
                if (texts.IsNull(row)) continue;
                var path = Path(call, paths[p], texts[row], VariantChange.Delete);
                builder.Reset();
                new VariantEdit(VariantChange.Delete, path, default, builder).Write(VariantBlob.Open(current));
                builder.Store(call.Result, row);
                current = call.Result.Get<StringView>(row);
            }
            call.Result.Set(row, current);
        }
    }

    private static void StripNulls(KernelCall call)
    {
        var (_, builder) = (Prepared)call.Prepared!;
        var (values, flags) = (call.In<StringView>(0), call.In<bool>(1));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            builder.Reset();
            Strip(VariantBlob.Open(values[row]), flags[row], builder);
            builder.Store(call.Result, row);
        }
    }

    private static void Strip(VariantView value, bool inArrays, VariantBuilder builder)
    {
        if (!System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw VariantFormat.Malformed();
        var kind = value.Kind;
        if (kind is not (VariantKind.Object or VariantKind.Array))
        {
            builder.Append(value);
            return;
        }
        var (mark, count) = (builder.Begin(), value.Count);
        for (var i = 0; i < count; i++)
        {
            var item = value[i];
            if (item.Kind == VariantKind.Null && (kind == VariantKind.Object || inArrays)) continue;
            if (kind == VariantKind.Object) builder.Field(mark, value.Key(i));
            else builder.Element(mark);
            Strip(item, inArrays, builder);
        }
        if (kind == VariantKind.Object) builder.EndObject(mark);
        else builder.EndArray(mark);
    }
}
