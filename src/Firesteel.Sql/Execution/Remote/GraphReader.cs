using Firesteel.Catalyst.Expressions;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Core.Scheduler;
using Firesteel.Core.Shuffle;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Configuration;
using Firesteel.Sql.DataSources;
using Firesteel.Sql.Exchange;
using Firesteel.Types;

namespace Firesteel.Sql.Execution.Remote;

/// <summary>Reads what <see cref="GraphWriter"/> wrote. Only types of the engine are made.</summary>
sealed class GraphReader(BinaryReader input, IProgramObjects? program = null)
{
    private readonly List<object> _known = [];

    public T Read<T>() => (T)Read()!;

    public object? Read()
    {
        DepthGuard.Check();
        var tag = (GraphTag)input.ReadByte();
        switch (tag)
        {
            case GraphTag.Null: return null;
            case GraphTag.True: return true;
            case GraphTag.False: return false;
            case GraphTag.Int8: return input.ReadSByte();
            case GraphTag.Int16: return input.ReadInt16();
            case GraphTag.Int32: return input.Read7BitEncodedInt();
            case GraphTag.Int64: return input.ReadInt64();
            case GraphTag.Int128: return new Int128(input.ReadUInt64(), input.ReadUInt64());
            case GraphTag.Float: return input.ReadSingle();
            case GraphTag.Double: return input.ReadDouble();
            case GraphTag.Text: return input.ReadString();
            case GraphTag.Bytes: return input.ReadBytes(input.Read7BitEncodedInt());
            case GraphTag.Longs: return ReadLongs();
            case GraphTag.Enum:
                var type = ReadType();
                return Enum.ToObject(type, input.ReadInt64());
            case GraphTag.Origin: return new Origin(Read<QueryContext?>());
            case GraphTag.Memory: return MemoryManager.Process;
            case GraphTag.DataType: return SchemaJson.Parse(input.ReadString());
            case GraphTag.Function: return FunctionNames.Find(input.ReadString());
            case GraphTag.Format: return ReadFormat();
            case GraphTag.Map: return new ValueMap(ReadPairs());
            case GraphTag.Conf: return new SqlConf(ReadPairs().ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal));
            case GraphTag.Known: return _known[input.Read7BitEncodedInt()];
            default:
                var node = ReadNode(tag);
                _known.Add(node);
                return node;
        }
    }

    private object ReadNode(GraphTag tag)
    {
        switch (tag)
        {
            case GraphTag.Shuffle: return new ShuffleDependency(input.ReadInt32(), new ElsewhereComputation(), input.Read7BitEncodedInt());
            case GraphTag.Rows:
                var memory = new MemoryAllocator(MemoryManager.Process, "received rows");
                var rows = RowBlocks.Read(input, (StructType)SchemaJson.Parse(input.ReadString()), memory);
                ReceivedRows.Owners.Add(rows, new ReceivedRows(memory));
                return rows;
            case GraphTag.RowParts:
                var parts = new RowBuffer[input.Read7BitEncodedInt()];
                for (var i = 0; i < parts.Length; i++) parts[i] = Read<RowBuffer>();
                return new Operators.PartitionedRows(parts, parts);
            case GraphTag.Table:
                var format = ReadFormat();
                var (data, partition) = ((StructType)SchemaJson.Parse(input.ReadString()), (StructType)SchemaJson.Parse(input.ReadString()));
                return new FileTable(format, [], data, partition, Read<ValueList<string>>(), Read<ValueMap>());
            case GraphTag.OfProgram: return (program ?? throw new InvalidDataException("A function of the program came to a process that takes none.")).Read(input.ReadBytes(input.Read7BitEncodedInt()));
            case GraphTag.List: return ReadList();
            case GraphTag.Record:
                var shape = RecordShape.Of(ReadType());
                var values = new object?[shape.Count];
                for (var i = 0; i < values.Length; i++) values[i] = Read();
                return shape.Create(values);
            default: throw new InvalidDataException($"An encoded plan has no {tag}.");
        }
    }

    private IFileFormat ReadFormat() => FileFormats.Find(input.ReadString()) ?? throw new InvalidDataException("A file format that is not known here.");

    private object ReadList()
    {
        var type = ReadType();
        var items = Array.CreateInstance(type.GetGenericArguments()[0], input.Read7BitEncodedInt());
        for (var i = 0; i < items.Length; i++) items.SetValue(Read(), i);
        return Activator.CreateInstance(type, [items])!;
    }

    private long[] ReadLongs()
    {
        var values = new long[input.Read7BitEncodedInt()];
        for (var i = 0; i < values.Length; i++) values[i] = input.ReadInt64();
        return values;
    }

    private List<KeyValuePair<string, string>> ReadPairs()
    {
        var pairs = new List<KeyValuePair<string, string>>();
        for (var left = input.Read7BitEncodedInt(); left > 0; left--) pairs.Add(new(input.ReadString(), input.ReadString()));
        return pairs;
    }

    private Type ReadType()
    {
        var type = Type.GetType(input.ReadString(), throwOnError: true)!;
        if (!type.Assembly.GetName().Name!.StartsWith("Firesteel", StringComparison.Ordinal)) throw new InvalidDataException($"{type} is no type of the engine.");
        return type;
    }

    // The stage before ran in tasks of its own: of its shuffle only the number counts.
    private sealed class ElsewhereComputation : StageComputation
    {
        public override int PartitionCount => 0;
        public override object? RunTask(int partition, TaskContext context) => throw new InvalidOperationException("The map side of a shuffle is not run by its readers.");
    }

    // Nobody tells an executor when a plan is forgotten: what was received with it is freed when nothing refers to it any more.
    private sealed class ReceivedRows(MemoryAllocator memory)
    {
        public static readonly System.Runtime.CompilerServices.ConditionalWeakTable<RowBuffer, ReceivedRows> Owners = [];

        ~ReceivedRows() => memory.Dispose();
    }
}
