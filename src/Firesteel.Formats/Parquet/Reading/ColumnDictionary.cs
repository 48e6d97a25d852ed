using System.Runtime.CompilerServices;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Compression;
using Firesteel.Formats.Parquet.Encodings;
using Firesteel.Formats.Parquet.Metadata;
using Firesteel.Types;

namespace Firesteel.Formats.Parquet.Reading;

/// <summary>A chunk's dictionary page: where it lies, and once a page needs it, its values.</summary>
sealed unsafe class ColumnDictionary(PageHeader header, long at) : IDisposable
{
    private NativeBuffer? _page;
    private ColumnVector? _values;

    public PageHeader Header => header;
    public long At => at;
    public bool IsLoaded => _values is not null;
    public ColumnVector Values => _values!;
    public int Count => header.NumValues;

    public void Load(SchemaElement column, DataType type, ValueConverter? converter, int rawSize, IBlockCodec? codec, byte* stored, MemoryAllocator allocator)
    {
        if (header.Encoding is not (ParquetEncoding.Plain or ParquetEncoding.PlainDictionary)) throw new ParquetFormatException($"A dictionary is encoded as {header.Encoding}.");
        var size = codec is null ? header.CompressedSize : header.UncompressedSize;
        if ((long)header.NumValues * ValueDecoders.MinPlainSize(column) > size) throw new ParquetFormatException("A dictionary has fewer values than it says.");
        _page = allocator.Allocate(size);
        if (codec is null) Unsafe.CopyBlockUnaligned(_page.Pointer, stored, (uint)size);
        else if (size > 0) codec.Decompress(stored, header.CompressedSize, _page.Pointer, size);
        using var decoder = ValueDecoders.Create(ParquetEncoding.Plain, column, allocator);
        decoder.Start(_page.Pointer, _page.Pointer + size, header.NumValues);
        var values = new ColumnVector(type, allocator, Math.Max(1, header.NumValues)) { Count = header.NumValues };
        _values = values;
        if (converter is null)
        {
            decoder.Read(values.Data, header.NumValues);
            return;
        }
        using var raw = allocator.Allocate((long)header.NumValues * rawSize);
        decoder.Read(raw.Pointer, header.NumValues);
        converter.Convert(raw.Pointer, values.Data, header.NumValues, values.Arena);
    }

    public void Dispose()
    {
        _values?.Dispose();
        _page?.Dispose();
        (_values, _page) = (null, null);
    }
}
