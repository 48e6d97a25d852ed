using System.Text;
using Firesteel.Formats.Pickle;
using Firesteel.Formats.SequenceFile;

namespace Firesteel.Python.Rdd.Hadoop;

/// <summary>Writes Python's pairs as the records of a sequence file.</summary>
sealed class RecordWriter(string keyClass, string valueClass, SequenceCompression compression, string codec) : PartWriter<byte[]>
{
    public override void Write(IEnumerable<byte[]> items, Stream stream)
    {
        using var writer = new SequenceFileWriter(new BufferedStream(stream, 1 << 16), keyClass, valueClass, compression, compression == SequenceCompression.None ? null : HadoopCodec.Of(codec));
        var (keyOutput, valueOutput) = (new WritableOutput(), new WritableOutput());
        foreach (var (key, value) in PythonPairs.Of(items))
        {
            Write(keyOutput, key, keyClass, "key");
            Write(valueOutput, value, valueClass, "value");
            writer.Append(keyOutput.Written, valueOutput.Written);
        }
    }

    private static void Write(WritableOutput output, PickleValue value, string expected, string what)
    {
        var type = WritableTypes.Of(value);
        if (type.ClassName != expected) throw SparkException.WithoutCondition($"wrong {what} class: {type.ClassName} is not class {expected}");
        output.Clear();
        type.Write(output, value);
    }
}

/// <summary>Writes Python's pairs as lines: the key and the value, as far as they are something.</summary>
sealed class LineWriter(string separator, string? codec) : PartWriter<byte[]>
{
    public override void Write(IEnumerable<byte[]> items, Stream stream)
    {
        var between = Encoding.UTF8.GetBytes(separator);
        using var output = new BufferedStream(codec is null ? stream : HadoopCodec.Of(codec).Compress(stream), 1 << 16);
        foreach (var (key, value) in PythonPairs.Of(items))
        {
            if (key.IsNone && value.IsNone) continue;
            if (!key.IsNone) WriteText(output, key);
            if (!key.IsNone && !value.IsNone) output.Write(between);
            if (!value.IsNone) WriteText(output, value);
            output.WriteByte((byte)'\n');
        }
    }

    private static void WriteText(Stream output, PickleValue value)
    {
        if (value.Kind == PickleKind.Text) output.Write(value.Span);
        else output.Write(Encoding.UTF8.GetBytes(WritableTypes.TextOf(value)));
    }
}

/// <summary>Writes texts as lines under a codec.</summary>
sealed class CompressedTextWriter(string codec) : PartWriter<string>
{
    public override void Write(IEnumerable<string> items, Stream stream)
    {
        using var writer = new StreamWriter(HadoopCodec.Of(codec).Compress(stream), new UTF8Encoding(false), 1 << 16) { NewLine = "\n" };
        foreach (var item in items) writer.WriteLine(item ?? "null");
    }
}
