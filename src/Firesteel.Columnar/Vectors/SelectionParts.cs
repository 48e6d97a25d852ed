namespace Firesteel.Columnar.Vectors;

/// <summary>Cuts selections. A part is valid until the next one is made.</summary>
/// <param name="scratch">Pinned, with a place for each row of a batch.</param>
sealed unsafe class SelectionParts(ushort[] scratch)
{
    /// <summary>Some of the selected rows.</summary>
    public Selection Of(Selection selection, int from, int count)
    {
        if (count == selection.Count) return selection;
        if (!selection.IsDense) return new Selection(selection.Indices + from, count);
        if (from == 0) return new Selection(count);
        for (var k = 0; k < count; k++) scratch[k] = (ushort)(from + k);
        fixed (ushort* indices = scratch) return new Selection(indices, count);
    }
}
