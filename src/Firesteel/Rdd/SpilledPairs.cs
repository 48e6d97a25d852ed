using Firesteel.Core.Serialization;
using Firesteel.Core.Storage;

namespace Firesteel;

/// <summary>Pairs on disk, in segments one after the other, each behind a checksum; the file goes with the task at the latest.</summary>
sealed class SpilledPairs<TKey, TValue> : IDisposable
{
    private readonly string _path;
    private readonly FileStream _file;
    private readonly ChecksumStream _checked;
    private readonly ObjectOutput _output;
    private readonly List<long> _ends = [];
    private readonly List<uint> _checksums = [];
    private bool _disposed;

    public SpilledPairs(TaskContext context)
    {
        var folders = context.Blocks?.Folders ?? throw new InvalidOperationException("A task of this process has no folders to spill to");
        _path = folders.NewTempFile().Path;
        _file = new FileStream(_path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, 64 << 10);
        _checked = new ChecksumStream(_file);
        _output = new ObjectOutput(_checked);
    }

    public long Length => _ends.Count == 0 ? 0 : _ends[^1];

    public int Segments => _ends.Count;

    /// <summary>Writes the next segment.</summary>
    public void Write(IEnumerable<(TKey Key, TValue Value)> pairs)
    {
        _output.StartBlock();
        ItemBlocks.Write(pairs, _output);
        _output.Flush();
        _ends.Add(_output.Position);
        _checksums.Add(_checked.TakeChecksum());
    }

    public void Finish() => _file.Flush();

    public long LengthOf(int segment) => _ends[segment] - (segment == 0 ? 0 : _ends[segment - 1]);

    public IEnumerable<(TKey Key, TValue Value)> Read(int segment)
    {
        var length = LengthOf(segment);
        if (length == 0) yield break;
        using var file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        file.Position = _ends[segment] - length;
        // The last bytes are given out only if all of them were right.
        var bytes = new VerifyingStream(file, length, _checksums[segment]);
        foreach (var pair in ItemBlocks.Read<(TKey, TValue)>(new ObjectInput(bytes, length))) yield return pair;
    }

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        try { _file.Dispose(); }
        catch (IOException)
        {
            // What is still buffered found no room, and is not wanted any more.
        }
        try { File.Delete(_path); }
        catch (IOException)
        {
            // It goes with its folder.
        }
    }
}
