using System.Runtime.CompilerServices;
using Firesteel.Columnar.Memory;
using Firesteel.Types;

namespace Firesteel.Columnar.Vectors;

/// <summary>Forms in which a vector may stand at an operator boundary.</summary>
enum VectorEncoding : byte
{
    /// <summary>One value a row.</summary>
    Flat,
    /// <summary>One value, at position 0, for every row.</summary>
    Constant,
    /// <summary>A code a row into a flat vector of distinct values.</summary>
    Dictionary,
}

/// <summary>
/// A column of a batch, in native memory.
/// <list type="bullet">
/// <item>Nulls: one byte a row, 1 where null; <see cref="Nulls"/> is null when no row is. A null row's data is undefined.</item>
/// <item>Dictionary: <see cref="Codes"/> holds an int a row, 0 at null rows; the nulls are the rows', the dictionary's entries have none.</item>
/// <item>Constant: data and nulls are read at position 0.</item>
/// <item>Children of arrays, maps and structs are always flat. A struct's children are row-aligned with it.</item>
/// <item>The memory belongs to whoever made the vector and stays valid until its next batch; who keeps values copies them.</item>
/// </list>
/// </summary>
sealed unsafe class ColumnVector : IDisposable
{
    private readonly MemoryAllocator _allocator;
    private NativeBuffer? _dataBuffer;
    private NativeBuffer? _nullBuffer;
    private NativeBuffer? _codeBuffer;
    private ByteArena? _arena;

    /// <param name="capacity">Rows to make room for now; 0 for a vector that will point at memory of others.</param>
    public ColumnVector(DataType type, MemoryAllocator allocator, int capacity = 0)
    {
        _allocator = allocator;
        Type = type;
        Physical = PhysicalTypes.Of(type);
        ElementSize = PhysicalTypes.SizeOf(Physical);
        Children = type switch
        {
            ArrayType a => [new ColumnVector(a.ElementType, allocator)],
            MapType m => [new ColumnVector(m.KeyType, allocator), new ColumnVector(m.ValueType, allocator)],
            StructType s => s.Fields.Select(f => new ColumnVector(f.DataType, allocator)).ToArray(),
            _ => [],
        };
        if (capacity > 0) EnsureCapacity(capacity);
    }

    public DataType Type { get; }
    public PhysicalType Physical { get; }

    /// <summary>Bytes of one value in <see cref="Data"/>.</summary>
    public int ElementSize { get; }

    public VectorEncoding Encoding { get; private set; }

    /// <summary>The values; for a dictionary vector see <see cref="Codes"/> and <see cref="Dictionary"/>.</summary>
    public byte* Data { get; private set; }

    /// <summary>A byte a row, 1 where null; null when there are no nulls.</summary>
    public byte* Nulls { get; private set; }

    public int* Codes { get; private set; }
    public ColumnVector? Dictionary { get; private set; }

    /// <summary>Number of entries in use, for a dictionary's values and for children of arrays and maps; their parent sets it.</summary>
    public int Count { get; set; }

    /// <summary>Counts the contents that the vector has had: what is cached about a dictionary holds for one version of it.</summary>
    public long Version { get; private set; }

    /// <summary>Rows that own buffers have room for.</summary>
    public int Capacity { get; private set; }

    public ColumnVector[] Children { get; }
    public bool HasNulls => Nulls != null;
    public bool IsConstant => Encoding == VectorEncoding.Constant;

    /// <summary>Where strings written to this vector live.</summary>
    public ByteArena Arena => _arena ??= new ByteArena(_allocator);

    public MemoryAllocator Allocator => _allocator;

    /// <summary>The values as a pointer to their physical type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T* Values<T>() where T : unmanaged => (T*)Data;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsNull(int row) => Nulls != null && Nulls[Encoding == VectorEncoding.Constant ? 0 : row] != 0;

    /// <summary>The value of one row whatever the encoding; for tests and cold paths.</summary>
    public T Get<T>(int row) where T : unmanaged => Encoding switch
    {
        VectorEncoding.Constant => ((T*)Data)[0],
        VectorEncoding.Dictionary => Dictionary!.Values<T>()[Codes[row]],
        _ => ((T*)Data)[row],
    };

    /// <summary>Turns to a flat vector over its own buffers with room for <paramref name="rows"/>, without nulls, arena emptied: the start of writing a new batch.</summary>
    public void Reset(int rows)
    {
        Encoding = VectorEncoding.Flat;
        Dictionary = null;
        Version++;
        Count = 0;
        _arena?.Reset();
        Data = _dataBuffer == null ? null : _dataBuffer.Pointer;
        Nulls = null;
        EnsureCapacity(rows);
        foreach (var child in Children) child.Reset(Physical == PhysicalType.Struct ? rows : 0);
    }

    /// <summary>Makes room for rows, keeping content. Only for flat vectors over their own buffers.</summary>
    public void EnsureCapacity(int rows)
    {
        if (rows > Capacity)
        {
            var capacity = Math.Max(rows, Math.Max(16, Capacity * 2));
            if (ElementSize > 0) _dataBuffer = Grow(_dataBuffer, (long)capacity * ElementSize);
            if (Nulls != null) _nullBuffer = Grow(_nullBuffer, capacity);
            if (Nulls != null) { new Span<byte>(_nullBuffer!.Pointer + Capacity, capacity - Capacity).Clear(); Nulls = _nullBuffer.Pointer; }
            Capacity = capacity;
        }
        if (_dataBuffer != null) Data = _dataBuffer.Pointer;
        if (Physical == PhysicalType.Struct)
            foreach (var child in Children) child.EnsureCapacity(rows);
    }

    /// <summary>The null bytes, all zero on first use since <see cref="Reset"/>.</summary>
    public byte* EnsureNulls()
    {
        if (Nulls != null) return Nulls;
        var size = Encoding == VectorEncoding.Constant ? 1 : Math.Max(Capacity, 1);
        if (_nullBuffer == null || _nullBuffer.Capacity < size)
        {
            _nullBuffer?.Dispose();
            _nullBuffer = _allocator.Allocate(size);
        }
        new Span<byte>(_nullBuffer.Pointer, size).Clear();
        return Nulls = _nullBuffer.Pointer;
    }

    public void SetNull(int row) => EnsureNulls()[row] = 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set<T>(int row, T value) where T : unmanaged => ((T*)Data)[row] = value;

    /// <summary>Copies the bytes to the arena and points the row at them.</summary>
    public void SetString(int row, ReadOnlySpan<byte> bytes) => ((StringView*)Data)[row] = new StringView(Arena.Copy(bytes), bytes.Length);

    /// <summary>Forgets the nulls (they were found to be none).</summary>
    public void ClearNulls() => Nulls = null;

    /// <summary>Points at values that lie in memory of others (a page, another vector) and stay there at least as long as this batch.</summary>
    public void PointAt(byte* data, byte* nulls)
    {
        Encoding = VectorEncoding.Flat;
        Dictionary = null;
        Version++;
        Data = data;
        Nulls = nulls;
    }

    /// <summary>Takes null bytes that lie in memory of others, in place of its own.</summary>
    public void ShareNulls(byte* nulls) => Nulls = nulls;

    /// <summary>Turns to a dictionary vector. <paramref name="nulls"/> may be null; codes are 0 at null rows.</summary>
    public void PointAtDictionary(ColumnVector dictionary, int* codes, byte* nulls)
    {
        Encoding = VectorEncoding.Dictionary;
        Dictionary = dictionary;
        Codes = codes;
        Data = null;
        Nulls = nulls;
    }

    /// <summary>Turns to a dictionary vector with room for codes of its own, which the caller writes.</summary>
    public int* StartCodes(ColumnVector dictionary, int rows, byte* nulls)
    {
        if (_codeBuffer == null || _codeBuffer.Capacity < (long)rows * sizeof(int))
        {
            _codeBuffer?.Dispose();
            _codeBuffer = _allocator.Allocate((long)rows * sizeof(int));
        }
        PointAtDictionary(dictionary, (int*)_codeBuffer.Pointer, nulls);
        return Codes;
    }

    /// <summary>Turns a vector whose position 0 was written into a constant.</summary>
    public void MakeConstant() => Encoding = VectorEncoding.Constant;

    /// <summary>Stands for the same column as <paramref name="other"/> (same type), sharing its memory.</summary>
    public void Reference(ColumnVector other)
    {
        Encoding = other.Encoding;
        Dictionary = other.Dictionary;
        Codes = other.Codes;
        Data = other.Data;
        Nulls = other.Nulls;
        Count = other.Count;
        for (var i = 0; i < Children.Length; i++) Children[i].Reference(other.Children[i]);
    }

    public void Dispose()
    {
        DisposeValues();
        _arena?.Dispose();
        _arena = null;
        foreach (var child in Children) child.Dispose();
    }

    /// <summary>Frees values, nulls and codes; the arena's bytes stay.</summary>
    public void DisposeValues()
    {
        _dataBuffer?.Dispose();
        _nullBuffer?.Dispose();
        _codeBuffer?.Dispose();
        (_dataBuffer, _nullBuffer, _codeBuffer, Capacity) = (null, null, null, 0);
        Data = Nulls = null;
    }

    private NativeBuffer Grow(NativeBuffer? old, long bytes)
    {
        if (old != null && old.Capacity >= bytes) return old;
        var fresh = _allocator.Allocate(bytes);
        if (old != null)
        {
            Buffer.MemoryCopy(old.Pointer, fresh.Pointer, fresh.Capacity, Math.Min(old.Capacity, fresh.Capacity));
            old.Dispose();
        }
        return fresh;
    }
}
