using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Buffers;
using Firesteel.Formats.Orc.Metadata;
using Firesteel.Formats.Parquet.Writing;

namespace Firesteel.Formats.Orc.Writing;

/// <summary>Texts and bytes. Texts go through a dictionary, which is given up as soon as it is seen to save little.</summary>
sealed unsafe class OrcTextWriter : OrcColumnWriter
{
    private const int Trial = 10_000;
    private const int LongestBound = 1024;
    private readonly OrcOutput _data;
    private readonly OrcOutput _entries;
    private readonly IntegerRunWriter _codes;
    private readonly IntegerRunWriter _lengths;
    private readonly ValueDictionary _dictionary;
    private readonly GrowingBuffer _waiting;
    private byte[] _min = [], _max = [];
    private long _sum;
    private bool _isDictionary;
    private bool _hasBounds;

    public OrcTextWriter(OrcType type, OrcWriteContext context) : base(type, context)
    {
        _data = Output(OrcStreamKind.Data);
        _codes = new IntegerRunWriter(_data, isSigned: false);
        _lengths = new IntegerRunWriter(Output(OrcStreamKind.Length), isSigned: false);
        _entries = Output(OrcStreamKind.DictionaryData);
        _dictionary = new ValueDictionary(0, context.Allocator);
        _waiting = new GrowingBuffer(context.Allocator);
        _isDictionary = MayHaveDictionary;
    }

    protected override long OwnBytes => base.OwnBytes + _dictionary.Page.Length + _waiting.Length;

    private bool MayHaveDictionary => Type.Kind != OrcKind.Binary && Context.Options.DictionaryThreshold > 0;

    private bool IsWorth => _dictionary.Count <= Statistics.Values * Context.Options.DictionaryThreshold;

    protected override void AddValues(ColumnVector vector, ReadOnlySpan<int> positions)
    {
        var values = vector.Values<StringView>();
        foreach (var row in positions)
        {
            _sum += values[row].Length;
            if (_isDictionary) _waiting.Append(_dictionary.Code(values[row].Data, values[row].Length));
            else Direct(values[row].Data, values[row].Length);
        }
        if (_isDictionary && Statistics.Values >= Trial && !IsWorth) GiveUp();
    }

    protected override ColumnEncoding FinishValues()
    {
        if (_isDictionary && !IsWorth) GiveUp();
        if (_isDictionary)
        {
            var codes = (int*)_waiting.Pointer;
            var count = _waiting.Length / sizeof(int);
            for (var i = 0L; i < count; i++) _codes.Write(codes[i]);
            for (var code = 0; code < _dictionary.Count; code++)
            {
                var value = _dictionary.Value(code, out var length);
                _entries.Append(value, length);
                _lengths.Write(length);
                Bound(value, length);
            }
        }
        _codes.Flush();
        _lengths.Flush();
        if (Type.Kind == OrcKind.String && _hasBounds && _min.Length <= LongestBound && _max.Length <= LongestBound) Statistics.Texts = (_min, _max);
        Statistics.Sum = _sum;
        return _isDictionary ? new ColumnEncoding(OrcEncoding.DictionaryV2, _dictionary.Count) : new ColumnEncoding(OrcEncoding.DirectV2, 0);
    }

    public override void Clear()
    {
        base.Clear();
        _dictionary.Clear();
        _waiting.Clear();
        (_isDictionary, _hasBounds, _sum) = (MayHaveDictionary, false, 0);
    }

    public override void Dispose()
    {
        _dictionary.Dispose();
        _waiting.Dispose();
        base.Dispose();
    }

    // Writes out what waits for the dictionary, in its order.
    private void GiveUp()
    {
        _isDictionary = false;
        var codes = (int*)_waiting.Pointer;
        var count = _waiting.Length / sizeof(int);
        for (var i = 0L; i < count; i++)
        {
            var value = _dictionary.Value(codes[i], out var length);
            Direct(value, length);
        }
        _dictionary.Clear();
        _waiting.Clear();
    }

    private void Direct(byte* value, int length)
    {
        _data.Append(value, length);
        _lengths.Write(length);
        Bound(value, length);
    }

    private void Bound(byte* value, int length)
    {
        var text = new ReadOnlySpan<byte>(value, length);
        if (!_hasBounds || text.SequenceCompareTo(_min) < 0) _min = text.ToArray();
        if (!_hasBounds || text.SequenceCompareTo(_max) > 0) _max = text.ToArray();
        _hasBounds = true;
    }
}
