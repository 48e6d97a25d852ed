using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Buffers;
using Firesteel.Formats.Orc.Compression;
using Firesteel.Formats.Orc.Encodings;
using Firesteel.Formats.Orc.Metadata;
using Firesteel.Formats.Parquet.Reading;
using Firesteel.Foundation.FileSystems;

namespace Firesteel.Formats.Orc.Reading;

/// <summary>Reads one column, its parts included, from the stripes of a file. Values stand side by side in the file: nulls have none.</summary>
abstract unsafe class OrcColumnReader : IDisposable
{
    private readonly List<OrcInput> _inputs = [];
    private readonly OrcInput _presentInput;
    private readonly BitRuns _present;
    private bool _hasPresent;

    protected OrcColumnReader(OrcType type, OrcFile file, MemoryAllocator allocator)
    {
        (Type, File, Allocator) = (type, file, allocator);
        _presentInput = Input();
        _present = new BitRuns(_presentInput);
    }

    protected OrcType Type { get; }
    protected MemoryAllocator Allocator { get; }
    private OrcFile File { get; }

    public void StartStripe(OrcStripe stripe)
    {
        var present = stripe.Find(Type, OrcStreamKind.Present);
        _hasPresent = present is not null;
        _presentInput.Start(present);
        _present.Start();
        Start(stripe);
    }

    /// <summary>Reads the next rows.</summary>
    /// <param name="parentNulls">Rows whose parent is null, which have no value here; null where there are none.</param>
    public void Read(int rows, byte* parentNulls, ColumnVector target)
    {
        target.Reset(rows);
        target.Count = rows;
        var present = rows;
        if (parentNulls != null)
        {
            for (var i = 0; i < rows; i++) present -= parentNulls[i];
            if (present == rows) parentNulls = null;
        }
        if (_hasPresent) present = ReadNulls(rows, present, parentNulls, target);
        else if (parentNulls != null) Buffer.MemoryCopy(parentNulls, target.EnsureNulls(), rows, rows);
        ReadValues(rows, present, target);
    }

    public virtual void Dispose()
    {
        foreach (var input in _inputs) input.Dispose();
    }

    protected abstract void Start(OrcStripe stripe);

    /// <summary>Reads the values of the rows that are not null, and moves them there.</summary>
    protected abstract void ReadValues(int rows, int present, ColumnVector target);

    protected OrcInput Input()
    {
        var input = new OrcInput(File.File, File.Codec, Math.Max(1, File.PostScript.BlockSize), Allocator);
        _inputs.Add(input);
        return input;
    }

    protected static void Spread(int rows, int present, ColumnVector target)
    {
        if (present < rows) NullSpread.Spread(target.Data, target.ElementSize, target.Nulls, rows, present);
    }

    // Bits are there only for rows whose parent is.
    private int ReadNulls(int rows, int live, byte* parentNulls, ColumnVector target)
    {
        var nulls = target.EnsureNulls();
        var present = _present.Read(nulls, live, flip: 1);
        if (parentNulls == null)
        {
            if (present == rows) target.ClearNulls();
            return present;
        }
        var from = live - 1;
        for (var i = rows - 1; i >= 0; i--) nulls[i] = parentNulls[i] != 0 ? (byte)1 : nulls[from--];
        return present;
    }
}
