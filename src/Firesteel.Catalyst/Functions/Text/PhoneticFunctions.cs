using System.Text;
using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Text;

/// <summary>How alike texts are and what they sound like; also Luhn's check and sentences.</summary>
static unsafe class PhoneticFunctions
{
    public static FunctionDefinition[] All =>
    [
        new Scalar("soundex", [TypeClass.AnyString], StringType.Instance, TextKernel.Map<SoundexOp>),
        new Scalar("levenshtein", [TypeClass.AnyString, TypeClass.AnyString], IntegerType.Instance, Levenshtein) { Rest = TypeClass.Int },
        new Scalar("jaro_winkler_similarity", [TypeClass.AnyString, TypeClass.AnyString], DoubleType.Instance, KernelCalls.Map<StringView, StringView, double, JaroWinkler>),
        new Scalar("luhn_check", [TypeClass.AnyString], BooleanType.Instance, KernelCalls.Map<StringView, bool, Luhn>) { MayBeNull = true },
        new Scalar("sentences", [TypeClass.AnyString, TypeClass.AnyString, TypeClass.AnyString], new ArrayType(new ArrayType(StringType.Instance, false), false), Sentences)
        {
            Defaults = [Literal.Of(""), Literal.Of("")],
            NullRule = NullHandling.Custom,
            NullableWhen = a => a[0].Nullable,
        },
        UuidFunction.Function,
    ];

    private readonly struct SoundexOp : ITextMap
    {
        public static StringView Apply(StringView text, ColumnVector result)
        {
            if (text.Length == 0 || !char.IsAsciiLetter((char)text.Data[0])) return text;
            var target = result.Arena.Allocate(4);
            target[0] = (byte)char.ToUpperInvariant((char)text.Data[0]);
            var count = 1;
            var last = CodeOf(target[0]);
            for (var i = 1; i < text.Length && count < 4; i++)
            {
                var c = (byte)char.ToUpperInvariant((char)text.Data[i]);
                var code = CodeOf(c);
                if (code == '7') continue;
                if (code != '0' && code != last) target[count++] = code;
                last = code;
            }
            while (count < 4) target[count++] = (byte)'0';
            return new StringView(target, 4);
        }

        // 0 for vowels, 7 for H and W, which do not part equal codes.
        private static byte CodeOf(byte c) => c is >= (byte)'A' and <= (byte)'Z' ? "01230127022455012623017202"u8[c - 'A'] : (byte)'0';
    }

    private static void Levenshtein(KernelCall call)
    {
        var (lefts, rights) = (call.In<StringView>(0), call.In<StringView>(1));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var distance = Distance(Utf8Text.CodePoints(lefts[row].Span), Utf8Text.CodePoints(rights[row].Span));
            if (call.Arguments.Length > 2 && distance > call.In<int>(2)[row]) distance = -1;
            call.Result.Set(row, distance);
        }
    }

    private static int Distance(int[] a, int[] b)
    {
        var costs = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) costs[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = costs[0];
            costs[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = costs[j];
                costs[j] = Math.Min(Math.Min(above, costs[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return costs[b.Length];
    }

    private readonly struct JaroWinkler : IBinary<StringView, StringView, double>
    {
        public static double Apply(StringView left, StringView right)
        {
            var a = Utf8Text.CodePoints(left.Span);
            var b = Utf8Text.CodePoints(right.Span);
            if (a.Length == 0 && b.Length == 0) return 1;
            if (a.Length == 0 || b.Length == 0) return 0;
            var window = Math.Max(0, Math.Max(a.Length, b.Length) / 2 - 1);
            var (inA, inB) = (new bool[a.Length], new bool[b.Length]);
            var matches = 0;
            for (var i = 0; i < a.Length; i++)
                for (var j = Math.Max(0, i - window); j < Math.Min(b.Length, i + window + 1); j++)
                    if (!inB[j] && a[i] == b[j]) { inA[i] = inB[j] = true; matches++; break; }
            if (matches == 0) return 0;
            var (transposed, at) = (0, 0);
            for (var i = 0; i < a.Length; i++)
            {
                if (!inA[i]) continue;
                while (!inB[at]) at++;
                if (a[i] != b[at++]) transposed++;
            }
            double m = matches;
            var jaro = (m / a.Length + m / b.Length + (m - transposed / 2) / m) / 3;
            var prefix = 0;
            while (prefix < Math.Min(4, Math.Min(a.Length, b.Length)) && a[prefix] == b[prefix]) prefix++;
            return jaro + prefix * 0.1 * (1 - jaro);
        }
    }

    private readonly struct Luhn : IUnary<StringView, bool>
    {
        public static bool Apply(StringView text)
        {
            if (text.Length == 0) return false;
            var sum = 0;
            for (var i = 0; i < text.Length; i++)
            {
                var digit = text.Data[text.Length - 1 - i] - '0';
                if (digit is < 0 or > 9) return false;
                if (i % 2 == 1) digit = digit > 4 ? digit * 2 - 9 : digit * 2;
                sum += digit;
            }
            return sum % 10 == 0;
        }
    }

    private static void Sentences(KernelCall call)
    {
        var texts = call.In<StringView>(0);
        var lists = call.Result.Children[0];
        var words = lists.Children[0];
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            if (texts.IsNull(row)) { call.Result.SetNull(row); continue; }
            var start = lists.Count;
            var text = texts[row].ToText();
            foreach (var sentence in System.Text.RegularExpressions.Regex.Split(text, @"(?<=[.!?])\s+"))
            {
                var first = words.Count;
                foreach (System.Text.RegularExpressions.Match word in System.Text.RegularExpressions.Regex.Matches(sentence, @"[\p{L}\p{N}]+(?:['’.][\p{L}\p{N}]+)*"))
                {
                    words.EnsureCapacity(words.Count + 1);
                    words.SetText(words.Count++, word.ValueSpan);
                }
                if (words.Count > first) ValueCopy.AppendValue(lists, new ListEntry(first, words.Count - first));
            }
            call.Result.Set(row, new ListEntry(start, lists.Count - start));
        }
    }
}
