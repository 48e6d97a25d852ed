using System.Buffers;
using Firesteel.Core.Serialization;
using Firesteel.Core.Storage;

namespace Firesteel.Core.Shuffle;

/// <summary>Writes the output of one map task as one file, partition by partition, each of segments behind their lengths.</summary>
sealed class ShuffleFileWriter
{
    private const int SegmentBytes = 256 << 10;

    private readonly string _path;
    private readonly FileStream _file;
    private readonly long[] _ends;
    private readonly ObjectOutput _segment = new();

    public ShuffleFileWriter(string path, int partitions)
    {
        _path = path;
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 64 << 10);
        _ends = new long[partitions];
    }

    /// <summary>Adds items to a partition, in segments of a bounded size; no lower partition is written after it.</summary>
    public void Append<T>(int partition, IEnumerable<T> items)
    {
        var codec = Codec<T>.Declared;
        foreach (var item in items)
        {
            ItemBlocks.Write(item, codec, _segment);
            if (_segment.Position >= SegmentBytes) EndSegment(partition);
        }
        if (_segment.Position > 0) EndSegment(partition);
    }

    public ShuffleFile Finish(long[] rows)
    {
        _file.Dispose();
        for (var p = 1; p < _ends.Length; p++) _ends[p] = Math.Max(_ends[p], _ends[p - 1]);
        return new ShuffleFile(_path, _ends, rows);
    }

    private void EndSegment(int partition)
    {
        Segments.Write(_segment.Written, _file);
        _ends[partition] = _file.Position;
        _segment.Clear();
    }

    public void Abort()
    {
        try { _file.Dispose(); }
        catch (IOException)
        {
            // What was not written is not wanted any more.
        }
        File.Delete(_path);
    }
}

/// <summary>The output of one map task on disk: a file, and where each partition ends in it. Partitions may be of any size: they are read as they are needed.</summary>
sealed class ShuffleFile(string path, long[] ends, long[] rows) : IMapOutput
{
    public IReadOnlyList<long> PartitionSizes { get; } = [.. ends.Select((end, p) => end - (p == 0 ? 0 : ends[p - 1]))];
    public IReadOnlyList<long> PartitionRows => rows;

    /// <summary>Where the file lies.</summary>
    public string Path => path;

    /// <summary>The segments of a partition.</summary>
    public Stream Open(int partition)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 << 10);
        file.Position = ends[partition] - PartitionSizes[partition];
        return file;
    }

    /// <summary>Some bytes of a partition, and how many it has.</summary>
    public (long Length, ReadOnlyMemory<byte> Bytes) ReadPart(int partition, long offset, int most)
    {
        var length = PartitionSizes[partition];
        var bytes = GC.AllocateUninitializedArray<byte>((int)Math.Clamp(length - offset, 0, most));
        using var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        for (var read = 0; read < bytes.Length;)
        {
            var got = RandomAccess.Read(file, bytes.AsSpan(read), ends[partition] - length + offset + read);
            if (got == 0) throw Segments.Damaged(path);
            read += got;
        }
        return (length, bytes);
    }

    /// <summary>A whole partition; one that is damaged is not sent.</summary>
    /// <exception cref="InvalidDataException">The file is not what was written.</exception>
    public void WriteBlock(int reducePartition, IBufferWriter<byte> output)
    {
        var bytes = ReadPart(reducePartition, 0, checked((int)PartitionSizes[reducePartition])).Bytes;
        Segments.Check(bytes.Span, path);
        output.Write(bytes.Span);
    }

    public void Dispose()
    {
        try { File.Delete(path); }
        catch (IOException)
        {
            // It went with its folder.
        }
    }
}
