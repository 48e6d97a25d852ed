using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Text;

/// <summary>LIKE and ILIKE.</summary>
static class LikeFunctions
{
    public static FunctionDefinition[] All =>
    [
        new Scalar("like", [TypeClass.AnyString, TypeClass.AnyString, TypeClass.AnyString], BooleanType.Instance, Like)
        {
            Defaults = [DefaultEscape],
            ThrowsWhen = c => c.Arguments[1] is not Literal,
            Preparation = (_, _) => new Cache(),
            Text = (c, s) => $"{c.Arguments[0].ToSql(s)} LIKE {c.Arguments[1].ToSql(s)}{Escape(c)}",
        },
        new Rewrite("ilike", 2, 3, c => CaseInsensitive.Bind(c with { Name = "like", Arguments = [Lower(c, 0), Lower(c, 1), .. c.Arguments.Skip(2)] }))
        {
            Text = c => $"ilike({c.Arguments[0].Sql}, {c.Arguments[1].Sql})",
        },
    ];

    private static readonly Literal DefaultEscape = Literal.Of("\\");

    private static readonly Scalar CaseInsensitive = (Scalar)All[0];

    private static Expression Lower(FunctionCall call, int index) => CaseFunctions.LowerCase.Call(Operands.Fit(call, index, TypeClass.AnyString));

    private static string Escape(ScalarCall call) => call.Arguments[2] is Literal { Value: string escape } && escape != "\\" ? $" ESCAPE '{escape}'" : "";

    private sealed class Cache
    {
        private byte[]? _source;
        private LikePattern? _pattern;

        public LikePattern Get(ReadOnlySpan<byte> pattern, char escape)
        {
            if (_source != null && pattern.SequenceEqual(_source)) return _pattern!;
            _pattern = LikePattern.Compile(pattern, escape);
            _source = pattern.ToArray();
            return _pattern;
        }
    }

    private static void Like(KernelCall call)
    {
        var cache = (Cache)call.Prepared!;
        var texts = call.In<StringView>(0);
        var patterns = call.In<StringView>(1);
        var escapes = call.In<StringView>(2);
        var constant = call.Arguments[1].IsConstant;
        LikePattern? pattern = null;
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            if (pattern == null || !constant) pattern = cache.Get(patterns[row].Span, escapes[row].Length == 0 ? '\\' : (char)escapes[row].Span[0]);
            call.Result.Set(row, pattern.Matches(texts[row].Span));
        }
    }
}
