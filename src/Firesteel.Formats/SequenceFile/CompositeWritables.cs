using System.Globalization;
using System.Text;
using Firesteel.Formats.Pickle;

namespace Firesteel.Formats.SequenceFile;

/// <summary>
/// Entries whose keys and values each name their class by a number: Hadoop's own classes have numbers of their own, the
/// map's head lists the others.
/// </summary>
sealed class MapWritable() : WritableType("MapWritable")
{
    public static readonly MapWritable Instance = new();

    private const int FirstKnown = -127;

    // An entry takes two bytes in the file and many times that in memory.
    private const int MostEntries = 1 << 22;

    // How many entries Python pickles in one piece.
    private const int PickledTogether = 1000;

    // In the order of their numbers; null where Hadoop has a class that is not known here.
    private static readonly WritableType?[] Known =
    [
        ArrayWritable.Instance, BooleanWritable.Instance, BytesWritable.Instance, FloatWritable.Instance, IntWritable.Instance, LongWritable.Instance, Instance,
        null, NullWritable.Instance, null, null, TextWritable.Instance, null, VIntWritable.Instance, VLongWritable.Instance,
    ];

    public override PickleValue Read(ref WritableInput input, int depth)
    {
        RequireDepth(depth);
        var own = OwnTypes(ref input);
        var count = input.Int32();
        // Each entry has at least the numbers of two classes.
        if (count < 0 || count > input.Left / 2) throw new InvalidDataException("a map has more entries than bytes");
        if (count > MostEntries) throw new InvalidDataException($"a map has more than {MostEntries} entries");
        var (keys, values, hashes) = (new PickleValue[count], new PickleValue[count], new int[count]);
        for (var i = 0; i < count; i++)
        {
            var type = TypeOf((sbyte)input.Byte(), own);
            keys[i] = type.Read(ref input, depth + 1);
            hashes[i] = type.Hash(keys[i]);
            values[i] = TypeOf((sbyte)input.Byte(), own).Read(ref input, depth + 1);
        }
        return Collect(keys, values, JavaHashMapOrder.Of(hashes));
    }

    public override void Write(WritableOutput output, PickleValue value, int depth)
    {
        RequireDepth(depth);
        var dict = value.Dict;
        var own = new List<WritableType>();
        for (var i = 0; i < dict.Count; i++)
        {
            AddOwn(own, WritableTypes.Of(dict.Key(i)));
            AddOwn(own, WritableTypes.Of(dict.Value(i)));
        }
        output.Byte((byte)own.Count);
        for (var i = 0; i < own.Count; i++)
        {
            output.Byte((byte)(i + 1));
            output.Int16((short)own[i].ClassName.Length);
            output.Bytes(Encoding.ASCII.GetBytes(own[i].ClassName));
        }
        output.Int32(dict.Count);
        foreach (var i in Order(dict))
        {
            WriteTyped(output, own, dict.Key(i), depth);
            WriteTyped(output, own, dict.Value(i), depth);
        }
    }

    public override void AppendText(StringBuilder text, PickleValue value, int depth)
    {
        RequireDepth(depth);
        var separator = "{";
        foreach (var i in Order(value.Dict))
        {
            text.Append(separator);
            WritableTypes.Of(value.Dict.Key(i)).AppendText(text, value.Dict.Key(i), depth + 1);
            text.Append('=');
            WritableTypes.Of(value.Dict.Value(i)).AppendText(text, value.Dict.Value(i), depth + 1);
            separator = ", ";
        }
        text.Append(value.Dict.Count == 0 ? "{}" : "}");
    }

    public override int Hash(PickleValue value) => 1 + value.Dict.Count;

    private static WritableType[] OwnTypes(ref WritableInput input)
    {
        var count = (sbyte)input.Byte();
        if (count < 0) throw new InvalidDataException("a map has a negative number of classes");
        var own = new WritableType[count];
        for (var i = 0; i < count; i++)
        {
            if (input.Byte() != i + 1) throw new InvalidDataException("the classes of a map are out of order");
            var name = Encoding.UTF8.GetString(input.Take((ushort)input.Int16()));
            own[i] = WritableTypes.Find(name) ?? throw new InvalidDataException($"a map holds values of the class {name}, which is not supported");
        }
        return own;
    }

    private static WritableType TypeOf(sbyte number, WritableType[] own)
    {
        if (number > 0 && number <= own.Length) return own[number - 1];
        var known = number - FirstKnown;
        return known >= 0 && known < Known.Length && Known[known] is { } type ? type : throw new InvalidDataException($"a map holds a value of the class number {number}, which is not supported");
    }

    private static void AddOwn(List<WritableType> own, WritableType type)
    {
        if (NumberOf(type) == 0 && !own.Contains(type)) own.Add(type);
    }

    // 0 for a class that the head must list.
    private static int NumberOf(WritableType type)
    {
        for (var i = 0; i < Known.Length; i++)
            if (ReferenceEquals(Known[i], type)) return i + FirstKnown;
        return 0;
    }

    private static void WriteTyped(WritableOutput output, List<WritableType> own, PickleValue value, int depth)
    {
        var type = WritableTypes.Of(value);
        output.Byte((byte)(NumberOf(type) is not 0 and var number ? number : own.IndexOf(type) + 1));
        type.Write(output, value, depth + 1);
    }

    // As two maps of Java order the entries: the one that Python's dict becomes, and that of the Writables.
    private static int[] Order(PickleDict dict)
    {
        var (arrival, hashes) = (Arrival(dict.Count), new int[dict.Count]);
        for (var i = 0; i < hashes.Length; i++) hashes[i] = JavaHashMapOrder.HashOf(dict.Key(arrival[i]));
        var first = JavaHashMapOrder.Of(hashes);
        for (var i = 0; i < hashes.Length; i++)
        {
            first[i] = arrival[first[i]];
            hashes[i] = WritableTypes.Of(dict.Key(first[i])).Hash(dict.Key(first[i]));
        }
        return [.. JavaHashMapOrder.Of(hashes).Select(i => first[i])];
    }

    // The JVM takes the entries of each piece of a pickled dict from the last to the first.
    private static int[] Arrival(int count)
    {
        var order = new int[count];
        for (var start = 0; start < count; start += PickledTogether)
        {
            var end = Math.Min(count, start + PickledTogether);
            for (var i = start; i < end; i++) order[i] = start + end - 1 - i;
        }
        return order;
    }

    private static PickleValue Collect(PickleValue[] keys, PickleValue[] values, int[] order)
    {
        var hashes = new int[order.Length];
        for (var i = 0; i < hashes.Length; i++) hashes[i] = JavaHashMapOrder.HashOf(keys[order[i]]);
        var dict = new PickleDict();
        foreach (var i in JavaHashMapOrder.Of(hashes)) dict.Add(keys[order[i]], values[order[i]]);
        return PickleValue.Object(PickleKind.Dict, dict);
    }
}

/// <summary>Items with their number in front. The file does not say of which class they are, so they are only written.</summary>
sealed class ArrayWritable() : WritableType("ArrayWritable")
{
    public static readonly ArrayWritable Instance = new();

    public override PickleValue Read(ref WritableInput input, int depth) => throw new InvalidDataException($"{ClassName} does not say which class its items have, so that only a program's own subclass of it can read it");

    public override void Write(WritableOutput output, PickleValue value, int depth)
    {
        RequireDepth(depth);
        output.Int32(value.Tuple.Length);
        foreach (var item in value.Tuple) WritableTypes.Of(item).Write(output, item, depth + 1);
    }

    public override void AppendText(StringBuilder text, PickleValue value, int depth)
    {
        RequireDepth(depth);
        text.Append("ArrayWritable [valueClass=interface org.apache.hadoop.io.Writable, values=[");
        for (var i = 0; i < value.Tuple.Length; i++)
        {
            if (i > 0) text.Append(", ");
            WritableTypes.Of(value.Tuple[i]).AppendText(text, value.Tuple[i], depth + 1);
        }
        text.Append("]]");
    }

    // Java tells arrays apart by where they lie.
    public override int Hash(PickleValue value) => 0;
}

/// <summary>The order in which Java's HashMap gives its entries, by their hashes.</summary>
static class JavaHashMapOrder
{
    private const int FirstCapacity = 16;

    /// <summary>The places of the entries in that order.</summary>
    public static int[] Of(ReadOnlySpan<int> hashes)
    {
        var capacity = (uint)FirstCapacity;
        while (hashes.Length > capacity / 4 * 3) capacity *= 2;
        var (places, order) = (new uint[hashes.Length], new int[hashes.Length]);
        for (var i = 0; i < order.Length; i++)
        {
            var hash = (uint)hashes[i];
            (places[i], order[i]) = ((hash ^ hash >> 16) & (capacity - 1), i);
        }
        // A stable sort: entries of one place stay as they came.
        return [.. order.OrderBy(i => places[i])];
    }

    /// <summary>The hash of a value as Java sees it; 0 where Java takes an object's address.</summary>
    public static int HashOf(PickleValue value)
    {
        switch (value.Kind)
        {
            case PickleKind.Bool: return value.Integer != 0 ? 1231 : 1237;
            case PickleKind.Int: return value.Integer is >= int.MinValue and <= int.MaxValue ? (int)value.Integer : Fold(value.Integer);
            case PickleKind.Float: return Fold(BitConverter.DoubleToInt64Bits(value.Float));
            case PickleKind.Text:
                var hash = 0;
                foreach (var c in value.Text) hash = unchecked(hash * 31 + c);
                return hash;
            default: return 0;
        }
    }

    private static int Fold(long value) => unchecked((int)(value ^ (long)((ulong)value >> 32)));
}
