using Firesteel.Core.Serialization;
using Firesteel.Core.Storage;

namespace Firesteel;

/// <summary>Pairs of a shuffle as bytes: segments one after the other, each a stream of its own behind its length.</summary>
static class PairBlocks
{
    public static IEnumerable<(TKey, TValue)> Read<TKey, TValue>(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (bytes.Length < 4) throw ObjectInput.Damaged();
            var length = System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(bytes.Span);
            if (length < 0 || length > bytes.Length - 4) throw ObjectInput.Damaged();
            foreach (var pair in ItemBlocks.Read<(TKey, TValue)>(bytes.Slice(4, length))) yield return pair;
            bytes = bytes[(4 + length)..];
        }
    }
}
