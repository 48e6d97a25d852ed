namespace Firesteel.Formats.Parquet.Encodings;

/// <summary>
/// Reads the values of a page one after another, nulls left out. Values come in the stored type's raw form:
/// truth values a byte, numbers as they are, INT96 12 bytes, byte arrays as <see cref="Columnar.Vectors.StringView"/>s.
/// </summary>
abstract unsafe class ValueDecoder : IDisposable
{
    /// <summary>Starts a page's values. The data is followed by 64 readable bytes.</summary>
    /// <param name="count">Values of the page, nulls counted.</param>
    public abstract void Start(byte* data, byte* end, int count);

    /// <summary>Reads values to <paramref name="target"/>, side by side.</summary>
    public abstract void Read(byte* target, int count);

    public abstract void Skip(int count);

    /// <summary>A pointer to the next values where they lie in the page as they are, and steps over them; else null and takes none.</summary>
    public virtual byte* TryTake(int count) => null;

    /// <summary>What was read before is not looked at any more.</summary>
    public virtual void ReleaseBatch() { }

    public virtual void Dispose() { }

    protected static ParquetFormatException Short() => new("A page has fewer values than it says.");
}
