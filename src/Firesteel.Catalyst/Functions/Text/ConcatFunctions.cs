using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Text;

/// <summary>concat, concat_ws and elt.</summary>
static unsafe class ConcatFunctions
{
    public static FunctionDefinition[] All =>
    [
        new Rewrite("concat", 0, int.MaxValue, Bind) { As = ["||"], IsTransparent = true },
        new Scalar("concat_ws", [TypeClass.AnyString], StringType.Instance, Join)
        {
            Rest = TypeClass.OneOf(TypeClass.ArrayOf(StringType.Instance), TypeClass.AnyString),
            Least = 1,
            Adapt = (_, a) => new(a.Select(x => x is Literal { Value: null, Type: NullType } ? Literal.NullOf(StringType.Instance) : x)),
            NullRule = NullHandling.Custom,
            NullableWhen = a => a[0].Nullable,
        },
        new Scalar("elt", [TypeClass.Int], a => a[1].DataType, Elt)
        {
            Rest = TypeClass.Any,
            Least = 2,
            Adapt = EltTypes,
            NullRule = NullHandling.Custom,
            MayBeNull = true,
            Throws = true,
            StateOf = c => c.Session.Ansi,
        },
    ];

    private static readonly Scalar Texts = new("concat", [], a => a.Count == 0 ? StringType.Instance : a[0].DataType, Concat) { Rest = SliceFunctions.TextOrBytes, KeepsName = true };

    private static readonly Scalar Arrays = new("concat", [], a => Collections.ArrayTypes.Merged(a), Collections.ArrayBuilding.Concat) { Rest = TypeClass.Array, KeepsName = true, Adapt = Collections.ArrayTypes.ToCommonArray };

    private static Expression Bind(FunctionCall call)
    {
        var types = call.Arguments.Select(a => a.DataType).ToList();
        if (types.Exists(t => t is ArrayType { UserDefined: null }))
        {
            if (call.Arguments.FirstOrDefault(a => a.DataType is not (ArrayType or NullType)) is { } odd)
                throw ArgumentChecks.DifferentTypes(call.Origin, Operands.Shown(call), "concat", types);
            return Arrays.Bind(call);
        }
        if (types.Count > 0 && types.TrueForAll(t => t is BinaryType { UserDefined: null })) return Texts.Bind(call);
        // Bytes among texts are read as text.
        var texts = new Expression[types.Count];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = TypeCoercion.ImplicitCast(call.Arguments[i], TypeClass.AnyString, call.Session.Ansi, call.Session.TimeZone)
                ?? throw ArgumentChecks.UnexpectedType(call.Origin, Operands.Shown(call with { Name = "concat" }), i, call.Arguments[i], "(\"STRING\" or \"BINARY\" or \"ARRAY\")");
        return Texts.Bind(call with { Arguments = new(texts.AsSpan()) });
    }

    private static void Concat(KernelCall call)
    {
        var arguments = call.Arguments;
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var total = 0;
            foreach (var argument in arguments) total = checked(total + argument.Values<StringView>()[argument.Position(row)].Length);
            var target = call.Result.Arena.Allocate(total);
            var output = new Span<byte>(target, total);
            foreach (var argument in arguments)
            {
                var text = argument.Values<StringView>()[argument.Position(row)].Span;
                text.CopyTo(output);
                output = output[text.Length..];
            }
            call.Result.Set(row, new StringView(target, total));
        }
    }

    private static void Join(KernelCall call)
    {
        var separators = call.In<StringView>(0);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            if (separators.IsNull(row)) { call.Result.SetNull(row); continue; }
            var separator = separators[row].Span;
            var (total, parts) = Measure(call, row);
            if (parts > 1) total += (parts - 1) * separator.Length;
            var target = call.Result.Arena.Allocate(total);
            var output = new Span<byte>(target, total);
            var first = true;
            for (var a = 1; a < call.Arguments.Length; a++)
            {
                var argument = call.Arguments[a];
                if (ValueOrder.IsNull(argument, row)) continue;
                var at = argument.Position(row);
                if (argument.Physical == PhysicalType.Array)
                {
                    var entry = argument.Values<ListEntry>()[at];
                    var child = argument.Children[0];
                    for (var i = 0; i < entry.Length; i++)
                        if (!child.IsNull(entry.Offset + i)) Put(child.Values<StringView>()[entry.Offset + i].Span, separator, ref output, ref first);
                }
                else Put(argument.Values<StringView>()[at].Span, separator, ref output, ref first);
            }
            call.Result.Set(row, new StringView(target, total));
        }
    }

    private static void Put(ReadOnlySpan<byte> text, ReadOnlySpan<byte> separator, ref Span<byte> output, ref bool first)
    {
        if (!first) { separator.CopyTo(output); output = output[separator.Length..]; }
        text.CopyTo(output);
        output = output[text.Length..];
        first = false;
    }

    private static (int Length, int Parts) Measure(KernelCall call, int row)
    {
        var (length, parts) = (0, 0);
        for (var a = 1; a < call.Arguments.Length; a++)
        {
            var argument = call.Arguments[a];
            if (ValueOrder.IsNull(argument, row)) continue;
            var at = argument.Position(row);
            if (argument.Physical != PhysicalType.Array)
            {
                length = checked(length + argument.Values<StringView>()[at].Length);
                parts++;
                continue;
            }
            var entry = argument.Values<ListEntry>()[at];
            var child = argument.Children[0];
            for (var i = 0; i < entry.Length; i++)
            {
                if (child.IsNull(entry.Offset + i)) continue;
                length = checked(length + child.Values<StringView>()[entry.Offset + i].Length);
                parts++;
            }
        }
        return (length, parts);
    }

    private static ValueList<Expression> EltTypes(FunctionCall call, ValueList<Expression> a)
    {
        if (a.Skip(1).All(x => x.DataType is BinaryType)) return a;
        var values = new List<Expression> { a[0] };
        for (var i = 1; i < a.Count; i++) values.Add(Operands.Fit(call, i, TypeClass.AnyString));
        return new(values);
    }

    private static void Elt(KernelCall call)
    {
        var indexes = call.In<int>(0);
        var count = call.Arguments.Length - 1;
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            if (indexes.IsNull(row)) { call.Result.SetNull(row); continue; }
            var index = indexes[row];
            if (index < 1 || index > count)
            {
                if (call.Call.State is true)
                    throw call.Error("INVALID_ARRAY_INDEX", ("indexValue", $"{index}"), ("arraySize", $"{count}"), ("ansiConfig", "\"spark.sql.ansi.enabled\""));
                call.Result.SetNull(row);
                continue;
            }
            ValueCopy.One(call.Result, row, call.Arguments[index], call.Arguments[index].Position(row));
        }
    }
}
