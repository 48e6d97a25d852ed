using System.Text;
using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Text;

/// <summary>Lengths of text in characters, bytes and bits, and the code of its first character.</summary>
static class LengthFunctions
{
    public static FunctionDefinition[] All =>
    [
        new Scalar("length", [TypeClass.OneOf(TypeClass.AnyString, TypeClass.Binary)], IntegerType.Instance, Length) { As = ["char_length", "character_length", "len"] },
        new Scalar("octet_length", [TypeClass.OneOf(TypeClass.AnyString, TypeClass.Binary)], IntegerType.Instance, KernelCalls.Map<StringView, int, Octets>),
        new Scalar("bit_length", [TypeClass.OneOf(TypeClass.AnyString, TypeClass.Binary)], IntegerType.Instance, KernelCalls.Map<StringView, int, Bits>),
        new Scalar("ascii", [TypeClass.AnyString], IntegerType.Instance, KernelCalls.Map<StringView, int, FirstCode>),
        new Scalar("chr", [TypeClass.Long], StringType.Instance, Chr) { As = ["char"] },
    ];

    private static void Length(KernelCall call)
    {
        if (call.Arguments[0].Type is BinaryType) KernelCalls.Map<StringView, int, Octets>(call);
        else KernelCalls.Map<StringView, int, Characters>(call);
    }

    private readonly struct Characters : IUnary<StringView, int> { public static int Apply(StringView text) => Utf8Text.Length(text.Span); }
    private readonly struct Octets : IUnary<StringView, int> { public static int Apply(StringView text) => text.Length; }
    private readonly struct Bits : IUnary<StringView, int> { public static int Apply(StringView text) => text.Length * 8; }

    private readonly struct FirstCode : IUnary<StringView, int>
    {
        public static int Apply(StringView text)
        {
            if (text.Length == 0) return 0;
            Rune.DecodeFromUtf8(text.Span, out var rune, out _);
            return rune.Value;
        }
    }

    private static void Chr(KernelCall call)
    {
        var codes = call.In<long>(0);
        Span<byte> bytes = stackalloc byte[2];
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var code = codes[row];
            if (code < 0) { call.Result.SetString(row, []); continue; }
            var c = (char)(code & 255);
            var length = Encoding.UTF8.GetBytes([c], bytes);
            call.Result.SetString(row, bytes[..length]);
        }
    }
}
