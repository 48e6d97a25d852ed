using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Variants;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Formats.Parquet.Writing;

/// <summary>Takes a column of a batch apart into the levels and values of its leaves.</summary>
sealed unsafe class ColumnShredder : IDisposable
{
    private readonly WriteColumn _column;
    private readonly ColumnShredder[] _children;
    private readonly LeafWriter? _leaf;
    private int[] _positions = [];
    private int _count;
    private readonly MemoryAllocator _allocator;
    private ColumnVector? _vector;
    private ColumnVector? _parts;

    public ColumnShredder(WriteColumn column, ParquetWriteOptions options, MemoryAllocator allocator, List<LeafWriter> leaves)
    {
        (_column, _allocator) = (column, allocator);
        if (column.IsLeaf) leaves.Add(_leaf = new LeafWriter(column, options, allocator));
        _children = column.Children.Select(child => new ColumnShredder(child, options, allocator, leaves)).ToArray();
    }

    /// <summary>Adds the rows <paramref name="from"/> to <paramref name="to"/> of a selection.</summary>
    public void Add(ColumnVector vector, Selection selection, int from, int to)
    {
        var values = vector.Encoding == VectorEncoding.Dictionary ? vector.Dictionary! : vector;
        if (_leaf is not null)
        {
            AddFlat(vector, values, selection, from, to);
            return;
        }
        for (var k = from; k < to; k++)
        {
            var row = selection[k];
            var isNull = vector.IsNull(row);
            Write(values, isNull ? -1 : Position(vector, row), 0, _column.DefinitionLevel - (_column.Nullable ? 1 : 0));
        }
        Flush();
    }

    private static int Position(ColumnVector vector, int row) => vector.Encoding switch
    {
        VectorEncoding.Constant => 0,
        VectorEncoding.Dictionary => vector.Codes[row],
        _ => row,
    };

    private void AddFlat(ColumnVector vector, ColumnVector values, Selection selection, int from, int to)
    {
        if (vector.Physical == PhysicalType.Null)
        {
            _leaf!.AddLevels(to - from, 0);
            return;
        }
        EnsurePositions(to - from);
        if (!vector.HasNulls)
        {
            for (var k = from; k < to; k++) _positions[_count++] = Position(vector, selection[k]);
            _leaf!.AddLevels(to - from, _column.DefinitionLevel);
        }
        else
        {
            for (var k = from; k < to; k++)
            {
                var row = selection[k];
                var isNull = vector.IsNull(row);
                if (isNull && !_column.Nullable) throw NullInRequired();
                _leaf!.AddLevel(0, isNull ? 0 : _column.DefinitionLevel);
                if (!isNull) _positions[_count++] = Position(vector, row);
            }
        }
        _leaf!.AddValues(values, _positions.AsSpan(0, _count), vector.Encoding == VectorEncoding.Dictionary);
        _count = 0;
    }

    /// <param name="row">Position in the vector; -1 for a null of the column itself.</param>
    /// <param name="definition">The level of this column's being null.</param>
    private void Write(ColumnVector vector, int row, int repetition, int definition)
    {
        if (row < 0)
        {
            if (!_column.Nullable) throw NullInRequired();
            Absent(repetition, definition);
            return;
        }
        var present = _column.DefinitionLevel;
        switch (_column.Type)
        {
            case StructType:
                for (var i = 0; i < _children.Length; i++) _children[i].WriteEntry(vector.Children[i], row, repetition, present);
                break;
            case VariantType:
                var blob = vector.Values<StringView>()[row];
                VariantBlob.Split(blob.Span, out var value, out var metadata);
                _children[0].AddPart(blob.Data + (blob.Length - metadata.Length - value.Length), value.Length, repetition, present);
                _children[1].AddPart(blob.Data + (blob.Length - metadata.Length), metadata.Length, repetition, present);
                break;
            case ArrayType or MapType:
                var entry = vector.Values<ListEntry>()[row];
                if (entry.Length == 0)
                {
                    Absent(repetition, present);
                    break;
                }
                for (var i = 0; i < entry.Length; i++)
                    for (var c = 0; c < _children.Length; c++)
                        _children[c].WriteEntry(vector.Children[c], entry.Offset + i, i == 0 ? repetition : _children[c]._column.RepetitionLevel, present + 1);
                break;
            default:
                _leaf!.AddLevel(repetition, present);
                EnsurePositions(1);
                _positions[_count++] = row;
                _vector = vector;
                break;
        }
    }

    // Half of a variant, where it lies.
    private void AddPart(byte* data, int length, int repetition, int definition)
    {
        _vector = _parts ??= new ColumnVector(BinaryType.Instance, _allocator);
        _parts.EnsureCapacity(_count + 1);
        _parts.Set(_count, new StringView(data, length));
        _leaf!.AddLevel(repetition, definition);
        EnsurePositions(1);
        _positions[_count] = _count;
        _count++;
    }

    private void WriteEntry(ColumnVector vector, int row, int repetition, int definition)
        => Write(vector, vector.Physical == PhysicalType.Null || vector.IsNull(row) ? -1 : row, repetition, definition);

    // No value: every leaf below says so.
    private void Absent(int repetition, int definition)
    {
        _leaf?.AddLevel(repetition, definition);
        foreach (var child in _children) child.Absent(repetition, definition);
    }

    private void Flush()
    {
        if (_count > 0) _leaf!.AddValues(_vector!, _positions.AsSpan(0, _count), isDictionary: false);
        _count = 0;
        foreach (var child in _children) child.Flush();
    }

    public void Dispose()
    {
        _parts?.Dispose();
        foreach (var child in _children) child.Dispose();
    }

    private void EnsurePositions(int more)
    {
        if (_positions.Length < _count + more) Array.Resize(ref _positions, Math.Max(_count + more, _positions.Length * 2));
    }

    private SparkRuntimeException NullInRequired()
        => new("NOT_NULL_ASSERT_VIOLATION", new Dictionary<string, string> { ["walkedTypePath"] = string.Join('.', _column.Path) });
}
