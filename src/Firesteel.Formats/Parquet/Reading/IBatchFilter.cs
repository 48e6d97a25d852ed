using Firesteel.Columnar.Vectors;

namespace Firesteel.Formats.Parquet.Reading;

/// <summary>A predicate that the scan runs on each batch before it decodes the columns that nobody has asked for yet.</summary>
interface IBatchFilter
{
    /// <summary>Ordinals of the requested columns that it looks at; no others are there when it runs.</summary>
    int[] Columns { get; }

    /// <summary>The rows of <paramref name="current"/> that pass. The result's indices stay valid until the next call.</summary>
    Selection Apply(ColumnarBatch batch, Selection current);
}
