using Firesteel.Columnar.Blocks;
using System.Buffers;
using System.Buffers.Binary;
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
    private readonly uint[] _checksums;
    private readonly ObjectOutput _segment = new();

    public ShuffleFileWriter(string path, int partitions)
    {
        _path = path;
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 64 << 10);
        _ends = new long[partitions];
        _checksums = new uint[partitions];
        Array.Fill(_checksums, ~0u);
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
        return new ShuffleFile(_path, _ends, _checksums, rows);
    }

    private void EndSegment(int partition)
    {
        var bytes = _segment.Written;
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        _file.Write(length);
        _file.Write(bytes);
        _checksums[partition] = Crc32C.Append(Crc32C.Append(_checksums[partition], length), bytes);
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

/// <summary>The output of one map task on disk: a file, and where each partition ends in it. Damage is found before anything is sent.</summary>
sealed class ShuffleFile(string path, long[] ends, uint[] checksums, long[] rows) : IMapOutput
{
    public IReadOnlyList<long> PartitionSizes { get; } = [.. ends.Select((end, p) => end - (p == 0 ? 0 : ends[p - 1]))];
    public IReadOnlyList<long> PartitionRows => rows;

    /// <summary>Where the file lies.</summary>
    public string Path => path;

    /// <exception cref="InvalidDataException">The file is not what was written.</exception>
    public byte[] Read(int partition)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(checked((int)PartitionSizes[partition]));
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1))
        {
            file.Position = ends[partition] - bytes.Length;
            file.ReadExactly(bytes);
        }
        return Crc32C.Append(~0u, bytes) == checksums[partition] ? bytes : throw new InvalidDataException($"Partition {partition} of {System.IO.Path.GetFileName(path)} is damaged: its checksum differs");
    }

    public void WriteBlock(int reducePartition, IBufferWriter<byte> output) => output.Write(Read(reducePartition));

    public void Dispose()
    {
        try { File.Delete(path); }
        catch (IOException)
        {
            // It went with its folder.
        }
    }
}
