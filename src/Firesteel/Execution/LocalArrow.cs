using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Columnar.Arrow;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Execution;

/// <summary>Rows that a client sends as an Arrow stream.</summary>
static class LocalArrow
{
    /// <param name="declared">Where rows have other types they are cast to these, columns by their places; null to keep them.</param>
    /// <exception cref="FormatException">The stream is broken.</exception>
    public static LogicalPlan Read(ReadOnlyMemory<byte> stream, StructType? declared, SparkSession session)
    {
        var reader = new ArrowStreamReader(stream);
        var memory = new MemoryAllocator(session.SparkContext.Engine.Memory, "local relation");
        LocalRelation relation;
        try
        {
            var buffer = new RowBuffer(reader.Schema, memory);
            using var scratch = new MemoryAllocator(session.SparkContext.Engine.Memory, "local relation batch");
            reader.ReadInto(buffer, scratch);
            relation = LocalData.Relation(new QueryResult(reader.Schema, RowParts.Cut(buffer, session.SparkContext.DefaultParallelism, memory), [memory]), Columns(reader.Schema));
        }
        catch
        {
            memory.Dispose();
            throw;
        }
        if (declared is null || declared.Equals(reader.Schema)) return relation;
        if (declared.Count != reader.Schema.Count) throw new FormatException($"The rows have {reader.Schema.Count} columns, their schema {declared.Count}.");
        // Types of the same shape keep the rows; the schema's names, metadata and nullability hold.
        if (declared.Fields.Zip(reader.Schema.Fields).All(f => TypeEquality.SameShape(f.First.DataType, f.Second.DataType) && f.First.DataType is not (StructType or ArrayType or MapType)))
            return relation with { Columns = new(Columns(declared)) };
        var items = declared.Fields.Zip(relation.Columns, (f, c) => (Expression)new Alias(new Cast(c, f.DataType, EvalMode.Ansi) { Relabels = TypeEquality.HasUserDefined(f.DataType) }, f.Name) { ExplicitMetadata = f.Metadata });
        return new Project(new(items), relation);
    }

    public static IEnumerable<AttributeReference> Columns(StructType schema)
        => schema.Fields.Select(f => new AttributeReference(f.Name, f.DataType, f.Nullable, ExprId.Next()) { Metadata = f.Metadata });
}
