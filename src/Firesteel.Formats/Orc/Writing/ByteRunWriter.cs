namespace Firesteel.Formats.Orc.Writing;

/// <summary>Byte run length encoding: runs of three and more, and bytes as they are between them.</summary>
sealed unsafe class ByteRunWriter(OrcOutput output)
{
    private const int ShortestRun = 3;
    private const int LongestRun = 127 + ShortestRun;
    private const int MostLiterals = 128;
    private readonly byte[] _literals = new byte[MostLiterals];
    private int _count;
    private int _tail;
    private bool _repeats;

    public void Write(byte value)
    {
        if (_repeats)
        {
            if (value == _literals[0] && _count < LongestRun)
            {
                _count++;
                return;
            }
            Flush();
        }
        _tail = _count > 0 && _literals[_count - 1] == value ? _tail + 1 : 1;
        if (_tail == ShortestRun)
        {
            // The last two literals belong to the run.
            _count -= ShortestRun - 1;
            Flush();
            (_literals[0], _count, _repeats) = (value, ShortestRun, true);
            return;
        }
        _literals[_count++] = value;
        if (_count == MostLiterals) Flush();
    }

    public void Write(byte* values, int count)
    {
        for (var i = 0; i < count; i++) Write(values[i]);
    }

    public void Flush()
    {
        if (_count > 0)
        {
            if (_repeats)
            {
                output.Append((byte)(_count - ShortestRun));
                output.Append(_literals[0]);
            }
            else
            {
                output.Append((byte)-_count);
                fixed (byte* literals = _literals) output.Append(literals, _count);
            }
        }
        (_count, _tail, _repeats) = (0, 0, false);
    }
}

/// <summary>Truth values: bits, highest first, in byte runs.</summary>
sealed class BitRunWriter(OrcOutput output)
{
    private readonly ByteRunWriter _bytes = new(output);
    private int _current;
    private int _bits;

    public void Write(bool value)
    {
        _current = _current << 1 | (value ? 1 : 0);
        if (++_bits < 8) return;
        _bytes.Write((byte)_current);
        (_current, _bits) = (0, 0);
    }

    public void Flush()
    {
        if (_bits > 0) _bytes.Write((byte)(_current << (8 - _bits)));
        (_current, _bits) = (0, 0);
        _bytes.Flush();
    }
}
