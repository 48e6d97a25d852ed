using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Text;

/// <summary>CHAR(n) and VARCHAR(n) of tables: what is written is checked and padded, what is read is padded.</summary>
static unsafe class DeclaredLengths
{
    private static readonly Scalar CharWrite = new("charTypeWriteSideCheck", [TypeClass.AnyString, TypeClass.Int], StringType.Instance, call => Fit(call, true)) { Throws = true, Named = ["input", "limit"] };
    private static readonly Scalar VarcharWrite = new("varcharTypeWriteSideCheck", [TypeClass.AnyString, TypeClass.Int], StringType.Instance, call => Fit(call, false)) { Throws = true, Named = ["input", "limit"] };
    private static readonly Scalar CharRead = new("readSidePadding", [TypeClass.AnyString, TypeClass.Int], StringType.Instance, Pad) { Named = ["input", "limit"], Text = (call, style) => call.Arguments[0].ToSql(style) };

    /// <summary>A string as a column of the declared type stores it; other types pass.</summary>
    /// <exception cref="SparkRuntimeException">EXCEED_LIMIT_LENGTH, when the value is computed.</exception>
    public static Expression Check(Expression value, DataType declared) => declared switch
    {
        CharType c => CharWrite.Call(value, Literal.Of(c.Length)),
        VarcharType v => VarcharWrite.Call(value, Literal.Of(v.Length)),
        _ => value,
    };

    /// <summary>A string made at least so long with blanks.</summary>
    public static Expression PadTo(Expression value, int length) => CharRead.Call(value, Literal.Of(length));

    private static void Fit(KernelCall call, bool pads)
    {
        var (texts, limits) = (call.In<StringView>(0), call.In<int>(1));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var (text, limit) = (texts[row], limits[row]);
            var length = Utf8Text.Length(text.Span);
            if (length < limit && pads) SetPadded(call, row, text, limit - length);
            else if (length <= limit) call.Result.Set(row, text);
            else
            {
                // Blanks beyond the limit are dropped, anything else is too long.
                var end = Utf8Text.Offset(text.Span, limit);
                if (text.Span[end..].IndexOfAnyExcept((byte)' ') >= 0)
                    throw new SparkRuntimeException("EXCEED_LIMIT_LENGTH", new Dictionary<string, string> { ["limit"] = limit.ToString(System.Globalization.CultureInfo.InvariantCulture) });
                call.Result.Set(row, new StringView(text.Data, end));
            }
        }
    }

    private static void Pad(KernelCall call)
    {
        var (texts, limits) = (call.In<StringView>(0), call.In<int>(1));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var missing = limits[row] - Utf8Text.Length(texts[row].Span);
            if (missing > 0) SetPadded(call, row, texts[row], missing);
            else call.Result.Set(row, texts[row]);
        }
    }

    private static void SetPadded(KernelCall call, int row, StringView text, int missing)
    {
        var total = text.Length + missing;
        var target = call.Result.Arena.Allocate(total);
        var output = new Span<byte>(target, total);
        text.Span.CopyTo(output);
        output[text.Length..].Fill((byte)' ');
        call.Result.Set(row, new StringView(target, total));
    }
}
