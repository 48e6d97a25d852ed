using Firesteel.Foundation.FileSystems;

namespace Firesteel.Formats.SequenceFile;

/// <summary>
/// The records of a sequence file, or of a piece of it: those behind the first sync marker that begins in the piece, up to
/// the first one behind the piece. Pieces that lie side by side have each record once.
/// </summary>
sealed class SequenceFileReader : IDisposable
{
    private readonly IRandomAccessFile _file;
    private readonly ForwardFile _input;
    private readonly HadoopCodec? _codec;
    private readonly BlockOfRecords? _block;
    private readonly long _stop;
    private byte[] _plain = [];
    private bool _done;

    public SequenceFileReader(IRandomAccessFile file, long start = 0, long length = long.MaxValue)
    {
        (_file, _input) = (file, new ForwardFile(file));
        try
        {
            Header = SequenceFileHeader.Read(_input);
            _codec = Header.Codec is { } codec ? HadoopCodec.Of(codec) : null;
            if (Header.Blocks) _block = new BlockOfRecords(_input, _codec ?? throw _input.Damaged("its blocks have no codec"));
            _stop = length > file.Length - start ? file.Length : start + length;
            if (start > _input.Position) FindMarker(start);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public SequenceFileHeader Header { get; }

    /// <summary>The current record's key; valid until the next record is read.</summary>
    public WritableInput Key { get; private set; }

    public WritableInput Value { get; private set; }

    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public bool Next()
    {
        if (_done) return false;
        if (_block is not null ? NextInBlock() : NextRecord()) return true;
        _done = true;
        return false;
    }

    public void Dispose() => _file.Dispose();

    private void FindMarker(long start)
    {
        // The piece begins in the escape of the marker at the earliest.
        _input.Seek(Math.Min(start + sizeof(int), _file.Length));
        if (_input.Find(Header.Sync)) _input.Seek(_input.Position - sizeof(int));
        else _done = true;
    }

    private bool NextRecord()
    {
        int length;
        while (true)
        {
            if (_input.Left == 0) return false;
            var place = _input.Position;
            length = _input.Int32();
            if (length != SequenceFileHeader.SyncEscape) break;
            if (place >= _stop) return false;
            RequireSync();
        }
        if (length < 0) throw _input.Damaged("a record has a negative length");
        var keyLength = _input.Int32();
        if (keyLength < 0 || keyLength > length) throw _input.Damaged("a key is longer than its record");
        // One read for both, so that they lie in one buffer.
        var at = _input.Skip(length);
        Key = new WritableInput(_input.Buffer, at, keyLength);
        Value = Plain(at + keyLength, length - keyLength);
        return true;
    }

    private WritableInput Plain(int start, int length)
    {
        if (_codec is null) return new WritableInput(_input.Buffer, start, length);
        try
        {
            var size = _codec.Decompress(_input.Buffer, start, length, ref _plain).Length;
            return new WritableInput(_plain, 0, size);
        }
        catch (InvalidDataException e)
        {
            throw _input.Damaged($"a value cannot be decompressed ({e.Message})");
        }
    }

    private bool NextInBlock()
    {
        while (_block!.Left == 0)
        {
            if (_input.Left == 0 || _input.Position >= _stop) return false;
            if (_input.Int32() != SequenceFileHeader.SyncEscape) throw _input.Damaged("a block begins without a sync marker");
            RequireSync();
            // A file may end in a marker.
            if (_input.Left == 0) return false;
            _block.Read();
        }
        (Key, Value) = _block.Next();
        return true;
    }

    private void RequireSync()
    {
        if (!_input.Take(SequenceFileHeader.SyncLength).SequenceEqual(Header.Sync)) throw _input.Damaged("a sync marker is another file's");
    }
}
