using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Pipelines;
using Google.Protobuf;

namespace Firesteel.Connect.Rpc;

/// <summary>Messages on a gRPC stream: a byte that says whether it is compressed, four of length (big endian), the message.</summary>
static class MessageFraming
{
    private const int HeaderSize = 5;

    // Plans grow a level with each call on a DataFrame, deeper than the library's own limit.
    private const int MaxDepth = 1024;

    /// <summary>The next message, or null at the stream's end.</summary>
    /// <param name="encoding">The stream's <c>grpc-encoding</c>.</param>
    /// <param name="limit">Most bytes of a message, before and after decompression.</param>
    public static async ValueTask<T?> Read<T>(PipeReader reader, MessageParser<T> parser, string? encoding, int limit, CancellationToken cancellation) where T : class, IMessage<T>
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellation).ConfigureAwait(false);
            if (TryParse(read.Buffer, parser, encoding, limit, out var message, out var end))
            {
                reader.AdvanceTo(end);
                return message;
            }
            if (read.IsCompleted)
            {
                var whole = read.Buffer.IsEmpty;
                reader.AdvanceTo(read.Buffer.End);
                return whole ? null : throw new RpcException(RpcStatusCode.Internal, "The stream ended inside a message.");
            }
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Writes a message without compression; the caller flushes.</summary>
    public static void Write(PipeWriter writer, IMessage message)
    {
        var size = message.CalculateSize();
        var header = writer.GetSpan(HeaderSize);
        header[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(header[1..], size);
        writer.Advance(HeaderSize);
        message.WriteTo((IBufferWriter<byte>)writer);
    }

    private static bool TryParse<T>(ReadOnlySequence<byte> buffer, MessageParser<T> parser, string? encoding, int limit, out T? message, out SequencePosition end) where T : class, IMessage<T>
    {
        (message, end) = (null, buffer.Start);
        if (buffer.Length < HeaderSize) return false;
        Span<byte> header = stackalloc byte[HeaderSize];
        buffer.Slice(0, HeaderSize).CopyTo(header);
        var length = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        if (length > (uint)limit) throw TooLarge(length, limit);
        if (buffer.Length < HeaderSize + length) return false;
        var body = buffer.Slice(HeaderSize, length);
        end = body.End;
        message = Parse(header[0] == 0 ? body : Decompress(body, encoding, limit), parser);
        return true;
    }

    private static T Parse<T>(ReadOnlySequence<byte> body, MessageParser<T> parser) where T : class, IMessage<T>
    {
        try
        {
            return parser.ParseFrom(CodedInputStream.CreateWithLimits(new MemoryStream(body.ToArray()), int.MaxValue, MaxDepth));
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new RpcException(RpcStatusCode.InvalidArgument, $"The message cannot be read: {e.Message}", cause: e);
        }
    }

    private static ReadOnlySequence<byte> Decompress(ReadOnlySequence<byte> body, string? encoding, int limit)
    {
        if (encoding != "gzip") throw new RpcException(RpcStatusCode.Unimplemented, $"Messages compressed by {encoding ?? "no named method"} are not understood.");
        using var gzip = new GZipStream(new MemoryStream(body.ToArray()), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        var chunk = new byte[64 << 10];
        try
        {
            for (int read; (read = gzip.Read(chunk)) > 0;)
            {
                plain.Write(chunk, 0, read);
                if (plain.Length > limit) throw TooLarge(plain.Length, limit);
            }
        }
        catch (InvalidDataException e)
        {
            throw new RpcException(RpcStatusCode.InvalidArgument, $"The message cannot be decompressed: {e.Message}", cause: e);
        }
        return new(plain.GetBuffer(), 0, (int)plain.Length);
    }

    private static RpcException TooLarge(long length, int limit) => new(RpcStatusCode.ResourceExhausted, $"gRPC message exceeds maximum size {limit}: {length}");
}
