using System.Text;
using System.Text.RegularExpressions;
using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Text;

/// <summary>Functions that take regular expressions.</summary>
static class RegexFunctions
{
    public static FunctionDefinition[] All =>
    [
        Define("rlike", 0, BooleanType.Instance, IsMatch, c => c.ToUpperInvariant(), "regexp_like", "regexp"),
        Define("regexp_count", 0, IntegerType.Instance, Count),
        Define("regexp_substr", 0, StringType.Instance, First),
        new Scalar("regexp_instr", [TypeClass.AnyString, TypeClass.AnyString, TypeClass.Int], IntegerType.Instance, Place) { Defaults = [Literal.Of(0)], Throws = true, Preparation = NewCache },
        new Scalar("regexp_extract", [TypeClass.AnyString, TypeClass.AnyString, TypeClass.Int], StringType.Instance, Extract) { Defaults = [Literal.Of(1)], Throws = true, Preparation = NewCache },
        new Scalar("regexp_extract_all", [TypeClass.AnyString, TypeClass.AnyString, TypeClass.Int], new ArrayType(StringType.Instance), ExtractAll) { Defaults = [Literal.Of(1)], Throws = true, Preparation = NewCache },
        new Scalar("regexp_replace", [TypeClass.AnyString, TypeClass.AnyString, TypeClass.AnyString, TypeClass.Int], StringType.Instance, Replace) { Defaults = [Literal.Of(1)], Throws = true, Preparation = NewCache },
        new Scalar("split", [TypeClass.AnyString, TypeClass.AnyString, TypeClass.Int], new ArrayType(StringType.Instance, false), Split) { Defaults = [Literal.Of(-1)], Throws = true, Preparation = NewCache, Named = ["str", "regex", "limit"] },
    ];

    private static Scalar Define(string name, int index, DataType type, Kernel kernel, Func<string, string>? shown = null, params string[] aliases)
        => new(name, [TypeClass.AnyString, TypeClass.AnyString], type, kernel)
        {
            As = aliases,
            Throws = true,
            MayBeNull = type is StringType,
            Preparation = NewCache,
            Text = shown == null ? null : (c, s) => $"{shown(c.Name)}({c.Arguments[index].ToSql(s)}, {c.Arguments[index + 1].ToSql(s)})",
        };

    private static object NewCache(ScalarCall call, EvaluationContext context) => new Cache();

    /// <summary>The last pattern and what it compiled to; most calls have one.</summary>
    private sealed class Cache
    {
        private byte[]? _source;
        private Regex? _regex;
        private char[] _characters = new char[256];

        public Regex Get(KernelCall call, ReadOnlySpan<byte> pattern)
        {
            if (_source != null && pattern.SequenceEqual(_source)) return _regex!;
            var text = Encoding.UTF8.GetString(pattern);
            if (!JavaRegex.TryCompile(text, out var regex))
                throw call.Error("INVALID_PARAMETER_VALUE.PATTERN", ("parameter", "`regexp`"), ("functionName", $"`{call.Call.Function.Name}`"), ("value", $"'{text}'"));
            (_regex, _source) = (regex, pattern.ToArray());
            return regex;
        }

        /// <summary>The text as UTF-16, in a buffer that the next call uses again.</summary>
        public ReadOnlySpan<char> Characters(ReadOnlySpan<byte> text)
        {
            if (_characters.Length < text.Length) _characters = new char[text.Length * 2];
            return _characters.AsSpan(0, Encoding.UTF8.GetChars(text, _characters));
        }
    }

    private static void IsMatch(KernelCall call)
    {
        var cache = (Cache)call.Prepared!;
        var (texts, patterns) = (call.In<StringView>(0), call.In<StringView>(1));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            call.Result.Set(row, cache.Get(call, patterns[row].Span).IsMatch(cache.Characters(texts[row].Span)));
        }
    }

    private static void Count(KernelCall call)
    {
        var cache = (Cache)call.Prepared!;
        var (texts, patterns) = (call.In<StringView>(0), call.In<StringView>(1));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            call.Result.Set(row, cache.Get(call, patterns[row].Span).Count(cache.Characters(texts[row].Span)));
        }
    }

    private static void First(KernelCall call)
    {
        var cache = (Cache)call.Prepared!;
        var (texts, patterns) = (call.In<StringView>(0), call.In<StringView>(1));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var characters = cache.Characters(texts[row].Span);
            var found = false;
            foreach (var match in cache.Get(call, patterns[row].Span).EnumerateMatches(characters))
            {
                call.Result.SetText(row, characters.Slice(match.Index, match.Length));
                found = true;
                break;
            }
            if (!found) call.Result.SetNull(row);
        }
    }

    private static void Place(KernelCall call)
    {
        var cache = (Cache)call.Prepared!;
        var (texts, patterns) = (call.In<StringView>(0), call.In<StringView>(1));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var place = 0;
            foreach (var match in cache.Get(call, patterns[row].Span).EnumerateMatches(cache.Characters(texts[row].Span)))
            {
                place = match.Index + 1;
                break;
            }
            call.Result.Set(row, place);
        }
    }

    private static void CheckGroup(KernelCall call, Regex regex, int group)
    {
        var groups = regex.GetGroupNumbers().Length - 1;
        if (group < 0 || group > groups)
            throw call.Error("INVALID_PARAMETER_VALUE.REGEX_GROUP_INDEX", ("parameter", "`idx`"), ("functionName", $"`{call.Call.Function.Name}`"), ("groupCount", $"{groups}"), ("groupIndex", $"{group}"));
    }

    private static void Extract(KernelCall call)
    {
        var cache = (Cache)call.Prepared!;
        var (texts, patterns, groups) = (call.In<StringView>(0), call.In<StringView>(1), call.In<int>(2));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var regex = cache.Get(call, patterns[row].Span);
            var match = regex.Match(texts[row].ToText());
            if (!match.Success) { call.Result.SetString(row, []); continue; }
            CheckGroup(call, regex, groups[row]);
            call.Result.SetText(row, match.Groups[groups[row]].ValueSpan);
        }
    }

    private static void ExtractAll(KernelCall call)
    {
        var cache = (Cache)call.Prepared!;
        var (texts, patterns, groups) = (call.In<StringView>(0), call.In<StringView>(1), call.In<int>(2));
        var child = call.Result.Children[0];
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var regex = cache.Get(call, patterns[row].Span);
            var start = child.Count;
            for (var match = regex.Match(texts[row].ToText()); match.Success; match = match.NextMatch())
            {
                CheckGroup(call, regex, groups[row]);
                child.EnsureCapacity(child.Count + 1);
                child.SetText(child.Count++, match.Groups[groups[row]].ValueSpan);
            }
            call.Result.Set(row, new ListEntry(start, child.Count - start));
        }
    }

    private static void Replace(KernelCall call)
    {
        var cache = (Cache)call.Prepared!;
        var (texts, patterns, replacements, positions) = (call.In<StringView>(0), call.In<StringView>(1), call.In<StringView>(2), call.In<int>(3));
        var output = new StringBuilder();
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var regex = cache.Get(call, patterns[row].Span);
            if (positions[row] < 1)
                throw call.Error("DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE", ("sqlExpr", ArgumentChecks.Quote(call.Call.Sql)), ("exprName", "position"), ("valueRange", "(0, 2147483647]"), ("currentValue", $"{positions[row]}"));
            if (!regex.IsMatch(cache.Characters(texts[row].Span))) { call.Result.Set(row, texts[row]); continue; }
            var text = texts[row].ToText();
            var from = Math.Min(positions[row] - 1, text.Length);
            var replacement = replacements[row].ToText();
            output.Clear().Append(text, 0, from);
            for (var match = regex.Match(text, from); match.Success; match = match.NextMatch())
            {
                output.Append(text, from, match.Index - from);
                JavaRegex.Expand(output, replacement, match);
                from = match.Index + match.Length;
            }
            output.Append(text, from, text.Length - from);
            call.Result.SetText(row, output.ToString());
        }
    }

    private static void Split(KernelCall call)
    {
        var cache = (Cache)call.Prepared!;
        var (texts, patterns, limits) = (call.In<StringView>(0), call.In<StringView>(1), call.In<int>(2));
        var child = call.Result.Children[0];
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var start = child.Count;
            var characters = cache.Characters(texts[row].Span);
            var limit = limits[row] <= 0 ? int.MaxValue : limits[row];
            var from = 0;
            if (patterns[row].Length == 0) SplitCharacters(child, texts[row].Span, limit);
            else
            {
                foreach (var match in cache.Get(call, patterns[row].Span).EnumerateMatches(characters))
                {
                    if (child.Count - start + 1 >= limit) break;
                    // A match of nothing at the start makes no empty first part, nor one at the end.
                    if (match.Length == 0 && (match.Index == 0 || match.Index == characters.Length)) continue;
                    Add(child, characters[from..match.Index]);
                    from = match.Index + match.Length;
                }
                Add(child, characters[from..]);
            }
            call.Result.Set(row, new ListEntry(start, child.Count - start));
        }
    }

    private static void SplitCharacters(ColumnVector child, ReadOnlySpan<byte> text, int limit)
    {
        var parts = 1;
        while (text.Length > 0)
        {
            var width = parts++ < limit ? Math.Min(text.Length, Utf8Text.WidthOf(text[0])) : text.Length;
            ValueCopy.AppendText(child, text[..width]);
            text = text[width..];
        }
        if (parts == 1) ValueCopy.AppendText(child, []);
    }

    private static void Add(ColumnVector child, ReadOnlySpan<char> text)
    {
        child.EnsureCapacity(child.Count + 1);
        child.SetText(child.Count++, text);
    }
}
