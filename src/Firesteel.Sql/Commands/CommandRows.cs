using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Sql.Commands;

/// <summary>Builds the few rows that a statement answers with.</summary>
static class CommandRows
{
    /// <param name="rows">Values in the form of literals, a list a row.</param>
    public static QueryResult Of(StructType schema, IEnumerable<object?[]> rows)
    {
        var allocator = new MemoryAllocator(MemoryManager.Process, "answer of a command");
        var buffer = new RowBuffer(schema, allocator);
        foreach (var part in rows.Chunk(ColumnarBatch.DefaultRows))
        {
            var batch = ColumnarBatch.Allocate(schema, allocator, part.Length);
            batch.Reset(part.Length);
            for (var c = 0; c < schema.Count; c++)
                for (var r = 0; r < part.Length; r++) LiteralVectors.Write(batch.Columns[c], r, part[r][c]);
            batch.SetRows(part.Length);
            buffer.Append(batch);
        }
        return new QueryResult(schema, [buffer], [allocator]);
    }

    /// <summary>Rows of text under columns that are never null.</summary>
    public static QueryResult Text(IEnumerable<string> columns, IEnumerable<object?[]> rows)
        => Of(new StructType(columns.Select(c => new StructField(c, StringType.Instance, false))), rows);
}
