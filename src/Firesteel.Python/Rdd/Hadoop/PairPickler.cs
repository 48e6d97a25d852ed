using System.Text;
using System.Text.Unicode;
using Firesteel.Formats.Pickle;

namespace Firesteel.Python.Rdd.Hadoop;

/// <summary>Pickles pairs in lists. The number of pairs in a list is given, or grows until a list has a sensible size, as Spark's does.</summary>
/// <param name="size">Pairs in a list; 0 to find it.</param>
sealed class PairPickler(int size)
{
    private const int SmallBatch = 1 << 20, LargeBatch = 10 << 20;

    private readonly PickleBuffer _output = new();
    private int _most = size > 0 ? size : 1;
    private int _count;

    public void Add(PickleValue key, PickleValue value)
    {
        if (_count++ == 0)
        {
            _output.Start();
            _output.Op(PickleOpcode.EmptyList);
            _output.Op(PickleOpcode.Mark);
        }
        Write(key);
        Write(value);
        _output.Op(PickleOpcode.Tuple2);
    }

    public bool IsFull => _count >= _most;
    public bool IsEmpty => _count == 0;

    /// <summary>The list of what was added; the next one begins.</summary>
    public byte[] Take()
    {
        _output.Op(PickleOpcode.Appends);
        _output.Stop();
        _count = 0;
        if (size == 0)
        {
            if (_output.Length < SmallBatch) _most = (int)Math.Min(_most * 2L, int.MaxValue);
            else if (_output.Length > LargeBatch && _most > 1) _most /= 2;
        }
        return _output.Written.ToArray();
    }

    private void Write(PickleValue value)
    {
        switch (value.Kind)
        {
            case PickleKind.None: _output.None(); break;
            case PickleKind.Bool: _output.Bool(value.Integer != 0); break;
            case PickleKind.Int: _output.Int(value.Integer); break;
            case PickleKind.Float: _output.Float(value.Float); break;
            case PickleKind.Bytes: _output.ByteArray(value.Span); break;
            case PickleKind.Text when Utf8.IsValid(value.Span): _output.Text(value.Span); break;
            case PickleKind.Text: _output.Text(Encoding.UTF8.GetBytes(value.Text)); break;
            case PickleKind.Dict:
                _output.Op(PickleOpcode.EmptyDict);
                _output.Op(PickleOpcode.Mark);
                for (var i = 0; i < value.Dict.Count; i++)
                {
                    Write(value.Dict.Key(i));
                    Write(value.Dict.Value(i));
                }
                _output.Op(PickleOpcode.SetItems);
                break;
            default: throw new ArgumentException($"A value of the kind {value.Kind} is in no file.", nameof(value));
        }
    }
}
