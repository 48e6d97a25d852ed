using System.Text;
using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Text;

/// <summary>Characters and parts of a text put in place of others: replace, translate, mask.</summary>
static unsafe class ReplaceFunctions
{
    public static FunctionDefinition[] All =>
    [
        new Scalar("replace", [TypeClass.AnyString, TypeClass.AnyString, TypeClass.AnyString], StringType.Instance, Replace) { Defaults = [Literal.Of("")] },
        new Scalar("translate", [TypeClass.AnyString, TypeClass.AnyString, TypeClass.AnyString], StringType.Instance, Translate),
        new Scalar("mask", [TypeClass.AnyString, TypeClass.AnyString, TypeClass.AnyString, TypeClass.AnyString, TypeClass.AnyString], StringType.Instance, Mask)
        {
            Defaults = [Literal.Of("X"), Literal.Of("x"), Literal.Of("n"), Literal.Null],
            Named = ["str", "upperChar", "lowerChar", "digitChar", "otherChar"],
            NullRule = NullHandling.Custom,
            NullableWhen = a => a[0].Nullable,
            Check = CheckMask,
        },
        new Scalar("quote", [TypeClass.AnyString], StringType.Instance, Quote),
    ];

    private static void Replace(KernelCall call)
    {
        var (texts, searches, replacements) = (call.In<StringView>(0), call.In<StringView>(1), call.In<StringView>(2));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var text = texts[row];
            var search = searches[row].Span;
            var replacement = replacements[row].Span;
            var count = 0;
            if (search.Length > 0)
                for (int from = 0, at; (at = text.Span[from..].IndexOf(search)) >= 0; from += at + search.Length) count++;
            if (count == 0) { call.Result.Set(row, text); continue; }
            var total = text.Length + count * (replacement.Length - search.Length);
            var target = call.Result.Arena.Allocate(total);
            var output = new Span<byte>(target, total);
            var rest = text.Span;
            for (; count > 0; count--)
            {
                var at = rest.IndexOf(search);
                rest[..at].CopyTo(output);
                replacement.CopyTo(output[at..]);
                output = output[(at + replacement.Length)..];
                rest = rest[(at + search.Length)..];
            }
            rest.CopyTo(output);
            call.Result.Set(row, new StringView(target, total));
        }
    }

    private static void Translate(KernelCall call)
    {
        var (texts, froms, tos) = (call.In<StringView>(0), call.In<StringView>(1), call.In<StringView>(2));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var from = Utf8Text.CodePoints(froms[row].Span);
            var to = Utf8Text.CodePoints(tos[row].Span);
            var text = texts[row].Span;
            var target = call.Result.Arena.Allocate(text.Length * 4);
            var length = 0;
            while (text.Length > 0)
            {
                Rune.DecodeFromUtf8(text, out var rune, out var used);
                var at = Array.IndexOf(from, rune.Value);
                if (at < 0) { text[..used].CopyTo(new Span<byte>(target + length, used)); length += used; }
                else if (at < to.Length) length += new Rune(to[at]).EncodeToUtf8(new Span<byte>(target + length, 4));
                text = text[used..];
            }
            call.Result.Arena.Shrink(target + length);
            call.Result.Set(row, new StringView(target, length));
        }
    }

    private static void CheckMask(ScalarCall call)
    {
        string[] names = ["upperChar", "lowerChar", "digitChar", "otherChar"];
        for (var i = 1; i < 5; i++)
        {
            var argument = call.Arguments[i];
            if (!argument.Foldable) throw ArgumentChecks.NotConstant(call.Origin, call.Sql, names[i - 1], StringType.Instance, argument);
            if (Operands.TryConstant<string>(argument, out var text) && text.EnumerateRunes().Count() != 1)
                throw ArgumentChecks.Error(call.Origin, "DATATYPE_MISMATCH.INPUT_SIZE_NOT_ONE", ("sqlExpr", ArgumentChecks.Quote(call.Sql)), ("exprName", names[i - 1]));
        }
    }

    private static void Mask(KernelCall call)
    {
        var texts = call.In<StringView>(0);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            if (texts.IsNull(row)) { call.Result.SetNull(row); continue; }
            var text = texts[row].Span;
            var target = call.Result.Arena.Allocate(text.Length * 4);
            var length = 0;
            while (text.Length > 0)
            {
                Rune.DecodeFromUtf8(text, out var rune, out var used);
                var kind = Rune.IsUpper(rune) ? 1 : Rune.IsLower(rune) ? 2 : Rune.IsDigit(rune) ? 3 : 4;
                var mask = call.Arguments[kind];
                var source = mask.IsNull(row) ? text[..used] : mask.Values<StringView>()[mask.Position(row)].Span;
                source.CopyTo(new Span<byte>(target + length, 4));
                length += source.Length;
                text = text[used..];
            }
            call.Result.Arena.Shrink(target + length);
            call.Result.Set(row, new StringView(target, length));
        }
    }

    private static void Quote(KernelCall call)
    {
        var texts = call.In<StringView>(0);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var text = texts[row].Span;
            var target = call.Result.Arena.Allocate(text.Length * 2 + 2);
            var at = 0;
            target[at++] = (byte)'\'';
            foreach (var c in text)
            {
                if (c == '\'') target[at++] = (byte)'\\';
                target[at++] = c;
            }
            target[at++] = (byte)'\'';
            call.Result.Set(row, new StringView(target, at));
        }
    }
}
