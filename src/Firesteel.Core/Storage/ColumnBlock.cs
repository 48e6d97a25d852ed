using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Core.Storage;

/// <summary>
/// A partition's rows in this process's memory, as <see cref="ColumnIndex"/> lays them out. Who reads it holds it; its memory goes with its last
/// holder, of which its store is one.
/// </summary>
sealed unsafe class ColumnBlock(ColumnIndex index, IReadOnlyList<ColumnSegment> segments, MemoryAllocator memory)
{
    private readonly Lazy<byte[]> _tail = new(index.Write);
    private readonly nint[] _views = new nint[index.Chunks * index.Columns];
    private int _holders = 1;

    public ColumnIndex Index => index;

    /// <summary>Bytes of memory that it takes.</summary>
    public long Size => Math.Max(1, memory.Used);

    /// <summary>Bytes that it has on disk and on the wire.</summary>
    public long Length => index.Length + _tail.Value.Length;

    /// <summary>Whether somebody reads it now.</summary>
    public bool IsRead => Volatile.Read(ref _holders) > 1;

    public bool TryHold()
    {
        while (true)
        {
            var holders = Volatile.Read(ref _holders);
            if (holders == 0) return false;
            if (Interlocked.CompareExchange(ref _holders, holders + 1, holders) == holders) return true;
        }
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0) memory.Dispose();
    }

    /// <summary>Where a byte of the blocks lies; what begins there is whole up to the end of its chunk.</summary>
    public byte* At(long offset)
    {
        var (low, high) = (0, segments.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (segments[middle].Start <= offset) low = middle;
            else high = middle - 1;
        }
        return segments[low].Buffer.Pointer + (offset - segments[low].Start);
    }

    /// <summary>The views of a column of strings, made by its first reader for all; null where there is no room to keep them.</summary>
    public StringView* Views(int chunk, int column, ColumnVector strings)
    {
        ref var kept = ref _views[chunk * index.Columns + column];
        if (Volatile.Read(ref kept) is var known and not 0) return (StringView*)known;
        var bytes = (long)index.Rows(chunk) * sizeof(StringView);
        if (!memory.Manager.Fits(bytes) || memory.TryAllocate(bytes) is not { } buffer) return null;
        Buffer.MemoryCopy(strings.Values<StringView>(), buffer.Pointer, bytes, bytes);
        if (Interlocked.CompareExchange(ref kept, (nint)buffer.Pointer, 0) is var other and not 0)
        {
            buffer.Dispose();
            return (StringView*)other;
        }
        return (StringView*)buffer.Pointer;
    }

    /// <summary>The views that <see cref="Views"/> has made; null where there are none.</summary>
    public StringView* KnownViews(int chunk, int column) => (StringView*)Volatile.Read(ref _views[chunk * index.Columns + column]);

    public void WriteTo(Stream output)
    {
        foreach (var segment in segments) output.Write(new ReadOnlySpan<byte>(segment.Buffer.Pointer, segment.Length));
        output.Write(_tail.Value);
    }

    /// <summary>Copies bytes of its outer form.</summary>
    public void Read(long offset, Span<byte> target)
    {
        foreach (var segment in segments)
        {
            if (target.Length == 0) return;
            if (offset >= segment.Start + segment.Length) continue;
            var within = (int)(offset - segment.Start);
            var count = Math.Min(target.Length, segment.Length - within);
            new ReadOnlySpan<byte>(segment.Buffer.Pointer + within, count).CopyTo(target);
            offset += count;
            target = target[count..];
        }
        _tail.Value.AsSpan((int)(offset - index.Length), target.Length).CopyTo(target);
    }
}

/// <summary>A piece of memory with some chunks in it, the first of which begins at an offset of the whole.</summary>
readonly record struct ColumnSegment(NativeBuffer Buffer, long Start, int Length);
