namespace Firesteel.Columnar.Vectors;

/// <summary>How much memory the rows of a flat vector take, string bytes included.</summary>
static unsafe class VectorSize
{
    public static long Of(ColumnVector vector, int rows)
    {
        var size = (long)rows * vector.ElementSize + (vector.HasNulls ? rows : 0);
        switch (vector.Physical)
        {
            case PhysicalType.String:
                for (var i = 0; i < rows; i++)
                    if (vector.Nulls == null || vector.Nulls[i] == 0) size += vector.Values<StringView>()[i].Length;
                break;
            case PhysicalType.Array or PhysicalType.Map:
                foreach (var child in vector.Children) size += Of(child, child.Count);
                break;
            case PhysicalType.Struct:
                foreach (var child in vector.Children) size += Of(child, rows);
                break;
        }
        return size;
    }
}
