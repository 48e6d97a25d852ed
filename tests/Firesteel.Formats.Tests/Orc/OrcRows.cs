using Firesteel.Columnar.Memory;
using Firesteel.Formats.Orc.Reading;
using Firesteel.Foundation.FileSystems;
using Firesteel.Foundation.Time;
using Firesteel.Types;
using Xunit;

namespace Firesteel.Formats.Tests.Orc;

/// <summary>Reads whole ORC files to text, in time zone UTC, for tests.</summary>
static class OrcRows
{
    public static (StructType Schema, List<string> Rows) Read(IRandomAccessFile source, int batchRows = 4096, StructType? requested = null, string timeZone = "UTC")
    {
        using var file = OrcFile.Open(source);
        using var allocator = new MemoryAllocator(new MemoryManager(1L << 30), "test");
        var schema = requested ?? file.Schema;
        var rows = new List<string>();
        var columns = schema.Fields.Select(f => (OrcColumnReaders.Find(file.Footer.Schema, f.Name, false, file.Path), f.DataType)).ToList();
        using (var reader = new OrcReader(file, columns, false, batchRows, allocator, TimeZones.Get(timeZone)))
        {
            reader.SetStripes([.. Enumerable.Range(0, file.Footer.Stripes.Count)]);
            while (reader.Next(out var batch)) rows.AddRange(ShellText.Rows(batch));
        }
        Assert.Equal(0, allocator.Used);
        return (schema, rows);
    }
}
