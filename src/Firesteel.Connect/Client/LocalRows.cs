using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Firesteel.Catalyst.Plans;
using Firesteel.Columnar.Arrow;
using Firesteel.Columnar.Vectors;
using Firesteel.Connect.Messages;
using Firesteel.Formats.Parquet.Encodings;
using Firesteel.Sql.Operators;
using Firesteel.Types;
using Google.Protobuf;
using LocalRelation = Firesteel.Catalyst.Plans.LocalRelation;

namespace Firesteel.Connect.Client;

/// <summary>Rows of the program on their way to a server: small ones inside the plan, others before it, in pieces that the server keeps by their hashes.</summary>
sealed class LocalRows(ConnectClient client)
{
    private const int MostInPlan = 1 << 20;
    private const int PieceRows = 64 << 10;
    private const int ArtifactChunk = 32 << 10;
    private const string Folder = "cache/";

    public Relation Encode(LocalRelation rows)
    {
        var schema = SchemaJson.Write(rows.Schema);
        if (rows.Rows is not PartitionedRows data) return new Relation { LocalRelation = new() { Schema = schema } };
        var pieces = Pieces(rows.Schema, data).ToList();
        if (pieces.Count == 0) return new Relation { LocalRelation = new() { Schema = schema } };
        if (pieces is [var only] && only.Length <= MostInPlan) return new Relation { LocalRelation = new() { Schema = schema, Data = UnsafeByteOperations.UnsafeWrap(only) } };
        return new Relation { ChunkedCachedLocalRelation = new() { SchemaHash = Send(Encoding.UTF8.GetBytes(schema)), DataHashes = { pieces.Select(Send) } } };
    }

    // Each piece is an Arrow stream of its own.
    private static IEnumerable<byte[]> Pieces(StructType schema, PartitionedRows data)
    {
        var writer = new ArrowStreamWriter(schema, "UTC");
        var (output, rows) = (new ArrayBufferWriter<byte>(), 0);
        foreach (var batch in data.Parts.SelectMany(p => p.Chunks))
        {
            if (rows == 0) writer.WriteSchema(output);
            writer.WriteBatch(output, batch.Columns, batch.Selection);
            rows += batch.SelectedCount;
            if (rows < PieceRows && output.WrittenCount < 16 << 20) continue;
            yield return End();
        }
        if (rows > 0) yield return End();

        byte[] End()
        {
            ArrowMessages.WriteEnd(output);
            var piece = output.WrittenSpan.ToArray();
            output.ResetWrittenCount();
            rows = 0;
            return piece;
        }
    }

    private string Send(byte[] piece)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(piece));
        if (!client.HasArtifact(Folder + hash)) Upload(Folder + hash, piece);
        return hash;
    }

    /// <summary>Sends a file to the session, in chunks where it is long.</summary>
    public void Upload(string name, byte[] content)
    {
        if (content.Length <= ArtifactChunk)
        {
            client.AddArtifacts([new AddArtifactsRequest { Batch = new() { Artifacts = { new AddArtifactsRequest.Types.SingleChunkArtifact { Name = name, Data = Chunk(content) } } } }]);
            return;
        }
        var chunks = new List<AddArtifactsRequest>();
        for (var at = 0; at < content.Length; at += ArtifactChunk)
        {
            var chunk = Chunk(content.AsMemory(at, Math.Min(ArtifactChunk, content.Length - at)));
            chunks.Add(at > 0 ? new AddArtifactsRequest { Chunk = chunk }
                : new AddArtifactsRequest { BeginChunk = new() { Name = name, TotalBytes = content.Length, NumChunks = (content.Length + ArtifactChunk - 1) / ArtifactChunk, InitialChunk = chunk } });
        }
        client.AddArtifacts(chunks);
    }

    private static AddArtifactsRequest.Types.ArtifactChunk Chunk(ReadOnlyMemory<byte> data) => new() { Data = UnsafeByteOperations.UnsafeWrap(data), Crc = Crc32.Compute(data.Span) };
}
