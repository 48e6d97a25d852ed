using System.Text;
using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Text;

/// <summary>trim, ltrim, rtrim and btrim: blanks, or any of given characters, cut from the ends.</summary>
static unsafe class TrimFunctions
{
    public static FunctionDefinition[] All =>
    [
        Define("trim", "BOTH", true, true),
        Define("ltrim", "LEADING", true, false),
        Define("rtrim", "TRAILING", false, true),
        new Rewrite("btrim", 1, 2, BindBoth) { Named = ["str", "trimStr"] },
    ];

    private static readonly Scalar BothBlanks = Blanks("trim", true, true);
    private static readonly Scalar BothOf = Characters("trim", "BOTH", true, true);

    private static Expression BindBoth(FunctionCall call)
    {
        var text = TextOrBinary(call, 0);
        return call.Arguments.Count == 1 ? BothBlanks.Call(text) : BothOf.Call(text, TextOrBinary(call, 1));
    }

    private static Expression TextOrBinary(FunctionCall call, int index)
        => call.Arguments[index].DataType is BinaryType ? Operands.CastTo(call, call.Arguments[index], StringType.Instance) : Operands.Fit(call, index, TypeClass.AnyString);

    private static Rewrite Define(string name, string side, bool left, bool right)
    {
        var blanks = Blanks(name, left, right);
        var characters = Characters(name, side, left, right);
        return new Rewrite(name, 1, 2, c => c.Arguments.Count == 1 ? blanks.Bind(c) : characters.Bind(c with { Arguments = [c.Arguments[1], c.Arguments[0]] })) { IsTransparent = true };
    }

    private static Scalar Blanks(string name, bool left, bool right) => new(name, [TypeClass.AnyString], StringType.Instance, call =>
    {
        var texts = call.In<StringView>(0);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var text = texts[row];
            var (from, to) = (0, text.Length);
            if (left) while (from < to && text.Data[from] == ' ') from++;
            if (right) while (to > from && text.Data[to - 1] == ' ') to--;
            call.Result.Set(row, new StringView(text.Data + from, to - from));
        }
    });

    private static Scalar Characters(string name, string side, bool left, bool right) => new(name, [TypeClass.AnyString, TypeClass.AnyString], StringType.Instance, call => TrimOf(call, left, right))
    {
        Text = (c, s) => $"TRIM({side} {c.Arguments[1].ToSql(s)} FROM {c.Arguments[0].ToSql(s)})",
    };

    private static void TrimOf(KernelCall call, bool left, bool right)
    {
        var (texts, sets) = (call.In<StringView>(0), call.In<StringView>(1));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var text = texts[row];
            var set = sets[row].Span;
            var span = text.Span;
            if (left)
                while (span.Length > 0 && Contains(set, span[..Math.Min(span.Length, Utf8Text.WidthOf(span[0]))])) span = span[Math.Min(span.Length, Utf8Text.WidthOf(span[0]))..];
            var from = text.Length - span.Length;
            if (right)
                while (span.Length > 0)
                {
                    var width = 1;
                    while (width < span.Length && (span[^width] & 0xC0) == 0x80) width++;
                    if (!Contains(set, span[^width..])) break;
                    span = span[..^width];
                }
            call.Result.Set(row, new StringView(text.Data + from, span.Length));
        }
    }

    private static bool Contains(ReadOnlySpan<byte> set, ReadOnlySpan<byte> character) => character.Length == 1 ? set.Contains(character[0]) : set.IndexOf(character) >= 0;
}
