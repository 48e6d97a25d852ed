using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Maths;

/// <summary>Numbers and bytes written in other bases: bin, hex, unhex, conv.</summary>
static unsafe class Radix
{
    public static FunctionDefinition[] All =>
    [
        new Scalar("bin", [TypeClass.Long], StringType.Instance, Bin),
        new Scalar("hex", [TypeClass.OneOf(TypeClass.Long, TypeClass.Binary, TypeClass.AnyString)], StringType.Instance, Hex),
        new Scalar("unhex", [TypeClass.AnyString], BinaryType.Instance, Unhex) { MayBeNull = true },
        new Scalar("conv", [TypeClass.AnyString, TypeClass.Int, TypeClass.Int], StringType.Instance, Conv) { MayBeNull = true, Throws = true, StateOf = c => c.Session.Ansi },
    ];

    private static ReadOnlySpan<byte> Digits => "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"u8;

    private static void Bin(KernelCall call)
    {
        var values = call.In<long>(0);
        Span<byte> text = stackalloc byte[64];
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            call.Result.SetString(row, Write((ulong)values[row], 2, text));
        }
    }

    private static Span<byte> Write(ulong value, uint radix, Span<byte> buffer)
    {
        var at = buffer.Length;
        do { buffer[--at] = Digits[(int)(value % radix)]; value /= radix; } while (value != 0);
        return buffer[at..];
    }

    private static void Hex(KernelCall call)
    {
        Span<byte> text = stackalloc byte[16];
        if (call.Arguments[0].Physical == PhysicalType.Int64)
        {
            var values = call.In<long>(0);
            for (var k = 0; k < call.Selection.Count; k++)
            {
                var row = call.Selection[k];
                call.Result.SetString(row, Write((ulong)values[row], 16, text));
            }
            return;
        }
        var bytes = call.In<StringView>(0);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var source = bytes[row].Span;
            var target = call.Result.Arena.Allocate(source.Length * 2);
            for (var i = 0; i < source.Length; i++)
            {
                target[2 * i] = Digits[source[i] >> 4];
                target[2 * i + 1] = Digits[source[i] & 15];
            }
            call.Result.Set(row, new StringView(target, source.Length * 2));
        }
    }

    private static void Unhex(KernelCall call)
    {
        var texts = call.In<StringView>(0);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var source = texts[row].Span;
            var odd = source.Length & 1;
            var target = call.Result.Arena.Allocate((source.Length + 1) / 2);
            var good = true;
            var length = 0;
            if (odd == 1) good = (target[length++] = (byte)DigitOf(source[0])) < 16;
            for (var i = odd; i < source.Length && good; i += 2)
            {
                var (high, low) = (DigitOf(source[i]), DigitOf(source[i + 1]));
                good = high < 16 && low < 16;
                target[length++] = (byte)(high << 4 | low);
            }
            if (good) call.Result.Set(row, new StringView(target, length));
            else call.Result.SetNull(row);
        }
    }

    /// <summary>Value of a digit in bases up to 36; 255 for what is none.</summary>
    internal static int DigitOf(byte c) => c switch
    {
        >= (byte)'0' and <= (byte)'9' => c - '0',
        >= (byte)'a' and <= (byte)'z' => c - 'a' + 10,
        >= (byte)'A' and <= (byte)'Z' => c - 'A' + 10,
        _ => 255,
    };

    private static void Conv(KernelCall call)
    {
        var (texts, froms, tos) = (call.In<StringView>(0), call.In<int>(1), call.In<int>(2));
        Span<byte> buffer = stackalloc byte[65];
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var (from, to) = (froms[row], tos[row]);
            var source = texts[row].Span.Trim((byte)' ');
            if (from is < 2 or > 36 || Math.Abs((long)to) is < 2 or > 36 || source.Length == 0) { call.Result.SetNull(row); continue; }
            var negative = source[0] == '-';
            if (negative) source = source[1..];
            ulong value = 0;
            var overflow = false;
            foreach (var c in source)
            {
                var digit = DigitOf(c);
                if (digit >= from) break;
                var wide = (UInt128)value * (uint)from + (uint)digit;
                if (wide > ulong.MaxValue) { overflow = true; break; }
                value = (ulong)wide;
            }
            if (overflow)
            {
                if (call.Call.State is true) throw Rounding.Overflow(call);
                value = ulong.MaxValue;
            }
            if (negative && to > 0) value = (long)value < 0 ? ulong.MaxValue : (ulong)-(long)value;
            if (to < 0 && (long)value < 0) { value = (ulong)-(long)value; negative = true; }
            var text = Write(value, (uint)Math.Abs(to), buffer[1..]);
            if (negative && to < 0)
            {
                buffer[buffer.Length - text.Length - 1] = (byte)'-';
                text = buffer[(buffer.Length - text.Length - 1)..];
            }
            call.Result.SetString(row, text);
        }
    }
}
