using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Parquet.Reading;
using Firesteel.Formats.Parquet.Writing;
using Firesteel.Types;
using Xunit;

namespace Firesteel.Formats.Tests.Parquet;

/// <summary>A column is read as another type where Spark allows it; missing columns and fields are null.</summary>
public sealed class RequestedTypeTests
{
    [Theory]
    [InlineData("integer", "long", "-7")]
    [InlineData("integer", "double", "-7.0")]
    [InlineData("integer", "decimal(12,2)", "-7.00")]
    [InlineData("integer", "decimal(38,5)", "-7.00000")]
    [InlineData("short", "byte", "-7")]
    [InlineData("long", "decimal(20,0)", "-7")]
    [InlineData("float", "double", "-7.0")]
    [InlineData("decimal(9,2)", "decimal(12,2)", "-0.07")]
    [InlineData("decimal(9,2)", "decimal(20,4)", "-0.0700")]
    [InlineData("decimal(25,3)", "decimal(38,5)", "-0.00700")]
    [InlineData("date", "timestamp_ntz", "1969-12-25 00:00:00")]
    [InlineData("date", "integer", "-7")]
    [InlineData("string", "binary", "-7")]
    [InlineData("integer", "string", null)]
    [InlineData("long", "integer", null)]
    [InlineData("integer", "decimal(9,2)", null)]
    [InlineData("double", "float", null)]
    [InlineData("decimal(12,2)", "decimal(9,2)", null)]
    [InlineData("decimal(12,2)", "decimal(12,4)", null)]
    [InlineData("string", "integer", null)]
    [InlineData("boolean", "integer", null)]
    public void StoredTypesWidenAsInSpark(string stored, string requested, string? expected)
    {
        var schema = new StructType(new StructField("c", SchemaJson.Parse($"\"{stored}\"")));
        var wanted = new StructType(new StructField("c", SchemaJson.Parse($"\"{requested}\"")));
        foreach (var dictionary in new[] { true, false })
        {
            var bytes = MinusSeven(schema, new ParquetWriteOptions { UseDictionary = dictionary });
            if (expected is not null)
            {
                Assert.Equal(["NULL", expected, expected], ParquetRows.Read(new MemoryFile(bytes), requested: wanted).Rows);
                continue;
            }
            var error = Assert.Throws<SparkException>(() => ParquetRows.Read(new MemoryFile(bytes), requested: wanted));
            Assert.Equal("FAILED_READ_FILE.PARQUET_COLUMN_DATA_TYPE_MISMATCH", error.Condition);
            Assert.Equal(("[c]", wanted[0].DataType.SimpleString), (error.Parameters["column"], error.Parameters["expectedType"]));
        }
    }

    [Fact]
    public void MissingColumnsAndFieldsAreNull()
    {
        var (bytes, rows) = RoundTripTests.Write(RandomBatches.AllTypes, ParquetWriteOptions.Default, 20, 0.2, batches: 1);
        var requested = new StructType(
            new StructField("none", LongType.Instance),
            new StructField("ST", new StructType(new StructField("missing", StringType.Instance), new StructField("X", IntegerType.Instance))),
            new StructField("ID", LongType.Instance),
            new StructField("st", new StructType(new StructField("missing", new ArrayType(StringType.Instance)))));
        var read = ParquetRows.Read(new MemoryFile(bytes), requested: requested).Rows;
        for (var i = 0; i < rows.Count; i++)
        {
            var columns = rows[i].Split('\t');
            var st = columns[^1];
            var x = st == "NULL" ? "NULL" : $"{{\"missing\":null,\"X\":{st[5..st.IndexOf(',')]}}}";
            Assert.Equal($"NULL\t{x}\t{columns[0]}\t{(st == "NULL" ? "NULL" : "{\"missing\":null}")}", read[i]);
        }
    }

    [Fact]
    public void RowGroupsBelongToTheRangeOfTheirMiddle()
    {
        var (bytes, _) = RoundTripTests.Write(RandomBatches.AllTypes, new ParquetWriteOptions { RowGroupBytes = 1 }, 1000, 0.1);
        using var file = ParquetFile.Open(new MemoryFile(bytes));
        Assert.True(file.RowGroupCount > 2);
        var cut = bytes.Length / 3;
        Assert.Equal(Enumerable.Range(0, file.RowGroupCount), file.RowGroupsIn(0, cut).Concat(file.RowGroupsIn(cut, 2 * cut)).Concat(file.RowGroupsIn(2 * cut, bytes.Length)));
    }

    // A null, then -7 twice.
    private static byte[] MinusSeven(StructType schema, ParquetWriteOptions options)
    {
        using var allocator = new MemoryAllocator(new MemoryManager(1L << 28), "test");
        using var sink = new MemoryStream();
        using var writer = new ParquetWriter(sink, schema, options, allocator);
        var batch = ColumnarBatch.Allocate(schema, allocator, 3);
        batch.Reset(3);
        var column = batch.Columns[0];
        column.SetNull(0);
        for (var row = 1; row < 3; row++)
        {
            switch (column.Physical)
            {
                case PhysicalType.Bool: column.Set(row, (byte)1); break;
                case PhysicalType.Int16: column.Set(row, (short)-7); break;
                case PhysicalType.Int32: column.Set(row, -7); break;
                case PhysicalType.Int64: column.Set(row, -7L); break;
                case PhysicalType.Int128: column.Set(row, (Int128)(-7)); break;
                case PhysicalType.Float32: column.Set(row, -7f); break;
                case PhysicalType.Float64: column.Set(row, -7.0); break;
                case PhysicalType.String: column.SetString(row, "-7"u8); break;
            }
        }
        batch.SetRows(3);
        writer.Write(batch);
        writer.Close();
        return sink.ToArray();
    }
}
