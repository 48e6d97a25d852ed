using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;
using Xunit;

namespace Firesteel.Columnar.Tests.Vectors;

public sealed unsafe class RowBufferTests : IDisposable
{
    private readonly MemoryAllocator _allocator = new(MemoryManager.Process, "test");

    public void Dispose() => _allocator.Dispose();

    [Theory, InlineData(5), InlineData(RowBuffer.ChunkRows), InlineData(RowBuffer.ChunkRows + 3)]
    public void ScatteredValuesLieWhereTheyWereSent(int count)
    {
        StructType schema = new([new StructField("a", LongType.Instance, true), new StructField("b", ByteType.Instance, false), new StructField("c", StringType.Instance, true)]);
        using var buffer = new RowBuffer(schema, _allocator);
        for (var at = 0; at < count; at += 1000) Append(buffer, schema, at, Math.Min(1000, count - at));
        var places = Enumerable.Range(0, count).ToArray();
        new Random(count).Shuffle(places);
        var columns = schema.Fields.Select(f => new ColumnVector(f.DataType, _allocator, count)).ToArray();
        fixed (int* p = places)
            for (var c = 0; c < columns.Length; c++) buffer.Scatter(c, p, columns[c]);
        for (var row = 0; row < count; row++)
        {
            var at = places[row];
            Assert.Equal(row % 7 == 3, columns[0].IsNull(at));
            if (row % 7 != 3) Assert.Equal(row * 1_000_003L, columns[0].Get<long>(at));
            Assert.Equal((sbyte)row, columns[1].Get<sbyte>(at));
            Assert.Equal($"text of more than twelve bytes {row}", columns[2].Get<StringView>(at).ToString());
        }
    }

    private void Append(RowBuffer buffer, StructType schema, int first, int count)
    {
        var batch = ColumnarBatch.Allocate(schema, _allocator, count);
        batch.Reset(count);
        for (var k = 0; k < count; k++)
        {
            var row = first + k;
            if (row % 7 == 3) batch.Columns[0].SetNull(k);
            else batch.Columns[0].Set(k, row * 1_000_003L);
            batch.Columns[1].Set(k, (sbyte)row);
            batch.Columns[2].SetString(k, System.Text.Encoding.UTF8.GetBytes($"text of more than twelve bytes {row}"));
        }
        batch.SetRows(count);
        buffer.Append(batch);
    }
}
