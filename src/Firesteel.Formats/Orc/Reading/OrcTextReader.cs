using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Buffers;
using Firesteel.Formats.Orc.Encodings;
using Firesteel.Formats.Orc.Metadata;
using Firesteel.Types;

namespace Firesteel.Formats.Orc.Reading;

/// <summary>Texts and bytes: lengths and content side by side, or codes into a stripe's dictionary.</summary>
sealed unsafe class OrcTextReader : OrcColumnReader
{
    private const int LargestPart = 4 << 20;
    private const int EntriesAtATime = 1 << 16;
    private const int MostEntries = 1 << 27;
    private readonly OrcInput _data;
    private readonly OrcInput _lengths;
    private readonly OrcInput _dictionaryData;
    private readonly IntegerRuns _codes;
    private readonly IntegerRuns _lengthRuns;
    private readonly OrcScratch _scratch;
    private readonly DataType _read;
    private ColumnVector? _dictionary;
    private readonly bool _isFlat;
    private bool _isDictionary;
    private int _entries;

    /// <param name="isFlat">Whether the values are part of another, which a dictionary may not stand in.</param>
    public OrcTextReader(OrcType type, DataType read, bool isFlat, OrcFile file, OrcScratch scratch, MemoryAllocator allocator) : base(type, file, allocator)
    {
        (_read, _scratch, _isFlat) = (read, scratch, isFlat);
        (_data, _lengths, _dictionaryData) = (Input(), Input(), Input());
        _codes = new IntegerRuns(_data, isSigned: false);
        _lengthRuns = new IntegerRuns(_lengths, isSigned: false);
    }

    protected override void Start(OrcStripe stripe)
    {
        var encoding = stripe.Encoding(Type);
        _data.Start(stripe.Find(Type, OrcStreamKind.Data));
        _lengths.Start(stripe.Find(Type, OrcStreamKind.Length));
        _lengthRuns.Start(encoding.IsV2);
        _isDictionary = encoding.IsDictionary;
        if (!_isDictionary) return;
        _codes.Start(encoding.IsV2);
        _dictionaryData.Start(stripe.Find(Type, OrcStreamKind.DictionaryData));
        if (encoding.DictionarySize > MostEntries) throw new OrcFormatException($"A dictionary has {encoding.DictionarySize} entries.");
        _entries = (int)encoding.DictionarySize;
        // Another vector for another stripe: operators tell dictionaries apart by which vector they are.
        _dictionary?.Dispose();
        _dictionary = new ColumnVector(_read, Allocator);
        _dictionary.Reset(1);
        // Room is made as entries are found, so that no number of them is believed before they are there.
        for (var read = 0; read < _entries;)
        {
            var part = Math.Min(_entries - read, EntriesAtATime);
            _dictionary.EnsureCapacity(read + part);
            ReadTexts(_dictionaryData, part, _dictionary, read);
            read += part;
        }
        _dictionary.Count = _entries;
    }

    protected override void ReadValues(int rows, int present, ColumnVector target)
    {
        if (!_isDictionary)
        {
            ReadTexts(_data, present, target, 0);
            Spread(rows, present, target);
            return;
        }
        var values = _scratch.Longs(present);
        _codes.Read(values, present);
        for (var i = 0; i < present; i++)
            if ((ulong)values[i] >= (ulong)_entries) throw new OrcFormatException($"Code {values[i]} has no entry in a dictionary of {_entries}.");
        if (_isFlat)
        {
            var entries = _dictionary!.Values<StringView>();
            var views = target.Values<StringView>();
            for (var i = 0; i < present; i++) views[i] = entries[values[i]];
            Spread(rows, present, target);
            return;
        }
        if (present == 0)
        {
            // No entry for the codes of null rows to name.
            new Span<StringView>(target.Data, rows).Clear();
            return;
        }
        var codes = target.StartCodes(_dictionary!, rows, target.Nulls);
        for (var i = 0; i < present; i++) codes[i] = (int)values[i];
        if (present < rows) NullSpread.Spread((byte*)codes, sizeof(int), target.Nulls, rows, present);
    }

    public override void Dispose()
    {
        _dictionary?.Dispose();
        base.Dispose();
    }

    private void ReadTexts(OrcInput content, int count, ColumnVector target, int first)
    {
        var lengths = _scratch.Longs(count);
        _lengthRuns.Read(lengths, count);
        var views = target.Values<StringView>() + first;
        // Long values are taken a part at a time, so that no length is believed before its bytes are there.
        for (var i = 0; i < count;)
        {
            var (bytes, end) = (0L, i);
            for (; end < count && lengths[end] <= LargestPart - bytes; end++)
            {
                if (lengths[end] < 0) throw new OrcFormatException("A text has a negative length.");
                bytes += lengths[end];
            }
            if (end == i)
            {
                if (lengths[i] is < 0 or > int.MaxValue - 64) throw new OrcFormatException($"A text is {lengths[i]} bytes long.");
                (bytes, end) = (lengths[i], i + 1);
            }
            var at = target.Arena.Allocate((int)bytes);
            content.CopyTo(at, bytes);
            for (; i < end; i++)
            {
                views[i] = new StringView(at, (int)lengths[i]);
                at += lengths[i];
            }
        }
    }
}
