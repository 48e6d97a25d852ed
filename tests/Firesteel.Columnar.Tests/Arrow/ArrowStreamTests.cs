using System.Buffers;
using System.Text;
using Firesteel.Columnar.Arrow;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Variants;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Columnar.Tests.Arrow;

public class ArrowStreamTests
{
    // Three rows of sixteen columns, written by another implementation of Arrow.
    private const string Foreign = """
        /////2gEAAAQAAAAAAAKAAwABgAFAAgACgAAAAABBAAEAAAADP///wQAAAAQAAAACAQAAMwDAACkAwAAbAMAADwDAAD8AgAAzAIAAKACAAB0AgAAGAIAAJgBAADcAAAAlAAAAFQAAAAsAAAABAAAAEj8//8AAAEU
        EAAAABQAAAAEAAAAAAAAAAEAAABnAAAAcPz//2z8//8AAAEBEAAAABQAAAAEAAAAAAAAAAEAAAB6AAAAlPz//5D8//8AAAECEAAAABgAAAAEAAAAAAAAAAEAAAB1AAYACAAEAAYAAAAIAAAAEAAYAAgABgAHAAwA
        EAAUABAAAAAAAAEFFAAAADQAAAAcAAAABAAAAAAAAAABAAAAYwAAAAgACAAAAAQACAAAAAQAAADQ/P//AAAAASAAAAAU/f//EP3//wAAAREUAAAAGAAAAAQAAAABAAAAEAAAAAEAAABtAAAAPP3//6T///8AAAAN
        GAAAACAAAAAEAAAAAgAAAFQAAAAUAAAABwAAAGVudHJpZXMAbP3//2j9//8AAAEDEAAAABgAAAAEAAAAAAAAAAUAAAB2YWx1ZQAAAIL+//8AAAIAEAAUAAgAAAAHAAwAAAAQABAAAAAAAAAFEAAAABQAAAAEAAAA
        AAAAAAMAAABrZXkAzP3//8j9//8AAAENGAAAABwAAAAEAAAAAgAAADgAAAAQAAAAAQAAAHIAAAD4/f//9P3//wAAAQUQAAAAFAAAAAQAAAAAAAAAAQAAAHkAAAAc/v//GP7//wAAAQIQAAAAFAAAAAQAAAAAAAAA
        AQAAAHgAAAAI/v//AAAAARAAAABE/v//AAABDBQAAAAYAAAABAAAAAEAAAAQAAAAAQAAAGEAAABw/v//bP7//wAAAQIQAAAAGAAAAAQAAAAAAAAABAAAAGl0ZW0AAAAAYP7//wAAAAEgAAAAnP7//wAAARIQAAAA
        FAAAAAQAAAAAAAAAAQAAAGkAAACy////AAACAMT+//8AAAEIEAAAABQAAAAEAAAAAAAAAAEAAAB5AAAA2v///wAAAADs/v//AAABChAAAAAYAAAABAAAAAAAAAABAAAAbgAGAAgABgAGAAAAAAADABj///8AAAEK
        EAAAABwAAAAEAAAAAAAAAAEAAAB0AAAACAAMAAYACAAIAAAAAAACAAQAAAADAAAAVVRDAFT///8AAAEHEAAAABQAAAAEAAAAAAAAAAEAAAB3AAAA1P///yYAAAABAAAAgP///wAAAQcQAAAAHAAAAAQAAAAAAAAA
        AQAAAGQAAAAIAAwABAAIAAgAAAAKAAAAAgAAALT///8AAAEGEAAAABQAAAAEAAAAAAAAAAEAAABiAAAA3P///9j///8AAAEFEAAAABgAAAAEAAAAAAAAAAEAAABzAAAABAAEAAQAAAAQABQACAAGAAcADAAAABAA
        EAAAAAAAAQIQAAAAHAAAAAQAAAAAAAAAAQAAAGwAAAAIAAwACAAHAAgAAAAAAAABQAAAAAAAAAD/////qAAAABQAAAAAAAAADAAUAAYABQAIAAwADAAAAAACBAAUAAAAEAAAAAAAAAAIAAoAAAAEAAgAAAAQAAAA
        AAAKABgADAAEAAgACgAAAEwAAAAQAAAAAQAAAAAAAAAAAAAAAwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAgAAAAAAAAACAAAAAAAAAABAAAAAAAAAAAAAAABAAAAAQAAAAAAAAAAAAAAAAAAAAAAAAABAAAA
        eAAAAAAAAAD/////eAQAABQAAAAAAAAADAAWAAYABQAIAAwADAAAAAADBAAYAAAAEAIAAAAAAAAAAAoAGAAMAAQACAAKAAAA3AIAABAAAAADAAAAAAAAAAAAAAAsAAAAAAAAAAAAAAABAAAAAAAAAAgAAAAAAAAA
        GAAAAAAAAAAgAAAAAAAAAAEAAAAAAAAAKAAAAAAAAAAQAAAAAAAAADgAAAAAAAAABgAAAAAAAABAAAAAAAAAAAEAAAAAAAAASAAAAAAAAAABAAAAAAAAAFAAAAAAAAAAAQAAAAAAAABYAAAAAAAAADAAAAAAAAAA
        iAAAAAAAAAABAAAAAAAAAJAAAAAAAAAAMAAAAAAAAADAAAAAAAAAAAEAAAAAAAAAyAAAAAAAAAAYAAAAAAAAAOAAAAAAAAAAAQAAAAAAAADoAAAAAAAAABgAAAAAAAAAAAEAAAAAAAABAAAAAAAAAAgBAAAAAAAA
        DAAAAAAAAAAYAQAAAAAAAAEAAAAAAAAAIAEAAAAAAAAYAAAAAAAAADgBAAAAAAAAAQAAAAAAAABAAQAAAAAAABAAAAAAAAAAUAEAAAAAAAAAAAAAAAAAAFABAAAAAAAACAAAAAAAAABYAQAAAAAAAAEAAAAAAAAA
        YAEAAAAAAAABAAAAAAAAAGgBAAAAAAAABgAAAAAAAABwAQAAAAAAAAAAAAAAAAAAcAEAAAAAAAAQAAAAAAAAAIABAAAAAAAAAgAAAAAAAACIAQAAAAAAAAEAAAAAAAAAkAEAAAAAAAAQAAAAAAAAAKABAAAAAAAA
        AAAAAAAAAACgAQAAAAAAAAAAAAAAAAAAoAEAAAAAAAAIAAAAAAAAAKgBAAAAAAAAAQAAAAAAAACwAQAAAAAAAAAAAAAAAAAAsAEAAAAAAAAIAAAAAAAAALgBAAAAAAAAAQAAAAAAAADAAQAAAAAAAAwAAAAAAAAA
        0AEAAAAAAAABAAAAAAAAANgBAAAAAAAAAwAAAAAAAADgAQAAAAAAAAEAAAAAAAAA6AEAAAAAAAAgAAAAAAAAAAgCAAAAAAAAAwAAAAAAAAAAAAAAFgAAAAMAAAAAAAAAAQAAAAAAAAADAAAAAAAAAAEAAAAAAAAA
        AwAAAAAAAAABAAAAAAAAAAMAAAAAAAAAAQAAAAAAAAADAAAAAAAAAAEAAAAAAAAAAwAAAAAAAAABAAAAAAAAAAMAAAAAAAAAAQAAAAAAAAADAAAAAAAAAAEAAAAAAAAAAwAAAAAAAAABAAAAAAAAAAMAAAAAAAAA
        AQAAAAAAAAACAAAAAAAAAAAAAAAAAAAAAwAAAAAAAAABAAAAAAAAAAMAAAAAAAAAAQAAAAAAAAADAAAAAAAAAAAAAAAAAAAAAwAAAAAAAAABAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAABAAAAAAAAAAAAAAAAAAAA
        AQAAAAAAAAAAAAAAAAAAAAMAAAAAAAAAAQAAAAAAAAADAAAAAAAAAAEAAAAAAAAAAwAAAAAAAAADAAAAAAAAAAMAAAAAAAAAAQAAAAAAAAAFAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAD9/////////wUAAAAAAAAA
        AAAAAAEAAAABAAAABgAAAGHDvG7DrwAABQAAAAAAAAABAAAAAAAAAAUAAAAAAAAAfQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAADx2P//////////////////BQAAAAAAAAA5bDYvgZ9OsQYAAAAAAAAA
        AAAAAAAAAAAAAAAAAAAAAPb///////////////////8FAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAD//////////wUAAAAAAAAAAAAAAAAAAAAAAAAAAAAAANwFAAAAAAAABQAAAAAAAAA4SgAAAAAAAP////8AAAAA
        BQAAAAAAAAAFAAAAAAAAAAAAAAAAAAAA+/////////8FAAAAAAAAAAAAAAACAAAAAgAAAAIAAAABAAAAAgAAAAUAAAAAAAAAAwAAAAAAAAABAAAAAAAAAAAAAAABAAAAAQAAAAIAAABwcQAAAAAAAAUAAAAAAAAA
        AAAAAAEAAAABAAAAAQAAAAAAAAABAAAAawAAAAAAAAAAAAAAAAD4PwUAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAUAAAAAAAAAAQD/AAAAAAAFAAAAAAAAAAAAAAAAAAAAAwAAAAAAAAADAAAAAAAAAAMAAAAAAAAA
        YmlnAAAAAAD/////AAAAAA==
        """;

    private static readonly string[] Values =
    [
        "l: 1,-,-3", "s: a,-,ünï", "b: 1,-,0", "d: 125,-,-9999", "w: 123456789012345678905,-,-10", "t: 0,-,-1", "n: 0,-,1", "y: 19000,-,-1",
        "i: 5,-,-5", "a: [1 2],-,[]", "r: {1 p},-,{- q}", "m: <k=1.5>,-,<>", "c: x,-,x", "u: 1,-,255", "z: -,-,-", "g: big,-,",
    ];

    [Fact]
    public void Reads_every_type_of_a_foreign_stream()
    {
        using var memory = new MemoryAllocator(MemoryManager.Process, "test");
        Assert.Equal(Values, Dump(Read(Convert.FromBase64String(Foreign), memory)));
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        using var memory = new MemoryAllocator(MemoryManager.Process, "test");
        var rows = Read(Convert.FromBase64String(Foreign), memory);
        var written = new ArrowStreamWriter(rows.Schema, "UTC").Single(rows.Chunks[0].Columns, rows.Chunks[0].Selection);
        var again = Read(written, memory);
        Assert.Equal(rows.Schema.Fields.Select(f => f.DataType), again.Schema.Fields.Select(f => f.DataType));
        Assert.Equal(Values, Dump(again));
    }

    [Fact]
    public void Batches_lie_one_behind_the_other_until_they_are_cleared()
    {
        using var memory = new MemoryAllocator(MemoryManager.Process, "test");
        var rows = Read(Convert.FromBase64String(Foreign), memory);
        var (columns, selection) = (rows.Chunks[0].Columns, rows.Chunks[0].Selection);
        var writer = new ArrowStreamWriter(rows.Schema, "UTC");
        var stream = new ArrayBufferWriter<byte>();
        writer.WriteSchema(stream);
        for (var i = 0; i < 2; i++)
        {
            writer.Append(columns, selection);
            writer.Append(columns, new Selection(0));
            writer.Append(columns, new Selection(1));
            stream.Write(writer.Pending);
            writer.ClearPending();
        }
        ArrowStreamWriter.WriteEnd(stream);
        var again = Read(stream.WrittenSpan.ToArray(), memory);
        Assert.Equal(8, again.Count);
        string[] Twice(string line) => line.Split(": ")[1].Split(',');
        Assert.Equal(Values.Select(v => string.Join(",", [.. Twice(v), Twice(v)[0], .. Twice(v), Twice(v)[0]])), Dump(again).Select(d => d.Split(": ")[1]));
    }

    [Fact]
    public unsafe void Selected_rows_of_any_encoding_are_written()
    {
        using var memory = new MemoryAllocator(MemoryManager.Process, "test");
        using var words = new ColumnVector(StringType.Instance, memory, 2);
        words.SetString(0, "no"u8);
        words.SetString(1, "yes"u8);
        using var coded = new ColumnVector(StringType.Instance, memory);
        var codes = coded.StartCodes(words, 3, null);
        (codes[0], codes[1], codes[2]) = (0, 1, 0);
        using var constant = new ColumnVector(IntegerType.Instance, memory, 1);
        constant.Set(0, 7);
        constant.MakeConstant();
        ushort* chosen = stackalloc ushort[] { 1, 2 };
        var stream = new ArrowStreamWriter(new StructType().Add("a", StringType.Instance).Add("b", IntegerType.Instance), "UTC").Single([coded, constant], new Selection(chosen, 2));
        Assert.Equal(["a: yes,no", "b: 7,7"], Dump(Read(stream, memory)));
    }

    // Texts that their views hold whole take another way than longer ones, and all rows another one than some.
    [Theory, InlineData(""), InlineData("abcd"), InlineData("abcde")]
    public unsafe void Short_texts_are_written_as_long_ones(string longest)
    {
        using var memory = new MemoryAllocator(MemoryManager.Process, "test");
        string[] texts = ["", "a", "ü", "abc", longest, "bc", longest, "é", ""];
        var all = stackalloc ushort[texts.Length];
        using var column = new ColumnVector(StringType.Instance, memory, texts.Length);
        for (var row = 0; row < texts.Length; row++)
        {
            column.SetString(row, Encoding.UTF8.GetBytes(texts[row]));
            all[row] = (ushort)row;
        }
        var schema = new StructType().Add("a", StringType.Instance).Add("b", StringType.Instance);
        for (var count = 0; count <= texts.Length; count++)
        {
            var dense = new ArrowStreamWriter(schema, "UTC").Single([column, column], new Selection(count));
            Assert.Equal(new ArrowStreamWriter(schema, "UTC").Single([column, column], new Selection(all, count)), dense);
            if (count == 0) continue;
            var expected = string.Join(",", texts[..count]);
            Assert.Equal([$"a: {expected}", $"b: {expected}"], Dump(Read(dense, memory)));
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public void A_variant_is_a_struct_that_says_so(bool large)
    {
        using var memory = new MemoryAllocator(MemoryManager.Process, "test");
        using var column = new ColumnVector(VariantType.Instance, memory, 3);
        VariantBlob.Set(column, 0, [0x0C, 7], [1, 0, 0]);
        column.SetNull(1);
        VariantBlob.Set(column, 2, [0x02, 1, 0, 0, 2, 0x0C, 1], [1, 1, 0, 1, (byte)'q']);
        var stream = new ArrowStreamWriter(new StructType().Add("v", VariantType.Instance), "UTC") { LargeVariables = large }.Single([column], new Selection(3));
        var rows = Read(stream, memory);
        Assert.Equal(VariantType.Instance, rows.Schema[0].DataType);
        var read = rows.Chunks[0].Columns[0];
        Assert.True(read.IsNull(1));
        Assert.Equal(column.Get<StringView>(0), read.Get<StringView>(0));
        Assert.Equal(column.Get<StringView>(2), read.Get<StringView>(2));
    }

    [Fact]
    public void A_broken_stream_is_refused()
    {
        using var memory = new MemoryAllocator(MemoryManager.Process, "test");
        Assert.Throws<FormatException>(() => new ArrowStreamReader(new byte[] { 255, 255, 255, 255, 0, 0, 0, 0 }));
    }

    private static RowBuffer Read(byte[] stream, MemoryAllocator memory)
    {
        var reader = new ArrowStreamReader(stream);
        var rows = new RowBuffer(reader.Schema, memory);
        reader.ReadInto(rows, memory);
        return rows;
    }

    private static string[] Dump(RowBuffer rows)
        => [.. rows.Schema.Fields.Select((f, c) => $"{f.Name}: {string.Join(",", Enumerable.Range(0, (int)rows.Count).Select(r => Text(rows.Chunks[0].Columns[c], r)))}")];

    private static string Text(ColumnVector vector, int row)
    {
        if (vector.Physical == PhysicalType.Null || vector.IsNull(row)) return "-";
        vector = ValueComparer.Locate(vector, ref row);
        switch (vector.Physical)
        {
            case PhysicalType.Bool: return $"{vector.Get<byte>(row)}";
            case PhysicalType.Int8: return $"{vector.Get<sbyte>(row)}";
            case PhysicalType.Int16: return $"{vector.Get<short>(row)}";
            case PhysicalType.Int32: return $"{vector.Get<int>(row)}";
            case PhysicalType.Int64: return $"{vector.Get<long>(row)}";
            case PhysicalType.Int128: return $"{vector.Get<Int128>(row)}";
            case PhysicalType.Float64: return $"{vector.Get<double>(row)}";
            case PhysicalType.String: return Encoding.UTF8.GetString(vector.Get<StringView>(row).Span);
            case PhysicalType.Struct: return $"{{{string.Join(" ", vector.Children.Select(c => Text(c, row)))}}}";
            case PhysicalType.Array: return $"[{string.Join(" ", Items(vector, row).Select(i => Text(vector.Children[0], i)))}]";
            case PhysicalType.Map: return $"<{string.Join(" ", Items(vector, row).Select(i => $"{Text(vector.Children[0], i)}={Text(vector.Children[1], i)}"))}>";
            default: return vector.Physical.ToString();
        }
    }

    private static IEnumerable<int> Items(ColumnVector vector, int row) => vector.Get<ListEntry>(row) is var e ? Enumerable.Range(e.Offset, e.Length) : [];
}
