using Firesteel.Columnar.Vectors;

namespace Firesteel.Catalyst.Expressions.Evaluation;

/// <summary>Copies selected rows to the same positions of a result, the way CASE puts its branches together. Text is shared, nested values are copied.</summary>
static unsafe class Scatter
{
    /// <summary>Copies values and nulls.</summary>
    public static void Copy(ColumnVector result, ColumnVector source, Selection selection)
    {
        if (source.Physical == PhysicalType.Null || source.HasNulls)
        {
            for (var k = 0; k < selection.Count; k++)
                if (source.Physical == PhysicalType.Null || source.IsNull(selection[k])) result.SetNull(selection[k]);
        }
        CopyValid(result, source, selection);
    }

    /// <summary>Copies the rows that are not null.</summary>
    public static void CopyValid(ColumnVector result, ColumnVector source, Selection selection)
    {
        if (source.Physical == PhysicalType.Null || source.IsConstant && source.IsNull(0)) return;
        if (source.Physical is PhysicalType.Array or PhysicalType.Map or PhysicalType.Struct)
        {
            for (var k = 0; k < selection.Count; k++)
                if (!source.IsNull(selection[k])) VectorCopy.AppendRow(result, selection[k], source, selection[k]);
            return;
        }
        switch (source.ElementSize)
        {
            case 1: Values<byte>(result, source, selection); break;
            case 2: Values<short>(result, source, selection); break;
            case 4: Values<int>(result, source, selection); break;
            case 8: Values<long>(result, source, selection); break;
            case 16: Values<Int128>(result, source, selection); break;
        }
    }

    private static void Values<T>(ColumnVector result, ColumnVector source, Selection selection) where T : unmanaged
    {
        var output = result.Values<T>();
        var input = source.Values<T>();
        if (source.IsConstant)
        {
            var value = input[0];
            for (var k = 0; k < selection.Count; k++) output[selection[k]] = value;
        }
        else if (source.HasNulls)
        {
            for (var k = 0; k < selection.Count; k++)
            {
                var row = selection[k];
                if (source.Nulls[row] == 0) output[row] = input[row];
            }
        }
        else
            for (var k = 0; k < selection.Count; k++) { var row = selection[k]; output[row] = input[row]; }
    }
}
