using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Buffers;
using Firesteel.Formats.Parquet.Metadata;

namespace Firesteel.Formats.Parquet.Reading;

/// <summary>
/// Reads a leaf that stands at the top of the schema, at most once a row. Batches within one page are zero-copy where the page
/// is plain, codes where it has a dictionary; batches that span pages are put together.
/// </summary>
sealed unsafe class FlatColumnReader(PageReader pages, MemoryAllocator allocator) : IColumnReader
{
    private const int LevelBlock = 4096;
    private readonly byte _maxLevel = (byte)pages.Leaf.DefinitionLevel;
    private NativeBuffer? _levels;
    private long _row;

    public void StartRowGroup(RowGroup group, bool skips)
    {
        pages.StartChunk(group, skips);
        _row = 0;
    }

    public void ReleaseBatch() => pages.ReleaseBatch();

    public void Read(long first, int rows, ColumnVector target)
    {
        Skip(first);
        _row = first + rows;
        target.Reset(rows);
        var own = target.Data;
        var codes = (int*)null;
        for (var done = 0; done < rows;)
        {
            Reach();
            pages.Load();
            var take = Math.Min(pages.Left, rows - done);
            pages.Take(take);
            if (done == 0 && pages.IsDictionary) codes = target.StartCodes(pages.Dictionary, rows, null);
            var present = ReadNulls(target, done, take);
            if (codes != null && pages.IsDictionary)
            {
                CodeKernels.Read(ref pages.Codes, (uint*)codes + done, present, pages.DictionaryCount);
                if (present < take) NullSpread.Spread((byte*)(codes + done), sizeof(int), target.Nulls + done, take, present);
            }
            else if (codes == null && take == rows && present == take && TryPoint(target, rows))
            {
                return;
            }
            else
            {
                if (codes != null)
                {
                    CodeKernels.LookUp(target.Dictionary!, (uint*)codes, own, done);
                    target.PointAt(own, target.Nulls);
                    codes = null;
                }
                pages.ReadValues(own + (long)done * target.ElementSize, present, target.Arena);
                if (present < take) NullSpread.Spread(target.Data + (long)done * target.ElementSize, target.ElementSize, target.Nulls + done, take, present);
            }
            done += take;
        }
    }

    public void Dispose()
    {
        pages.Dispose();
        _levels?.Dispose();
        _levels = null;
    }

    private void Reach()
    {
        if (pages.Left == 0 && !pages.NextPage()) throw new ParquetFormatException($"Column {pages.Leaf.Path} has fewer values than its row group has rows.");
    }

    private void Skip(long first)
    {
        var rows = first - _row;
        while (rows > 0)
        {
            if (pages.Left == 0) rows = first - pages.SeekRow(first - rows, first);
            if (rows == 0) return;
            Reach();
            var take = (int)Math.Min(rows, pages.Left);
            rows -= take;
            if (take == pages.Left)
            {
                pages.Drop();
                continue;
            }
            pages.Load();
            pages.Take(take);
            var present = SkipLevels(take);
            pages.SkipValues(present);
        }
    }

    private int SkipLevels(int count)
    {
        if (_maxLevel == 0) return count;
        var present = 0;
        while (count > 0)
        {
            var take = Math.Min(count, LevelBlock);
            if (pages.Definitions.TryTakeRun(take, out var level)) present += level == _maxLevel ? take : 0;
            else present += take - LevelKernels.CountOther(ReadLevels(take), take, _maxLevel);
            count -= take;
        }
        return present;
    }

    // Marks the nulls among the next rows and returns how many of them are not null.
    private int ReadNulls(ColumnVector target, int at, int count)
    {
        if (_maxLevel == 0) return count;
        if (pages.Definitions.TryTakeRun(count, out var level))
        {
            if (level == _maxLevel) return count;
            new Span<byte>(target.EnsureNulls() + at, count).Fill(1);
            return 0;
        }
        var levels = ReadLevels(count);
        var absent = LevelKernels.CountOther(levels, count, _maxLevel);
        if (absent > 0) LevelKernels.MarkOther(levels, target.EnsureNulls() + at, count, _maxLevel);
        return count - absent;
    }

    private byte* ReadLevels(int count)
    {
        if (_levels is null || _levels.Capacity < count)
        {
            _levels?.Dispose();
            _levels = allocator.Allocate(count);
        }
        pages.Definitions.ReadBytes(_levels.Pointer, count);
        return _levels.Pointer;
    }

    // Plain values without nulls that are stored as the vector has them need no copy.
    private bool TryPoint(ColumnVector target, int rows)
    {
        if (pages.Converter is not null) return false;
        var values = pages.Values.TryTake(rows);
        if (values == null) return false;
        target.PointAt(values, null);
        pages.Pin();
        return true;
    }
}
