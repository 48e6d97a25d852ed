using Firesteel.Formats.Orc.Reading;

namespace Firesteel.Formats.Orc.Encodings;

/// <summary>Byte run length encoding: a control byte says how often the next byte repeats, or how many follow as they are.</summary>
sealed unsafe class ByteRuns(OrcInput input)
{
    private const int ShortestRun = 3;
    private int _left;
    private bool _repeats;
    private byte _value;

    public void Start() => _left = 0;

    public void Read(byte* target, int count)
    {
        while (count > 0)
        {
            if (_left == 0) StartRun();
            var part = Math.Min(count, _left);
            if (_repeats) new Span<byte>(target, part).Fill(_value);
            else input.CopyTo(target, part);
            target += part;
            count -= part;
            _left -= part;
        }
    }

    private void StartRun()
    {
        var control = (sbyte)input.ReadByte();
        _repeats = control >= 0;
        _left = _repeats ? control + ShortestRun : -control;
        if (_repeats) _value = input.ReadByte();
    }
}
