using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Text;

/// <summary>Finding one text in another: contains and its like, instr, locate, find_in_set, substring_index, split_part.</summary>
static unsafe class SearchFunctions
{
    public static FunctionDefinition[] All =>
    [
        Test<ContainsOp>("contains"),
        Test<StartsOp>("startswith"),
        Test<EndsOp>("endswith"),
        new Rewrite("instr", 2, 4, c => c.Arguments.Count == 2 ? First.Bind(c) : Nth.Bind(c)) { IsTransparent = true },
        new Scalar("locate", [TypeClass.AnyString, TypeClass.AnyString, TypeClass.Int], IntegerType.Instance, Locate) { As = ["position"], Defaults = [Literal.Of(1)], NullRule = NullHandling.Custom, NullableWhen = a => a[0].Nullable || a[1].Nullable },
        new Scalar("find_in_set", [TypeClass.AnyString, TypeClass.AnyString], IntegerType.Instance, KernelCalls.Map<StringView, StringView, int, FindInSet>),
        new Scalar("substring_index", [TypeClass.AnyString, TypeClass.AnyString, TypeClass.Int], StringType.Instance, SubstringIndex),
        new Scalar("split_part", [TypeClass.AnyString, TypeClass.AnyString, TypeClass.Int], StringType.Instance, SplitPart) { Throws = true },
    ];

    private static readonly Scalar First = new("instr", [TypeClass.AnyString, TypeClass.AnyString], IntegerType.Instance, Instr);
    private static readonly Scalar Nth = new("instr", [TypeClass.AnyString, TypeClass.AnyString, TypeClass.Int, TypeClass.Int], IntegerType.Instance, InstrFrom) { Defaults = [Literal.Of(1)], Throws = true };

    private static FunctionDefinition Test<TOp>(string name) where TOp : struct, IBinary<StringView, StringView, bool>
        => new Scalar(name, [SliceFunctions.TextOrBytes, SliceFunctions.TextOrBytes], BooleanType.Instance, KernelCalls.Map<StringView, StringView, bool, TOp>);

    private readonly struct ContainsOp : IBinary<StringView, StringView, bool> { public static bool Apply(StringView text, StringView part) => text.Span.IndexOf(part.Span) >= 0; }
    private readonly struct StartsOp : IBinary<StringView, StringView, bool> { public static bool Apply(StringView text, StringView part) => text.Span.StartsWith(part.Span); }
    private readonly struct EndsOp : IBinary<StringView, StringView, bool> { public static bool Apply(StringView text, StringView part) => text.Span.EndsWith(part.Span); }

    /// <summary>Place of a part from a character on, counted from 1; 0 where there is none.</summary>
    private static int Find(ReadOnlySpan<byte> text, ReadOnlySpan<byte> part, int from)
    {
        if (part.Length == 0) return from <= 1 ? 1 : Math.Min(from, 1);
        var start = from <= 1 ? 0 : Utf8Text.Offset(text, from - 1);
        var at = text[start..].IndexOf(part);
        return at < 0 ? 0 : Utf8Text.Length(text[..(start + at)]) + 1;
    }

    private static void Instr(KernelCall call)
    {
        var (texts, parts) = (call.In<StringView>(0), call.In<StringView>(1));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            call.Result.Set(row, Find(texts[row].Span, parts[row].Span, 1));
        }
    }

    // From a position on (from the end backwards where negative), the n-th occurrence.
    private static void InstrFrom(KernelCall call)
    {
        var (texts, parts) = (call.In<StringView>(0), call.In<StringView>(1));
        var (starts, counts) = (call.In<int>(2), call.In<int>(3));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var text = texts[row].Span;
            var part = parts[row].Span;
            var (start, count, place) = (starts[row], counts[row], 0);
            if (count <= 0)
                throw call.Error("INVALID_PARAMETER_VALUE.OCCURRENCE", ("functionName", "`instr`"), ("parameter", "`occurrence`"), ("actual", $"{count}"));
            var length = Utf8Text.Length(text);
            var at = start > 0 ? start - 1 : length + start;
            for (; start != 0 && at >= 0 && at < length && place == 0; at += start > 0 ? 1 : -1)
                if (text[Utf8Text.Offset(text, at)..].StartsWith(part) && --count == 0) place = at + 1;
            call.Result.Set(row, place);
        }
    }

    private static void Locate(KernelCall call)
    {
        var (parts, texts, starts) = (call.In<StringView>(0), call.In<StringView>(1), call.In<int>(2));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            // Without a start there is no place; only then are the texts looked at.
            if (starts.IsNull(row)) call.Result.Set(row, 0);
            else if (parts.IsNull(row) || texts.IsNull(row)) call.Result.SetNull(row);
            else call.Result.Set(row, starts[row] < 1 ? 0 : Find(texts[row].Span, parts[row].Span, starts[row]));
        }
    }

    private readonly struct FindInSet : IBinary<StringView, StringView, int>
    {
        public static int Apply(StringView match, StringView set)
        {
            if (match.Span.Contains((byte)',')) return 0;
            var index = 1;
            var rest = set.Span;
            while (true)
            {
                var comma = rest.IndexOf((byte)',');
                var item = comma < 0 ? rest : rest[..comma];
                if (item.SequenceEqual(match.Span)) return index;
                if (comma < 0) return 0;
                rest = rest[(comma + 1)..];
                index++;
            }
        }
    }

    private static void SubstringIndex(KernelCall call)
    {
        var (texts, delimiters, counts) = (call.In<StringView>(0), call.In<StringView>(1), call.In<int>(2));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var text = texts[row];
            var delimiter = delimiters[row].Span;
            var count = counts[row];
            if (delimiter.Length == 0 || count == 0) { call.Result.Set(row, new StringView(text.Data, 0)); continue; }
            if (count > 0)
            {
                var end = -1;
                for (var from = 0; count > 0; count--)
                {
                    var at = text.Span[from..].IndexOf(delimiter);
                    if (at < 0) { end = text.Length; break; }
                    end = from + at;
                    from = end + 1;
                }
                call.Result.Set(row, new StringView(text.Data, end));
            }
            else
            {
                var start = text.Length;
                for (; count < 0; count++)
                {
                    var at = text.Span[..Math.Min(text.Length, Math.Max(0, start + delimiter.Length - 1))].LastIndexOf(delimiter);
                    if (start == text.Length) at = text.Span.LastIndexOf(delimiter);
                    if (at < 0) { start = -delimiter.Length; break; }
                    start = at;
                }
                var begin = start + delimiter.Length;
                call.Result.Set(row, new StringView(text.Data + begin, text.Length - begin));
            }
        }
    }

    private static void SplitPart(KernelCall call)
    {
        var (texts, delimiters, indexes) = (call.In<StringView>(0), call.In<StringView>(1), call.In<int>(2));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var text = texts[row];
            var delimiter = delimiters[row].Span;
            var index = indexes[row];
            if (index == 0) throw call.Error("INVALID_INDEX_OF_ZERO");
            var parts = delimiter.Length == 0 ? 1 : Count(text.Span, delimiter) + 1;
            var wanted = index > 0 ? index - 1 : parts + index;
            if (wanted < 0 || wanted >= parts) { call.Result.SetString(row, []); continue; }
            var from = 0;
            for (var i = 0; i < wanted; i++) from += text.Span[from..].IndexOf(delimiter) + delimiter.Length;
            var length = delimiter.Length == 0 ? text.Length : text.Span[from..].IndexOf(delimiter);
            call.Result.Set(row, new StringView(text.Data + from, length < 0 ? text.Length - from : length));
        }
    }

    private static int Count(ReadOnlySpan<byte> text, ReadOnlySpan<byte> part)
    {
        var count = 0;
        for (int at; (at = text.IndexOf(part)) >= 0; text = text[(at + part.Length)..]) count++;
        return count;
    }
}
