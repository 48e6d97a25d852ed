using Firesteel.Connect.Messages;

namespace Firesteel.Connect.Service;

/// <summary>An artifact that comes in pieces.</summary>
sealed class ArtifactPieces
{
    private readonly MemoryStream _data = new();
    private readonly long _bytes;
    private readonly long _count;
    private long _come;

    public ArtifactPieces(AddArtifactsRequest.Types.BeginChunkedArtifact begin)
    {
        (Name, _bytes, _count) = (begin.Name, begin.TotalBytes, begin.NumChunks);
        Add(begin.InitialChunk);
    }

    public string Name { get; }

    /// <summary>Whether each piece so far is as it was sent.</summary>
    public bool IsWhole { get; private set; } = true;

    public bool IsComplete => _come >= _count;
    public bool HasAllBytes => _data.Length == _bytes;

    public static bool IsIntact(AddArtifactsRequest.Types.ArtifactChunk chunk) => Formats.Parquet.Encodings.Crc32.Compute(chunk.Data.Span) == chunk.Crc;

    public void Add(AddArtifactsRequest.Types.ArtifactChunk chunk)
    {
        chunk.Data.WriteTo(_data);
        IsWhole &= IsIntact(chunk);
        _come++;
    }

    public byte[] Data() => _data.ToArray();
}
