namespace Firesteel.Formats.SequenceFile;

/// <summary>A block of a sequence file: the lengths of its keys, the keys, the lengths of its values and the values, each compressed as one.</summary>
sealed class BlockOfRecords(ForwardFile file, HadoopCodec codec)
{
    private readonly byte[][] _parts = [[], [], [], []];
    private readonly int[] _sizes = new int[4];
    private WritableInput _keyLengths, _valueLengths;
    private int _keyAt, _valueAt;

    /// <summary>Records that are still to come.</summary>
    public int Left { get; private set; }

    public void Read()
    {
        Left = file.VLength();
        for (var i = 0; i < _parts.Length; i++)
        {
            var length = file.VLength();
            var start = file.Skip(length);
            try
            {
                _sizes[i] = codec.Decompress(file.Buffer, start, length, ref _parts[i]).Length;
            }
            catch (InvalidDataException e)
            {
                throw file.Damaged($"a block cannot be decompressed ({e.Message})");
            }
        }
        // Each length takes a byte at least.
        if (Left > _sizes[0] || Left > _sizes[2]) throw file.Damaged("a block has more records than lengths");
        (_keyLengths, _valueLengths) = (new WritableInput(_parts[0], 0, _sizes[0]), new WritableInput(_parts[2], 0, _sizes[2]));
        (_keyAt, _valueAt) = (0, 0);
    }

    public (WritableInput Key, WritableInput Value) Next()
    {
        Left--;
        return (Piece(1, ref _keyLengths, ref _keyAt), Piece(3, ref _valueLengths, ref _valueAt));
    }

    private WritableInput Piece(int part, ref WritableInput lengths, ref int at)
    {
        var length = lengths.Left == 0 ? -1 : lengths.VInt();
        if (length < 0 || length > _sizes[part] - at) throw file.Damaged("a record is longer than its block");
        at += length;
        return new WritableInput(_parts[part], at - length, length);
    }
}
