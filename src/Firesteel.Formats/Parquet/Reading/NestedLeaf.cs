using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Parquet.Metadata;
using Firesteel.Formats.Parquet.Schema;
using Firesteel.Types;

namespace Firesteel.Formats.Parquet.Reading;

/// <summary>A leaf below arrays, maps or structs: the levels of a batch's rows, and the values that are there, side by side.</summary>
sealed unsafe class NestedLeaf : IDisposable
{
    private readonly PageReader _pages;
    private readonly ByteBlock _pageDefinitions;
    private readonly ByteBlock _pageRepetitions;
    private readonly ByteBlock _definitions;
    private readonly ByteBlock _repetitions;
    private readonly byte _maxDefinition;
    private readonly bool _repeats;
    private int _at;

    public NestedLeaf(PageReader pages, DataType type, MemoryAllocator allocator)
    {
        _pages = pages;
        _pageDefinitions = new ByteBlock(allocator);
        _pageRepetitions = new ByteBlock(allocator);
        _definitions = new ByteBlock(allocator);
        _repetitions = new ByteBlock(allocator);
        _maxDefinition = (byte)pages.Leaf.DefinitionLevel;
        _repeats = pages.Leaf.RepetitionLevel > 0;
        Values = new ColumnVector(type, allocator);
    }

    public ParquetNode Node => _pages.Leaf;

    /// <summary>Levels of the batch.</summary>
    public int Count { get; private set; }

    public byte* Definitions => _definitions.Pointer;
    public byte* Repetitions => _repetitions.Pointer;

    /// <summary>The batch's values without gaps.</summary>
    public ColumnVector Values { get; }

    public void StartRowGroup(RowGroup group)
    {
        _pages.StartChunk(group, skips: false);
        _at = 0;
    }

    public void ReleaseBatch() => _pages.ReleaseBatch();

    /// <summary>Reads the levels and values of the next rows.</summary>
    public void Read(int rows)
    {
        Count = 0;
        Values.Reset(rows);
        Advance(rows, keep: true);
    }

    public void Skip(long rows)
    {
        if (rows > 0) Advance(rows, keep: false);
    }

    public void Dispose()
    {
        _pages.Dispose();
        _pageDefinitions.Dispose();
        _pageRepetitions.Dispose();
        _definitions.Dispose();
        _repetitions.Dispose();
        Values.Dispose();
    }

    private void Advance(long rows, bool keep)
    {
        var present = 0;
        while (true)
        {
            if (_pages.Left == 0)
            {
                if (rows == 0 && (!_repeats || !_pages.NextPage() || _pages.StartsRow)) return;
                if (_pages.Left == 0 && !_pages.NextPage()) throw new ParquetFormatException($"Column {Node.Path} has fewer values than its row group has rows.");
                _at = 0;
            }
            if (!keep && !_repeats && !_pages.IsLoaded && rows >= _pages.Left)
            {
                // Levels are rows here, so the page can go unread.
                rows -= _pages.Left;
                _pages.Drop();
                continue;
            }
            if (!_pages.IsLoaded) LoadPage();
            var take = RowsEnd(ref rows) - _at;
            if (take > 0)
            {
                var values = CountPresent(take);
                if (keep) Keep(take, values, ref present);
                else _pages.SkipValues(values);
                _at += take;
                _pages.Take(take);
            }
            if (_pages.Left > 0) return;
        }
    }

    private void LoadPage()
    {
        _pages.Load();
        _at = 0;
        var count = _pages.Left;
        _pageDefinitions.Reserve(count, 0);
        _pageRepetitions.Reserve(count, 0);
        if (_maxDefinition > 0) _pages.Definitions.ReadBytes(_pageDefinitions.Pointer, count);
        else new Span<byte>(_pageDefinitions.Pointer, count).Clear();
        if (_repeats) _pages.Repetitions.ReadBytes(_pageRepetitions.Pointer, count);
        else new Span<byte>(_pageRepetitions.Pointer, count).Clear();
    }

    // The place in the page where the wanted rows end; counts down the rows that start in it.
    private int RowsEnd(ref long rows)
    {
        var end = _at + _pages.Left;
        if (!_repeats)
        {
            var take = (int)Math.Min(rows, _pages.Left);
            rows -= take;
            return _at + take;
        }
        var levels = _pageRepetitions.Pointer;
        for (var i = _at; i < end; i++)
        {
            if (levels[i] != 0) continue;
            if (rows == 0) return i;
            rows--;
        }
        return end;
    }

    private int CountPresent(int count) => count - LevelKernels.CountOther(_pageDefinitions.Pointer + _at, count, _maxDefinition);

    private void Keep(int count, int values, ref int present)
    {
        _definitions.Append(_pageDefinitions.Pointer + _at, count, Count);
        _repetitions.Append(_pageRepetitions.Pointer + _at, count, Count);
        Count += count;
        Values.EnsureCapacity(present + values);
        _pages.ReadValues(Values.Data + (long)present * Values.ElementSize, values, Values.Arena);
        present += values;
        Values.Count = present;
    }
}
