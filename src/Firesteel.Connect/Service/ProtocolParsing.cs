using Google.Protobuf;

namespace Firesteel.Connect.Service;

/// <summary>Reads messages nested deeper than the library's own limit: plans grow a level with each call on a DataFrame.</summary>
static class ProtocolParsing
{
    private const int MaxDepth = 1024;

    public static T Parse<T>(MessageParser<T> parser, byte[] data) where T : IMessage<T>
        => parser.ParseFrom(CodedInputStream.CreateWithLimits(new MemoryStream(data), int.MaxValue, MaxDepth));
}
