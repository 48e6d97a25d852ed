using System.Buffers;
using System.Buffers.Binary;
using Firesteel.Columnar.Arrow;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Core.Scheduler;
using Firesteel.Foundation.Configuration;
using Firesteel.Sql.Execution.Arrow;
using Firesteel.Sql.Execution.Remote;
using Firesteel.Sql.Sessions;

namespace Firesteel.Sql.Tests.Execution;

/// <summary>Results that tasks encode as Arrow, put together as a reader does: by the places that count, in their order.</summary>
public sealed class ArrowSinkTests : IDisposable
{
    private readonly EngineContext _engine = new(new SparkConf(false), DriverRuntime.Local(3), MemoryManager.Process);

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData("select id, string(id) s from range(0, 50000, 1, 7)", 10_000)]
    [InlineData("select id, string(id) s from range(0, 50000, 1, 3) where id % 41 = 0", 10_000)]
    [InlineData("select id, string(id) s from range(0, 3000, 1, 2)", 7)]
    [InlineData("select id, string(id) s from range(0, 9000, 1, 4) order by id", 1000)]
    [InlineData("select id, string(id) s from range(0, 20000, 1, 1) where id >= 19999 or id < 5000", int.MaxValue)]
    [InlineData("select id, repeat(string(id), 300) s from range(0, 9000, 1, 2)", 10_000)]
    [InlineData("select id, repeat(string(id), 20000) s from range(0, 300, 1, 2)", 10_000)]
    public void RowsComeInTheirOrder(string sql, int most)
    {
        var runner = new QueryRunner(new SessionState(_engine));
        var plan = runner.Analyze(runner.Session.Parse(sql));
        using var expected = runner.RunAnalyzed(plan);
        var sink = new ArrowSink(plan.Schema, new ArrowSettings("UTC", false, most, 1 << 20));
        using var stream = new MemoryStream();
        var output = new ArrowOutput(stream);
        var places = ArrowQuery.Run(runner, plan, sink, output);
        output.Complete();
        var batches = Batches(stream.ToArray());
        Assert.Equal(batches.Count, places.Count);
        Assert.Equal(Lines(expected.Batches), Lines(Read(sink, places.Select(p => batches[p]), most)));
    }

    [Fact]
    public void WhatAFailedAttemptWroteDoesNotCount()
    {
        var runner = new QueryRunner(new SessionState(_engine));
        var plan = runner.Analyze(runner.Session.Parse("select id, string(id) s from range(0, 10000, 1, 2)"));
        var sink = new ArrowSink(plan.Schema, new ArrowSettings("UTC", false, 10_000, 1 << 20));
        using var stream = new MemoryStream();
        var output = new ArrowOutput(stream);
        ArrowQuery.Run(runner, plan, sink, output);
        var places = ArrowQuery.Run(runner, plan, sink, output);
        output.Complete();
        var batches = Batches(stream.ToArray());
        Assert.Equal(2 * places.Count, batches.Count);
        Assert.Equal(10_000, Lines(Read(sink, places.Select(p => batches[p]), 10_000)).Distinct().Count());
    }

    [Fact]
    public void AReaderThatGoesAwayEndsTheQuery()
    {
        var runner = new QueryRunner(new SessionState(_engine));
        var plan = runner.Analyze(runner.Session.Parse("select id, repeat(string(id), 30) s from range(0, 100000000, 1, 8)"));
        var sink = new ArrowSink(plan.Schema, new ArrowSettings("UTC", false, 10_000, 1 << 20));
        var output = new ArrowOutput(new GoneReader(5 << 20));
        var error = Assert.ThrowsAny<Exception>(() => ArrowQuery.Run(runner, plan, sink, output));
        Assert.Contains("its reader is gone", error.ToString());
        Assert.Throws<IOException>(output.Complete);
    }

    private sealed class GoneReader(long takes) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if ((takes -= buffer.Length) < 0) throw new IOException("gone");
        }
    }

    [Fact]
    public void SinksAndWhatTheyGiveTravelBetweenProcesses()
    {
        var schema = new Types.StructType(new Types.StructField("a", Types.LongType.Instance));
        var sink = new ArrowSink(schema, new ArrowSettings("Europe/Paris", true, 12, 34)).Into(new ArrowOutput(Stream.Null));
        Assert.Equal(new ArrowSink(schema, sink.Settings), Copy(sink));
        var rows = new EncodedRows(new([new EncodedBatches(2, [1, 2, 3])]), new([4, 5]));
        var copy = Copy(rows);
        Assert.Equal(rows.Places, copy.Places);
        Assert.Equal(rows.Batches[0].Bytes, copy.Batches[0].Bytes);
        Assert.Equal(2, copy.Batches[0].Count);
    }

    private static T Copy<T>(T value)
    {
        using var bytes = new MemoryStream();
        using (var output = new BinaryWriter(bytes, System.Text.Encoding.UTF8, leaveOpen: true)) new GraphWriter(output).Write(value);
        bytes.Position = 0;
        using var input = new BinaryReader(bytes);
        return new GraphReader(input).Read<T>();
    }

    // Each message: a mark, the length of its metadata, the metadata, the body whose length they tell.
    private static List<ReadOnlyMemory<byte>> Batches(ReadOnlyMemory<byte> stream)
    {
        var batches = new List<ReadOnlyMemory<byte>>();
        while (!stream.IsEmpty)
        {
            Assert.Equal(-1, BinaryPrimitives.ReadInt32LittleEndian(stream.Span));
            var metadata = BinaryPrimitives.ReadInt32LittleEndian(stream.Span[4..]);
            var length = 8 + metadata + (int)FlatTable.Root(stream.Slice(8, metadata)).Long(3);
            batches.Add(stream[..length]);
            stream = stream[length..];
        }
        return batches;
    }

    private static IEnumerable<ColumnarBatch> Read(ArrowSink sink, IEnumerable<ReadOnlyMemory<byte>> batches, int most)
    {
        foreach (var batch in batches)
        {
            using var memory = new MemoryAllocator(MemoryManager.Process, "test");
            var stream = new ArrayBufferWriter<byte>();
            new ArrowStreamWriter(sink.Schema, "UTC").WriteSchema(stream);
            stream.Write(batch.Span);
            ArrowMessages.WriteEnd(stream);
            var rows = new RowBuffer(sink.Schema, memory);
            new ArrowStreamReader(stream.WrittenMemory).ReadInto(rows, memory);
            Assert.InRange(rows.Count, 1, most);
            Assert.InRange(batch.Length, 1, 2 << 20);
            foreach (var chunk in rows.Chunks) yield return chunk;
        }
    }

    private static List<string> Lines(IEnumerable<ColumnarBatch> batches)
    {
        var lines = new List<string>();
        foreach (var batch in batches)
            for (var k = 0; k < batch.SelectedCount; k++)
                lines.Add($"{batch.Columns[0].Get<long>(batch.Selection[k])} {batch.Columns[1].Get<StringView>(batch.Selection[k])}");
        return lines;
    }
}
