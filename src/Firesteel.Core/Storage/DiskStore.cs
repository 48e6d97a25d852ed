using System.Collections.Concurrent;
using Firesteel.Core.Serialization;
using Microsoft.Win32.SafeHandles;

namespace Firesteel.Core.Storage;

/// <summary>Blocks as files, each behind a checksum or with checksums inside: what the disk gave back damaged counts as not there.</summary>
sealed class DiskStore(LocalDirectories folders)
{
    private readonly ConcurrentDictionary<string, (long Size, uint? Checksum)> _blocks = new();

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

    /// <summary>A file for a block whose parts have checksums of their own; <see cref="Keep"/> makes it one.</summary>
    public FileStream Create(string block) => File.Create(PathOf(block));

    /// <summary>Counts what was written as a block.</summary>
    public void Keep(string block, long size) => _blocks[block] = (size, null);

    /// <summary>Takes back a file that did not become a block.</summary>
    public void Discard(string block) => File.Delete(PathOf(block));

    /// <summary>The file of a block as it lies there; null if there is none.</summary>
    public SafeFileHandle? Open(string block)
    {
        if (!_blocks.TryGetValue(block, out var known)) return null;
        SafeFileHandle? file = null;
        try
        {
            file = File.OpenHandle(PathOf(block), share: FileShare.Read | FileShare.Delete);
            if (RandomAccess.GetLength(file) == known.Size) return file;
        }
        catch (IOException)
        {
            // Gone, as far as readers are concerned.
        }
        file?.Dispose();
        Forget(block);
        return null;
    }

    /// <summary>Some bytes of a block, and how many it has; the first ask looks at the whole of it.</summary>
    public (long Length, byte[] Bytes)? ReadPart(string block, long offset, int most)
    {
        if (!_blocks.TryGetValue(block, out var known)) return null;
        if (known.Checksum is not null && offset == 0 && known.Size > most && !IsWhole(block, known)) return null;
        using var file = Open(block);
        if (file is null) return null;
        var bytes = new byte[(int)Math.Clamp(known.Size - offset, 0, most)];
        for (var read = 0; read < bytes.Length;)
        {
            var got = RandomAccess.Read(file, bytes.AsSpan(read), offset + read);
            if (got == 0) return null;
            read += got;
        }
        if (known.Checksum is { } checksum && offset == 0 && bytes.Length == known.Size && Checksum.Of(bytes) != checksum)
        {
            Forget(block);
            return null;
        }
        return (known.Size, bytes);
    }

    public ReadOnlyMemory<byte>? Read(string block)
    {
        if (!_blocks.TryGetValue(block, out var known)) return null;
        try
        {
            var bytes = File.ReadAllBytes(PathOf(block));
            if (bytes.LongLength == known.Size && (known.Checksum is null || Checksum.Of(bytes) == known.Checksum)) return bytes;
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
        return _blocks.TryGetValue(block, out var known) && IsWhole(block, known) ? Items<T>(PathOf(block), known.Size) : null;
    }

    private bool IsWhole(string block, (long Size, uint? Checksum) known)
    {
        try
        {
            using var file = File.OpenRead(PathOf(block));
            if (file.Length == known.Size && (known.Checksum is null || Checksum.Of(file) == known.Checksum)) return true;
        }
        catch (IOException)
        {
            // As above.
        }
        Forget(block);
        return false;
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

    public void Forget(string block)
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
