using Firesteel.Formats.Parquet.Metadata;
using Firesteel.Formats.Parquet.Schema;

namespace Firesteel.Formats.Parquet.Writing;

/// <summary>Finds out whether the bounds of a chunk's pages ascend or descend.</summary>
static class PageOrder
{
    public static BoundaryOrder Of(ColumnIndex index, SchemaElement column)
    {
        var (ascending, descending, last) = (true, true, -1);
        for (var page = 0; page < index.NullPages.Count; page++)
        {
            if (index.NullPages[page]) continue;
            if (last >= 0)
            {
                var (min, max) = (PlainOrder.Compare(column, index.MinValues[page], index.MinValues[last]), PlainOrder.Compare(column, index.MaxValues[page], index.MaxValues[last]));
                ascending &= min >= 0 && max >= 0;
                descending &= min <= 0 && max <= 0;
            }
            last = page;
        }
        return ascending ? BoundaryOrder.Ascending : descending ? BoundaryOrder.Descending : BoundaryOrder.Unordered;
    }
}
