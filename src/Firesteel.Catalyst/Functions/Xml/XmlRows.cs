using System.Text;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Catalyst.Functions.Xml;

/// <summary>Single values of rows that XML fills.</summary>
static class XmlRows
{
    /// <summary>Puts a text where a null may stand already.</summary>
    public static unsafe void SetText(ColumnVector column, int row, string text)
    {
        column.SetString(row, Encoding.UTF8.GetBytes(text));
        if (column.HasNulls) column.Nulls[row] = 0;
    }

    /// <summary>Takes back that a row, with all that it holds in structs, is null.</summary>
    public static unsafe void ClearNull(ColumnVector column, int row)
    {
        if (column.HasNulls) column.Nulls[row] = 0;
        if (column.Type is not Firesteel.Types.StructType) return;
        foreach (var child in column.Children) ClearNull(child, row);
    }
}
