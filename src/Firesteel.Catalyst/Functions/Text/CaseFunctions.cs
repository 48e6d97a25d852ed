using System.Text;
using Firesteel.Catalyst.Analysis;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Text;

/// <summary>upper, lower and initcap.</summary>
static unsafe class CaseFunctions
{
    public static readonly Scalar LowerCase = new("lower", [TypeClass.AnyString], StringType.Instance, TextKernel.Map<Lower>) { As = ["lcase"] };

    public static FunctionDefinition[] All =>
    [
        new Scalar("upper", [TypeClass.AnyString], StringType.Instance, TextKernel.Map<Upper>) { As = ["ucase"] },
        LowerCase,
        new Scalar("initcap", [TypeClass.AnyString], StringType.Instance, TextKernel.Map<InitCap>),
    ];

    private readonly struct Upper : ITextMap
    {
        public static StringView Apply(StringView text, ColumnVector result)
        {
            var target = result.Arena.Allocate(text.Length);
            if (Ascii.ToUpper(text.Span, new Span<byte>(target, text.Length), out _) == System.Buffers.OperationStatus.Done) return new StringView(target, text.Length);
            result.Arena.Shrink(target);
            return Write(text.ToText().ToUpperInvariant().Replace("ß", "SS", StringComparison.Ordinal), result);
        }
    }

    private readonly struct Lower : ITextMap
    {
        public static StringView Apply(StringView text, ColumnVector result)
        {
            var target = result.Arena.Allocate(text.Length);
            if (Ascii.ToLower(text.Span, new Span<byte>(target, text.Length), out _) == System.Buffers.OperationStatus.Done) return new StringView(target, text.Length);
            result.Arena.Shrink(target);
            return Write(text.ToText().ToLowerInvariant().Replace("İ", "i̇", StringComparison.Ordinal), result);
        }
    }

    // A word starts after a blank; every other letter becomes small.
    private readonly struct InitCap : ITextMap
    {
        public static StringView Apply(StringView text, ColumnVector result)
        {
            if (!Ascii.IsValid(text.Span))
            {
                var chars = text.ToText().ToLowerInvariant().ToCharArray();
                for (var i = 0; i < chars.Length; i++)
                    if (i == 0 || chars[i - 1] == ' ') chars[i] = char.ToUpperInvariant(chars[i]);
                return Write(chars, result);
            }
            var target = result.Arena.Allocate(text.Length);
            var first = true;
            for (var i = 0; i < text.Length; i++)
            {
                var c = text.Data[i];
                target[i] = (byte)(first && c is >= (byte)'a' and <= (byte)'z' ? c - 32 : !first && c is >= (byte)'A' and <= (byte)'Z' ? c + 32 : c);
                first = c == ' ';
            }
            return new StringView(target, text.Length);
        }
    }

    private static StringView Write(ReadOnlySpan<char> text, ColumnVector result)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        var target = result.Arena.Allocate(length);
        Encoding.UTF8.GetBytes(text, new Span<byte>(target, length));
        return new StringView(target, length);
    }
}
