using System.Security.Cryptography;

namespace Firesteel.Formats.SequenceFile;

/// <summary>How the records of a sequence file are compressed.</summary>
enum SequenceCompression
{
    None,
    /// <summary>Each value on its own.</summary>
    Record,
    /// <summary>Many records together, keys and values apart.</summary>
    Block,
}

/// <summary>Writes a sequence file of version 6, with sync markers for readers of pieces. It owns the stream.</summary>
sealed class SequenceFileWriter : IDisposable
{
    // Bytes between sync markers, and bytes of records in a block: Hadoop's.
    private const int SyncInterval = 5 * 1024 * (sizeof(int) + SequenceFileHeader.SyncLength);
    private const int BlockBytes = 1_000_000;

    private readonly Stream _stream;
    private readonly SequenceFileHeader _header;
    private readonly HadoopCodec? _codec;
    private readonly WritableOutput _output = new();
    private readonly WritableOutput _keyLengths = new(), _keys = new(), _valueLengths = new(), _values = new();
    private readonly MemoryStream _compressed = new();
    private long _written, _lastSync;
    private int _records;

    public SequenceFileWriter(Stream stream, string keyClass, string valueClass, SequenceCompression compression = SequenceCompression.None, HadoopCodec? codec = null, IReadOnlyList<KeyValuePair<string, string>>? metadata = null)
    {
        _stream = stream;
        _codec = compression == SequenceCompression.None ? null : codec ?? throw new ArgumentNullException(nameof(codec));
        _header = new SequenceFileHeader(keyClass, valueClass, compression == SequenceCompression.Block, _codec?.ClassName, metadata ?? [], RandomNumberGenerator.GetBytes(SequenceFileHeader.SyncLength));
        _header.Write(_output);
        Flush();
    }

    public void Append(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (_header.Blocks)
        {
            AppendToBlock(key, value);
            return;
        }
        if (_written >= _lastSync + SyncInterval) WriteSync();
        var payload = value;
        if (_codec is not null)
        {
            _codec.Compress(value, _compressed);
            payload = _compressed.GetBuffer().AsSpan(0, (int)_compressed.Length);
        }
        _output.Int32(checked(key.Length + payload.Length));
        _output.Int32(key.Length);
        _output.Bytes(key);
        _output.Bytes(payload);
        Flush();
    }

    public void Dispose()
    {
        if (_records > 0) EndBlock();
        _stream.Dispose();
    }

    private void AppendToBlock(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        _keyLengths.VLong(key.Length);
        _keys.Bytes(key);
        _valueLengths.VLong(value.Length);
        _values.Bytes(value);
        _records++;
        if (_keys.Length + _values.Length >= BlockBytes) EndBlock();
    }

    private void EndBlock()
    {
        WriteSync();
        _output.VLong(_records);
        foreach (var part in (ReadOnlySpan<WritableOutput>)[_keyLengths, _keys, _valueLengths, _values])
        {
            _codec!.Compress(part.Written, _compressed);
            _output.VLong(_compressed.Length);
            _output.Bytes(_compressed.GetBuffer().AsSpan(0, (int)_compressed.Length));
            part.Clear();
        }
        _records = 0;
        Flush();
    }

    private void WriteSync()
    {
        _output.Int32(SequenceFileHeader.SyncEscape);
        _output.Bytes(_header.Sync);
        Flush();
        _lastSync = _written;
    }

    private void Flush()
    {
        _stream.Write(_output.Written);
        _written += _output.Length;
        _output.Clear();
    }
}
