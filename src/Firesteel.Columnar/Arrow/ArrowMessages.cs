using System.Buffers;
using System.Buffers.Binary;

namespace Firesteel.Columnar.Arrow;

/// <summary>The envelopes of Arrow's IPC stream.</summary>
static class ArrowMessages
{
    /// <summary>Wraps a header table; gives the finished metadata.</summary>
    public static ReadOnlySpan<byte> Message(FlatBufferBuilder builder, byte kind, int header, long bodyLength)
    {
        builder.StartTable();
        builder.Add(3, bodyLength);
        builder.AddOffset(2, header);
        builder.Add(0, ArrowFormat.MetadataV5);
        builder.Add(1, kind);
        return builder.Finish(builder.EndTable());
    }

    /// <summary>Writes metadata in front of its body, which the caller writes.</summary>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> metadata)
    {
        var head = output.GetSpan(8);
        BinaryPrimitives.WriteInt32LittleEndian(head, ArrowFormat.Continuation);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], metadata.Length);
        output.Advance(8);
        output.Write(metadata);
    }

    /// <summary>The stream's end.</summary>
    public static void WriteEnd(IBufferWriter<byte> output)
    {
        var end = output.GetSpan(8);
        BinaryPrimitives.WriteInt64LittleEndian(end, 0xFFFFFFFF);
        output.Advance(8);
    }
}
