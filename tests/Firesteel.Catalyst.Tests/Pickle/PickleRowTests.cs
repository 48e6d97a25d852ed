using Firesteel.Formats.Tests.Pickle;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Formats.Pickle;
using Firesteel.Types;

namespace Firesteel.Catalyst.Tests.Pickle;

public sealed class PickleRowTests
{
    private static readonly StructType Schema = new([
        new("i", IntegerType.Instance, true), new("l", LongType.Instance, true), new("f", DoubleType.Instance, true), new("s", StringType.Instance, true),
        new("b", BinaryType.Instance, true), new("d", new DecimalType(10, 2), true), new("w", new DecimalType(38, 3), true), new("t", TimestampType.Instance, true),
        new("a", new ArrayType(StringType.Instance), true), new("m", new MapType(StringType.Instance, IntegerType.Instance), true),
        new("r", new StructType([new("x", IntegerType.Instance, true), new("y", new ArrayType(LongType.Instance), true)]), true), new("v", VariantType.Instance, true),
    ]);

    private static readonly object?[][] Rows =
    [
        [1, 1L << 40, 0.5, "é", new BinaryValue([1, 2]), (Int128)(-1234), (Int128)5, -7L, Nested("p", null), Nested("bb", 1, "aa", null), Nested(9, Nested(1L, 2L)), new BinaryValue([2, 0, 0, 0, 12, 7, 1, 0, 0])],
        [null, null, null, null, null, null, null, null, null, null, null, null],
        [-1, -1L, double.NaN, "", new BinaryValue([]), (Int128)0, (Int128)(-1), 0L, Nested(), Nested(), Nested(null, null), new BinaryValue([1, 0, 0, 0, 0, 1, 0, 0])],
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Rows_come_back_as_they_went(bool named)
    {
        using var memory = new MemoryAllocator(MemoryManager.Process, "test");
        var batch = Batch(memory);
        using var writer = new PickleRowWriter(Schema, named, memory);
        var from = 0;
        var first = new PickleReader().Read(writer.Write(batch, ref from, most: 2).ToArray());
        Assert.Equal(2, first.Tuple.Length);
        var second = new PickleReader().Read(writer.Write(batch, ref from).ToArray());
        Assert.Equal(3, from);
        Assert.Equal(named ? PickleKind.Row : PickleKind.Tuple, first.Tuple[0].Kind);

        var back = ColumnarBatch.Allocate(Schema, memory, Rows.Length);
        back.Reset(Rows.Length);
        var reader = new PickleRowReader(Schema);
        var values = first.Tuple.Concat(second.Tuple).ToArray();
        for (var row = 0; row < values.Length; row++) reader.Write(back.Columns, row, values[row]);
        for (var row = 0; row < Rows.Length; row++)
            for (var c = 0; c < Schema.Count; c++)
                Assert.Equal(LiteralVectors.Read(batch.Columns[c], row), LiteralVectors.Read(back.Columns[c], row));
    }

    [Fact]
    public void Values_of_another_kind_become_null_and_text_takes_all()
    {
        using var memory = new MemoryAllocator(MemoryManager.Process, "test");
        var text = new ColumnVector(StringType.Instance, memory, 4);
        var number = new ColumnVector(IntegerType.Instance, memory, 4);
        PickleColumnReader.For(StringType.Instance).Write(text, 0, PickleValue.Of(1.0));
        PickleColumnReader.For(StringType.Instance).Write(text, 1, PickleValue.Of(true));
        PickleColumnReader.For(IntegerType.Instance).Write(number, 0, PickleValue.Of("1"));
        PickleColumnReader.For(IntegerType.Instance).Write(number, 1, PickleValue.Of((1L << 32) + 5));
        Assert.Equal("1.0", LiteralVectors.Read(text, 0));
        Assert.Equal("true", LiteralVectors.Read(text, 1));
        Assert.Null(LiteralVectors.Read(number, 0));
        Assert.Equal(5, LiteralVectors.Read(number, 1));
    }

    [Fact]
    public void Dicts_have_the_order_of_javas_hash_map()
    {
        using var memory = new MemoryAllocator(MemoryManager.Process, "test");
        var type = new MapType(StringType.Instance, IntegerType.Instance);
        var schema = new StructType([new("m", type, true)]);
        var batch = ColumnarBatch.Allocate(schema, memory, 1);
        batch.Reset(1);
        LiteralVectors.Write(batch.Columns[0], 0, Nested("name", 1, "age", 2, "height", 3));
        batch.SetRows(1);
        using var writer = new PickleRowWriter(schema, named: false, memory);
        var from = 0;
        var row = new PickleReader().Read(writer.Write(batch, ref from).ToArray()).Tuple[0];
        Assert.Equal("({'name': 1, 'age': 2, 'height': 3})", PickleText.Of(row));
    }

    [Theory]
    [InlineData(1, 7, "100E-9")]
    [InlineData(-12345, 12, "-12.345E-9")]
    [InlineData(0, 18, "0E-18")]
    [InlineData(0, 8, "0.00E-6")]
    [InlineData(5, 2, "0.05")]
    [InlineData(12, 0, "12")]
    public void Decimals_are_written_as_java_does(long unscaled, int scale, string expected)
    {
        Span<byte> text = stackalloc byte[EngineeringText.MaxLength];
        Assert.Equal(expected, System.Text.Encoding.ASCII.GetString(text[..EngineeringText.Write(unscaled, scale, text)]));
    }

    private static ColumnarBatch Batch(MemoryAllocator memory)
    {
        var batch = ColumnarBatch.Allocate(Schema, memory, Rows.Length);
        batch.Reset(Rows.Length);
        for (var row = 0; row < Rows.Length; row++)
            for (var c = 0; c < Schema.Count; c++) LiteralVectors.Write(batch.Columns[c], row, Rows[row][c]);
        batch.SetRows(Rows.Length);
        return batch;
    }

    private static NestedValue Nested(params object?[] items) => new(new ValueList<object?>(items));
}
