namespace Firesteel.Columnar.Vectors;

/// <summary>Views of flat vectors from a later row on.</summary>
static unsafe class VectorSlice
{
    /// <summary>A vector whose row 0 is row <paramref name="start"/> of the flat source; shares its memory.</summary>
    public static ColumnVector Of(ColumnVector source, int start)
    {
        var view = new ColumnVector(source.Type, source.Allocator);
        PointAt(view, source, start);
        return view;
    }

    private static void PointAt(ColumnVector view, ColumnVector source, int start)
    {
        view.PointAt(source.Data == null ? null : source.Data + (long)start * source.ElementSize, source.Nulls == null ? null : source.Nulls + start);
        for (var c = 0; c < view.Children.Length; c++)
        {
            if (source.Physical == PhysicalType.Struct) PointAt(view.Children[c], source.Children[c], start);
            else view.Children[c].Reference(source.Children[c]);
        }
    }
}
