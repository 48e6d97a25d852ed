using Firesteel.Columnar.Arrow;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Sessions;
using Firesteel.Types;
using Google.Protobuf;

namespace Firesteel.Connect.Client;

/// <summary>Arrow batches of a server as the rows of a result.</summary>
static class ArrowRows
{
    /// <param name="declared">The schema that the server says, which knows types that Arrow does not.</param>
    public static QueryResult Read(StructType? declared, IEnumerable<ByteString> batches)
    {
        var memory = new MemoryAllocator(MemoryManager.Process, "rows of a server");
        try
        {
            using var scratch = new MemoryAllocator(MemoryManager.Process, "batch of a server");
            RowBuffer? rows = null;
            foreach (var batch in batches)
            {
                var reader = new ArrowStreamReader(batch.Memory);
                rows ??= new RowBuffer(declared = Schema(declared, reader.Schema), memory);
                reader.ReadInto(rows, scratch);
            }
            return new QueryResult(declared ?? StructType.Empty, rows is null ? [] : [rows], [memory]);
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    // Names, nullability and what types Arrow lacks are the server's; where a column came as something else it is read as what came.
    private static StructType Schema(StructType? declared, StructType read)
        => declared is null || declared.Count != read.Count ? read : new StructType(declared.Fields.Select((f, i) => f with { DataType = HasLayout(f.DataType, read[i].DataType) ? f.DataType : read[i].DataType }));

    private static bool HasLayout(DataType declared, DataType read) => (declared, read) switch
    {
        (ArrayType d, ArrayType r) => HasLayout(d.ElementType, r.ElementType),
        (MapType d, MapType r) => HasLayout(d.KeyType, r.KeyType) && HasLayout(d.ValueType, r.ValueType),
        (StructType d, StructType r) => d.Count == r.Count && d.Fields.Zip(r.Fields).All(f => HasLayout(f.First.DataType, f.Second.DataType)),
        (StringType or CharType or VarcharType, StringType) or (YearMonthIntervalType, YearMonthIntervalType) or (DayTimeIntervalType, DayTimeIntervalType) or (TimeType, TimeType) => true,
        _ => declared.Equals(read),
    };
}
