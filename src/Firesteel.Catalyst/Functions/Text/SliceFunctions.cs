using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Text;

/// <summary>Parts of a text: substring, left, right, overlay, padding, repetition.</summary>
static unsafe class SliceFunctions
{
    public static FunctionDefinition[] All =>
    [
        new Scalar("substring", [TextOrBytes, TypeClass.Int, TypeClass.Int], SameKind, Substring) { As = ["substr"], Defaults = [Literal.Of(int.MaxValue)], Named = ["str", "pos", "len"] },
        new Scalar("left", [TextOrBytes, TypeClass.Int], SameKind, Left),
        new Scalar("right", [TypeClass.AnyString, TypeClass.Int], StringType.Instance, Right),
        new Scalar("lpad", [TextOrBytes, TypeClass.Int, TextOrBytes], SameKind, call => Pad(call, true)) { Defaults = [PadMark], Adapt = DefaultPad },
        new Scalar("rpad", [TextOrBytes, TypeClass.Int, TextOrBytes], SameKind, call => Pad(call, false)) { Defaults = [PadMark], Adapt = DefaultPad },
        new Scalar("overlay", [TextOrBytes, TextOrBytes, TypeClass.Int, TypeClass.Int], SameKind, Overlay) { Defaults = [Literal.Of(-1)] },
        new Scalar("repeat", [TypeClass.AnyString, TypeClass.Int], StringType.Instance, Repeat),
        new Scalar("space", [TypeClass.Int], StringType.Instance, Space),
    ];

    internal static readonly TypeClass TextOrBytes = TypeClass.OneOf(TypeClass.AnyString, TypeClass.Binary);
    private static readonly Literal PadMark = Literal.Null;

    internal static DataType SameKind(ValueList<Expression> a) => a[0].DataType is BinaryType ? BinaryType.Instance : StringType.Instance;

    // Text is padded with blanks, bytes with zeros.
    private static ValueList<Expression> DefaultPad(FunctionCall call, ValueList<Expression> a)
        => !ReferenceEquals(a[2], PadMark) ? a[0].DataType is BinaryType && a[2].DataType is StringType ? [Operands.CastTo(call, a[0], StringType.Instance), a[1], a[2]] : a : [a[0], a[1], a[0].DataType is BinaryType ? new Literal(new BinaryValue([0]), BinaryType.Instance) : Literal.Of(" ")];

    private static void Substring(KernelCall call)
    {
        var (texts, positions, lengths) = (call.In<StringView>(0), call.In<int>(1), call.In<int>(2));
        var bytes = call.Arguments[0].Type is BinaryType;
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            call.Result.Set(row, bytes ? Utf8Text.SubstringOfBytes(texts[row], positions[row], lengths[row]) : Utf8Text.Substring(texts[row], positions[row], lengths[row]));
        }
    }

    private static void Left(KernelCall call)
    {
        var (texts, lengths) = (call.In<StringView>(0), call.In<int>(1));
        var bytes = call.Arguments[0].Type is BinaryType;
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            call.Result.Set(row, bytes ? Utf8Text.SubstringOfBytes(texts[row], 1, lengths[row]) : Utf8Text.Slice(texts[row], 0, lengths[row]));
        }
    }

    private static void Right(KernelCall call)
    {
        var (texts, lengths) = (call.In<StringView>(0), call.In<int>(1));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var length = lengths[row];
            call.Result.Set(row, length <= 0 ? new StringView(texts[row].Data, 0) : Utf8Text.Substring(texts[row], -length, length));
        }
    }

    private static void Pad(KernelCall call, bool left)
    {
        var (texts, lengths, pads) = (call.In<StringView>(0), call.In<int>(1), call.In<StringView>(2));
        var bytes = call.Arguments[0].Type is BinaryType;
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var text = texts[row];
            var length = lengths[row];
            var pad = pads[row].Span;
            var have = bytes ? text.Length : Utf8Text.Length(text.Span);
            if (length <= have || pad.Length == 0)
            {
                call.Result.Set(row, bytes ? Utf8Text.SubstringOfBytes(text, 1, length) : Utf8Text.Slice(text, 0, length));
                continue;
            }
            var missing = length - have;
            var padCharacters = bytes ? pad.Length : Utf8Text.Length(pad);
            var (whole, rest) = (missing / padCharacters, missing % padCharacters);
            var tail = bytes ? rest : Utf8Text.Offset(pad, rest);
            var total = checked(text.Length + whole * pad.Length + tail);
            var target = call.Result.Arena.Allocate(total);
            var output = new Span<byte>(target, total);
            if (!left) { text.Span.CopyTo(output); output = output[text.Length..]; }
            for (var i = 0; i < whole; i++) { pad.CopyTo(output); output = output[pad.Length..]; }
            pad[..tail].CopyTo(output);
            if (left) text.Span.CopyTo(output[tail..]);
            call.Result.Set(row, new StringView(target, total));
        }
    }

    private static void Overlay(KernelCall call)
    {
        var (texts, inserts, positions, lengths) = (call.In<StringView>(0), call.In<StringView>(1), call.In<int>(2), call.In<int>(3));
        var bytes = call.Arguments[0].Type is BinaryType;
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var (text, insert, position, length) = (texts[row], inserts[row], positions[row], lengths[row]);
            if (length < 0) length = bytes ? insert.Length : Utf8Text.Length(insert.Span);
            var head = bytes ? Utf8Text.SubstringOfBytes(text, 1, position - 1) : Utf8Text.Substring(text, 1, position - 1);
            var tail = bytes ? Utf8Text.SubstringOfBytes(text, position + length, int.MaxValue) : Utf8Text.Substring(text, position + length, int.MaxValue);
            var total = head.Length + insert.Length + tail.Length;
            var target = call.Result.Arena.Allocate(total);
            var output = new Span<byte>(target, total);
            head.Span.CopyTo(output);
            insert.Span.CopyTo(output[head.Length..]);
            tail.Span.CopyTo(output[(head.Length + insert.Length)..]);
            call.Result.Set(row, new StringView(target, total));
        }
    }

    private static void Repeat(KernelCall call)
    {
        var (texts, counts) = (call.In<StringView>(0), call.In<int>(1));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var text = texts[row];
            var count = text.Length == 0 ? 0 : Math.Max(0, counts[row]);
            var total = checked(text.Length * count);
            var target = call.Result.Arena.Allocate(total);
            for (var i = 0; i < count; i++) text.Span.CopyTo(new Span<byte>(target + i * text.Length, text.Length));
            call.Result.Set(row, new StringView(target, total));
        }
    }

    private static void Space(KernelCall call)
    {
        var counts = call.In<int>(0);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var count = Math.Max(0, counts[row]);
            var target = call.Result.Arena.Allocate(count);
            new Span<byte>(target, count).Fill((byte)' ');
            call.Result.Set(row, new StringView(target, count));
        }
    }
}
