using Firesteel.Columnar.Memory;
using Firesteel.Formats.Parquet.Reading;
using Firesteel.Formats.Parquet.Writing;
using Firesteel.Foundation.FileSystems;
using Firesteel.Testing;
using Firesteel.Types;
using Xunit;

namespace Firesteel.Formats.Tests.Parquet;

/// <summary>
/// Variant columns as Apache Spark 4.3 wrote them: with parts shredded as it found fit (inferred), by a schema that some values do not
/// follow (partly), and into every type that it shreds to (typed).
/// </summary>
public sealed class VariantTests
{
    private static readonly string Folder = Path.Combine(Workspace.Root, "tests", "Firesteel.Formats.Tests", "Parquet", "Variants");

    [Fact]
    public void ShreddedPartsAreInferred()
    {
        var (schema, rows) = ParquetRows.Read(Path.Combine(Folder, "inferred.parquet"), batchRows: 7);
        Assert.Equal("struct<id:bigint,v:variant,arr:array<variant>,s:struct<v:variant>>", schema.SimpleString);
        Assert.Equal(20, rows.Count);
        Assert.Equal("0\t{\"a\":0,\"b\":\"x0\",\"c\":[1,{\"d\":true}]}\t[1,null]\t{\"v\":{\"z\":2}}", rows.Find(r => r.StartsWith("0\t", StringComparison.Ordinal)));
        Assert.Equal("3\tnull\t[1,null]\t{\"v\":{\"z\":2}}", rows.Find(r => r.StartsWith("3\t", StringComparison.Ordinal)));
        Assert.Equal("4\tNULL\t[1,null]\t{\"v\":{\"z\":2}}", rows.Find(r => r.StartsWith("4\t", StringComparison.Ordinal)));
    }

    [Fact]
    public void WhatDoesNotFollowTheSchemaStandsBeside()
    {
        var rows = ParquetRows.Read(Path.Combine(Folder, "partly.parquet")).Rows;
        Assert.Contains("7\t{\"a\":\"str\",\"extra\":1.5}", rows);
        Assert.Contains("10\t{\"a\":10,\"b\":\"x10\",\"c\":[1,{\"d\":true}]}", rows);
        Assert.Contains("8\tnull", rows);
        Assert.Contains("9\tNULL", rows);
    }

    [Fact]
    public void EveryTypeIsPutTogether()
    {
        var rows = ParquetRows.Read(Path.Combine(Folder, "typed.parquet")).Rows;
        Assert.Contains("{\"a\":1.25,\"b\":\"2020-01-01 00:00:00+00:00\",\"c\":[{\"x\":1,\"y\":2.5}],\"d\":\"2020-02-02\",\"e\":\"AQI=\",\"f\":true,\"g\":1.5,\"h\":300,\"i\":7,\"j\":{\"k\":{\"l\":\"deep\",\"m\":2}}}", rows);
        Assert.Contains("[1,2]", rows);
        Assert.Contains("{\"c\":[1,{\"x\":1},{\"x\":\"s\",\"z\":1}],\"j\":{\"k\":5}}", rows);
    }

    [Theory, InlineData("inferred"), InlineData("partly"), InlineData("typed")]
    public void WhatIsWrittenComesBack(string name)
    {
        var path = Path.Combine(Folder, name + ".parquet");
        using var file = ParquetFile.Open(new LocalRandomAccessFile(path));
        using var allocator = new MemoryAllocator(new MemoryManager(1L << 30), "test");
        using var sink = new MemoryStream();
        using (var reader = new ParquetReader(file, file.Schema, [], [], ParquetReadOptions.Default, allocator))
        using (var writer = new ParquetWriter(sink, file.Schema, ParquetWriteOptions.Default, allocator))
        {
            reader.SetRowGroups(Enumerable.Range(0, file.RowGroupCount).ToArray());
            while (reader.Next(out var batch)) writer.Write(batch);
            writer.Close();
        }
        Assert.Equal(0, allocator.Used);
        var (schema, rows) = ParquetRows.Read(new MemoryFile(sink.ToArray()), verify: true);
        Assert.Equal(file.Schema, schema);
        Assert.Equal(ParquetRows.Read(path).Rows, rows);
    }

    [Fact]
    public void AVariantIsNoOtherType()
    {
        var e = Assert.ThrowsAny<SparkException>(() => ParquetRows.Read(new LocalRandomAccessFile(Path.Combine(Folder, "partly.parquet")), requested: new StructType([new StructField("v", StringType.Instance)])));
        Assert.StartsWith("FAILED_READ_FILE", e.Condition, StringComparison.Ordinal);
    }
}
