using System.Collections.Concurrent;
using Firesteel.Core.Serialization;

namespace Firesteel.Core.Storage;

/// <summary>Blocks as files, each behind a checksum: what the disk gave back damaged counts as not there.</summary>
sealed class DiskStore(LocalDirectories folders)
{
    private readonly ConcurrentDictionary<string, (long Size, uint Checksum)> _blocks = new();

    public bool Contains(string block) => _blocks.ContainsKey(block);

    public long SizeOf(string block) => _blocks.TryGetValue(block, out var known) ? Math.Max(1, known.Size) : 0;

    public void Write(string block, ReadOnlySpan<byte> bytes)
    {
        var path = PathOf(block);
        try
        {
            using (var file = File.Create(path)) file.Write(bytes);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
        _blocks[block] = (bytes.Length, Checksum.Of(bytes));
    }

    public void WriteItems<T>(string block, IEnumerable<T> items)
    {
        var path = PathOf(block);
        try
        {
            using var file = new ChecksumStream(File.Create(path));
            var output = new ObjectOutput(file);
            ItemBlocks.Write(items, output);
            output.Flush();
            _blocks[block] = (output.Position, file.Checksum);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    public ReadOnlyMemory<byte>? Read(string block)
    {
        if (!_blocks.TryGetValue(block, out var known)) return null;
        try
        {
            var bytes = File.ReadAllBytes(PathOf(block));
            if (bytes.LongLength == known.Size && Checksum.Of(bytes) == known.Checksum) return bytes;
        }
        catch (IOException)
        {
            // Gone, as far as readers are concerned.
        }
        Forget(block);
        return null;
    }

    /// <summary>The items of a block; null if it is not here, or damaged.</summary>
    public IEnumerable<T>? ReadItems<T>(string block)
    {
        if (!_blocks.TryGetValue(block, out var known)) return null;
        try
        {
            using var file = File.OpenRead(PathOf(block));
            if (file.Length == known.Size && Checksum.Of(file) == known.Checksum) return Items<T>(PathOf(block), known.Size);
        }
        catch (IOException)
        {
            // As above.
        }
        Forget(block);
        return null;
    }

    public void Remove(string prefix)
    {
        foreach (var block in _blocks.Keys)
            if (block.StartsWith(prefix, StringComparison.Ordinal)) Forget(block);
    }

    private static IEnumerable<T> Items<T>(string path, long length)
    {
        using var file = File.OpenRead(path);
        foreach (var item in ItemBlocks.Read<T>(new ObjectInput(file, length))) yield return item;
    }

    private void Forget(string block)
    {
        if (!_blocks.TryRemove(block, out _)) return;
        try { File.Delete(PathOf(block)); }
        catch (IOException)
        {
            // It goes with its folder.
        }
    }

    private string PathOf(string block) => folders.FileOf(new NamedBlockId(block));

    private sealed record NamedBlockId(string Text) : BlockId
    {
        public override string Name => Text;
    }
}
