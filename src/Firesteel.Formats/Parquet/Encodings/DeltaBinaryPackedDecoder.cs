namespace Firesteel.Formats.Parquet.Encodings;

/// <summary>DELTA_BINARY_PACKED numbers of 4 or 8 bytes.</summary>
sealed unsafe class DeltaBinaryPackedDecoder(int size) : ValueDecoder
{
    private readonly DeltaReader _reader = new();

    public override void Start(byte* data, byte* end, int count) => _reader.Start(data, end, count);

    public override void Read(byte* target, int count)
    {
        while (count > 0)
        {
            var values = _reader.Take(count);
            if (size == sizeof(long)) values.CopyTo(new Span<long>(target, values.Length));
            else for (var i = 0; i < values.Length; i++) ((int*)target)[i] = (int)values[i];
            target += values.Length * size;
            count -= values.Length;
        }
    }

    public override void Skip(int count)
    {
        while (count > 0) count -= _reader.Take(count).Length;
    }
}
