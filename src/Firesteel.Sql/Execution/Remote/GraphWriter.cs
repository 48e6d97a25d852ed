using System.Collections;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Functions;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Core.Shuffle;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Configuration;
using Firesteel.Sql.DataSources;
using Firesteel.Sql.Exchange;
using Firesteel.Sql.Operators.Spilling;
using Firesteel.Types;

namespace Firesteel.Sql.Execution.Remote;

/// <summary>
/// Writes plans, expressions and settings for another process: records member by member, functions by name, shuffles by number. Nodes that
/// are met again are written once. What has no form there fails with its name.
/// </summary>
sealed class GraphWriter(BinaryWriter output, IProgramObjects? program = null, Core.Storage.BlockManager? blocks = null)
{
    private readonly Dictionary<object, int> _known = new(ReferenceEqualityComparer.Instance);

    public void Write(object? value)
    {
        DepthGuard.Check();
        switch (value)
        {
            case null: Tag(GraphTag.Null); break;
            case bool b: Tag(b ? GraphTag.True : GraphTag.False); break;
            case sbyte v: Tag(GraphTag.Int8); output.Write(v); break;
            case short v: Tag(GraphTag.Int16); output.Write(v); break;
            case int v: Tag(GraphTag.Int32); output.Write7BitEncodedInt(v); break;
            case long v: Tag(GraphTag.Int64); output.Write(v); break;
            case Int128 v: Tag(GraphTag.Int128); output.Write((ulong)(v >> 64)); output.Write((ulong)v); break;
            case float v: Tag(GraphTag.Float); output.Write(v); break;
            case double v: Tag(GraphTag.Double); output.Write(v); break;
            case string v: Tag(GraphTag.Text); output.Write(v); break;
            case byte[] v: Tag(GraphTag.Bytes); output.Write7BitEncodedInt(v.Length); output.Write(v); break;
            case long[] v: Tag(GraphTag.Longs); output.Write7BitEncodedInt(v.Length); foreach (var x in v) output.Write(x); break;
            case Enum v: Tag(GraphTag.Enum); output.Write(TypeName(v.GetType())); output.Write(Convert.ToInt64(v, System.Globalization.CultureInfo.InvariantCulture)); break;
            case Origin v: Tag(GraphTag.Origin); Write(v.Context); break;
            case MemoryManager: Tag(GraphTag.Memory); break;
            case DataType type: Tag(GraphTag.DataType); output.Write(SchemaJson.Write(type)); break;
            case IProgramFunction function: WriteOfProgram(function); break;
            case FunctionDefinition function: Tag(GraphTag.Function); output.Write(FunctionNames.Of(function)); break;
            case IFileFormat format: Tag(GraphTag.Format); output.Write(format.Name); break;
            case ValueMap map: WritePairs(GraphTag.Map, map); break;
            case SqlConf conf: WritePairs(GraphTag.Conf, conf.GetAll()); break;
            default: WriteNode(value); break;
        }
    }

    private void WriteNode(object value)
    {
        if (_known.TryGetValue(value, out var number))
        {
            Tag(GraphTag.Known);
            output.Write7BitEncodedInt(number);
            return;
        }
        var type = value.GetType();
        if (value is ShuffleDependency shuffle)
        {
            Tag(GraphTag.Shuffle);
            output.Write(shuffle.ShuffleId);
            output.Write7BitEncodedInt(shuffle.ReducePartitions);
        }
        else if (value is Operators.PartitionedRows many && SentRows.Of(many.Parts, many.Parts, blocks) is { } sent)
        {
            Write(sent);
            return;
        }
        else if (value is Operators.RowBufferRows { Buffer: var buffer } && SentRows.Of(buffer, [buffer], blocks) is { } alone)
        {
            Write(alone);
            return;
        }
        else if (value is RowBuffer rows)
        {
            Tag(GraphTag.Rows);
            output.Write(SchemaJson.Write(rows.Schema));
            RowBlocks.Write(rows, output);
        }
        else if (value is Operators.PartitionedRows local)
        {
            Tag(GraphTag.RowParts);
            output.Write7BitEncodedInt(local.Parts.Count);
            foreach (var part in local.Parts) Write(part);
        }
        else if (value is FileTable table)
        {
            Tag(GraphTag.Table);
            output.Write(table.Format);
            output.Write(SchemaJson.Write(table.DataSchema));
            output.Write(SchemaJson.Write(table.PartitionSchema));
            Write(table.Paths);
            Write(table.Options);
        }
        else if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueList<>))
        {
            Tag(GraphTag.List);
            output.Write(TypeName(type));
            output.Write7BitEncodedInt(((IEnumerable)value).Cast<object?>().Count());
            foreach (var item in (IEnumerable)value) Write(item);
        }
        else if (RecordShape.IsRecord(type))
        {
            Tag(GraphTag.Record);
            output.Write(TypeName(type));
            foreach (var member in RecordShape.Of(type).Values(ForSending(value))) Write(member);
        }
        else throw RecordShape.NotSendable(type);
        _known.Add(value, _known.Count);
    }

    // What ran before a finished exchange means nothing elsewhere.
    private static object ForSending(object value) => value switch
    {
        ShuffleExchangeExec { Child: not SpilledRowsExec } exchange when exchange.Child.Output is var columns => exchange with { Child = new SpilledRowsExec(columns) },
        BroadcastExchangeExec exchange => exchange with { Child = new SpilledRowsExec(exchange.Child.Output) },
        _ => value,
    };

    private void WriteOfProgram(IProgramFunction function)
    {
        if (_known.TryGetValue(function, out var number))
        {
            Tag(GraphTag.Known);
            output.Write7BitEncodedInt(number);
            return;
        }
        var bytes = (program ?? throw new NotSupportedException("A function of the program cannot be sent to another process.")).Write(function);
        Tag(GraphTag.OfProgram);
        output.Write7BitEncodedInt(bytes.Length);
        output.Write(bytes);
        _known.Add(function, _known.Count);
    }

    private void WritePairs(GraphTag tag, IReadOnlyCollection<KeyValuePair<string, string>> pairs)
    {
        Tag(tag);
        output.Write7BitEncodedInt(pairs.Count);
        foreach (var (key, value) in pairs)
        {
            output.Write(key);
            output.Write(value);
        }
    }

    private void Tag(GraphTag tag) => output.Write((byte)tag);

    // Types of the engine, of whatever assembly, by their full names.
    private static string TypeName(Type type) => type.AssemblyQualifiedName!;
}
