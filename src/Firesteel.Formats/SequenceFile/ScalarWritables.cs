using System.Globalization;
using System.Text;
using Firesteel.Formats.Pickle;
using Firesteel.Foundation.Numerics;

namespace Firesteel.Formats.SequenceFile;

/// <summary>Nothing, in no bytes.</summary>
sealed class NullWritable() : WritableType("NullWritable")
{
    public static readonly NullWritable Instance = new();

    public override PickleValue Read(ref WritableInput input, int depth) => PickleValue.None;
    public override void Write(WritableOutput output, PickleValue value, int depth) { }
    public override void AppendText(StringBuilder text, PickleValue value, int depth) => text.Append("(null)");
    public override int Hash(PickleValue value) => 0;
}

/// <summary>UTF-8 with its length in front.</summary>
sealed class TextWritable() : WritableType("Text")
{
    public static readonly TextWritable Instance = new();

    public override PickleValue Read(ref WritableInput input, int depth) => input.Slice(PickleKind.Text, input.VLength());

    public override void Write(WritableOutput output, PickleValue value, int depth)
    {
        output.VLong(value.Span.Length);
        output.Bytes(value.Span);
    }

    public override void AppendText(StringBuilder text, PickleValue value, int depth) => text.Append(value.Text);
    public override int Hash(PickleValue value) => BytesWritable.HashOf(value.Span);
}

/// <summary>Bytes with their length in front.</summary>
sealed class BytesWritable() : WritableType("BytesWritable")
{
    public static readonly BytesWritable Instance = new();

    public override PickleValue Read(ref WritableInput input, int depth) => input.Slice(PickleKind.Bytes, input.Int32());

    public override void Write(WritableOutput output, PickleValue value, int depth)
    {
        output.Int32(value.Span.Length);
        output.Bytes(value.Span);
    }

    public override void AppendText(StringBuilder text, PickleValue value, int depth)
    {
        for (var i = 0; i < value.Span.Length; i++)
        {
            if (i > 0) text.Append(' ');
            text.Append(CultureInfo.InvariantCulture, $"{value.Span[i]:x2}");
        }
    }

    public override int Hash(PickleValue value) => HashOf(value.Span);

    public static int HashOf(ReadOnlySpan<byte> bytes)
    {
        var hash = 1;
        foreach (var b in bytes) hash = unchecked(31 * hash + (sbyte)b);
        return hash;
    }
}

/// <summary>A Boolean in a byte.</summary>
sealed class BooleanWritable() : WritableType("BooleanWritable")
{
    public static readonly BooleanWritable Instance = new();

    public override PickleValue Read(ref WritableInput input, int depth) => PickleValue.Of(input.Byte() != 0);
    public override void Write(WritableOutput output, PickleValue value, int depth) => output.Byte((byte)value.Integer);
    public override void AppendText(StringBuilder text, PickleValue value, int depth) => text.Append(value.Integer != 0 ? "true" : "false");
    public override int Hash(PickleValue value) => value.Integer != 0 ? 0 : 1;
}

/// <summary>Whole numbers; each class has its width.</summary>
abstract class WholeWritable(string name) : WritableType(name)
{
    public sealed override void AppendText(StringBuilder text, PickleValue value, int depth) => text.Append(CultureInfo.InvariantCulture, $"{value.Integer}");
    public sealed override int Hash(PickleValue value) => unchecked((int)value.Integer);
}

/// <summary>A whole number of one byte.</summary>
sealed class ByteWritable() : WholeWritable("ByteWritable")
{
    public static readonly ByteWritable Instance = new();

    public override PickleValue Read(ref WritableInput input, int depth) => PickleValue.Of((long)(sbyte)input.Byte());
    public override void Write(WritableOutput output, PickleValue value, int depth) => output.Byte((byte)value.Integer);
}

/// <summary>A whole number of two bytes.</summary>
sealed class ShortWritable() : WholeWritable("ShortWritable")
{
    public static readonly ShortWritable Instance = new();

    public override PickleValue Read(ref WritableInput input, int depth) => PickleValue.Of((long)input.Int16());
    public override void Write(WritableOutput output, PickleValue value, int depth) => output.Int16((short)value.Integer);
}

/// <summary>A whole number of four bytes.</summary>
sealed class IntWritable() : WholeWritable("IntWritable")
{
    public static readonly IntWritable Instance = new();

    public override PickleValue Read(ref WritableInput input, int depth) => PickleValue.Of((long)input.Int32());
    public override void Write(WritableOutput output, PickleValue value, int depth) => output.Int32((int)value.Integer);
}

/// <summary>A whole number of eight bytes.</summary>
sealed class LongWritable() : WholeWritable("LongWritable")
{
    public static readonly LongWritable Instance = new();

    public override PickleValue Read(ref WritableInput input, int depth) => PickleValue.Of(input.Int64());
    public override void Write(WritableOutput output, PickleValue value, int depth) => output.Int64(value.Integer);
}

/// <summary>A whole number of 32 bits in as few bytes as it needs.</summary>
sealed class VIntWritable() : WholeWritable("VIntWritable")
{
    public static readonly VIntWritable Instance = new();

    public override PickleValue Read(ref WritableInput input, int depth) => PickleValue.Of((long)input.VInt());
    public override void Write(WritableOutput output, PickleValue value, int depth) => output.VLong(value.Integer);
}

/// <summary>A whole number of 64 bits in as few bytes as it needs.</summary>
sealed class VLongWritable() : WholeWritable("VLongWritable")
{
    public static readonly VLongWritable Instance = new();

    public override PickleValue Read(ref WritableInput input, int depth) => PickleValue.Of(input.VLong());
    public override void Write(WritableOutput output, PickleValue value, int depth) => output.VLong(value.Integer);
}

/// <summary>A number of 32 bits; Python's numbers become doubles, so it is only read.</summary>
sealed class FloatWritable() : WritableType("FloatWritable")
{
    public static readonly FloatWritable Instance = new();

    public override PickleValue Read(ref WritableInput input, int depth) => PickleValue.Of((double)input.Single());
    public override void Write(WritableOutput output, PickleValue value, int depth) => output.Int32(BitConverter.SingleToInt32Bits((float)value.Float));
    public override void AppendText(StringBuilder text, PickleValue value, int depth) => text.Append(JavaDouble.Text(value.Float));
    public override int Hash(PickleValue value) => BitConverter.SingleToInt32Bits((float)value.Float);
}

/// <summary>A number of 64 bits.</summary>
sealed class DoubleWritable() : WritableType("DoubleWritable")
{
    public static readonly DoubleWritable Instance = new();

    public override PickleValue Read(ref WritableInput input, int depth) => PickleValue.Of(input.Double());
    public override void Write(WritableOutput output, PickleValue value, int depth) => output.Double(value.Float);
    public override void AppendText(StringBuilder text, PickleValue value, int depth) => text.Append(JavaDouble.Text(value.Float));
    public override int Hash(PickleValue value) => unchecked((int)BitConverter.DoubleToInt64Bits(value.Float));
}
