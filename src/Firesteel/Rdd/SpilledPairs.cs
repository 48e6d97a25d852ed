using Firesteel.Core.Serialization;
using Firesteel.Core.Storage;

namespace Firesteel;

/// <summary>Pairs on disk, in segments one after the other; the file goes with the task at the latest.</summary>
sealed class SpilledPairs<TKey, TValue> : IDisposable
{
    private readonly string _path;
    private readonly FileStream _file;
    private readonly ObjectOutput _output;
    private readonly List<long> _ends = [];
    private bool _disposed;

    public SpilledPairs(TaskContext context)
    {
        var folders = context.Blocks?.Folders ?? throw new InvalidOperationException("A task of this process has no folders to spill to");
        _path = folders.NewTempFile().Path;
        _file = new FileStream(_path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, 1);
        _output = new ObjectOutput(_file);
    }

    public long Length => _ends.Count == 0 ? 0 : _ends[^1];

    public int Segments => _ends.Count;

    /// <summary>Writes the next segment.</summary>
    public void Write(IEnumerable<(TKey Key, TValue Value)> pairs)
    {
        _output.StartBlock();
        ItemBlocks.Write(pairs, _output);
        _ends.Add(_output.Position);
    }

    public void Finish()
    {
        _output.Flush();
        _file.Flush();
    }

    public long LengthOf(int segment) => _ends[segment] - (segment == 0 ? 0 : _ends[segment - 1]);

    public IEnumerable<(TKey Key, TValue Value)> Read(int segment)
    {
        var length = LengthOf(segment);
        if (length == 0) yield break;
        using var file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        file.Position = _ends[segment] - length;
        foreach (var pair in ItemBlocks.Read<(TKey, TValue)>(new ObjectInput(file, length))) yield return pair;
    }

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _file.Dispose();
        try { File.Delete(_path); }
        catch (IOException)
        {
            // It goes with its folder.
        }
    }
}
