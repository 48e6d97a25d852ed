using Firesteel.Columnar.Vectors;

namespace Firesteel.Columnar.Kernels;

/// <summary>Set operations on selections, and selections from null bytes and booleans. All write branch-free and return how many rows.</summary>
static unsafe class SelectionSets
{
    /// <summary>Rows whose null byte is set (or is not).</summary>
    public static int ByNulls(byte* nulls, Selection selection, bool wantNull, ushort* output)
    {
        var want = wantNull ? 1 : 0;
        var count = 0;
        for (var k = 0; k < selection.Count; k++)
        {
            var row = selection[k];
            output[count] = (ushort)row;
            count += nulls[row] == want ? 1 : 0;
        }
        return count;
    }

    /// <summary>Rows of a flat boolean vector that are not null and hold the wanted value.</summary>
    public static int ByValue(byte* values, byte* nulls, Selection selection, bool wanted, ushort* output)
    {
        var want = wanted ? (byte)1 : (byte)0;
        var count = 0;
        if (nulls == null)
            for (var k = 0; k < selection.Count; k++)
            {
                var row = selection[k];
                output[count] = (ushort)row;
                count += values[row] == want ? 1 : 0;
            }
        else
            for (var k = 0; k < selection.Count; k++)
            {
                var row = selection[k];
                output[count] = (ushort)row;
                count += (values[row] == want ? 1 : 0) & (nulls[row] ^ 1);
            }
        return count;
    }

    /// <summary>Rows of <paramref name="selection"/> that <paramref name="removed"/> (a part of it, ascending) does not have.</summary>
    public static int Difference(Selection selection, Selection removed, ushort* output)
    {
        if (removed.Count == selection.Count) return 0;
        int count = 0, at = 0;
        for (var k = 0; k < selection.Count; k++)
        {
            var row = selection[k];
            if (at < removed.Count && removed[at] == row) { at++; continue; }
            output[count++] = (ushort)row;
        }
        return count;
    }

    /// <summary>Rows of two disjoint selections in ascending order.</summary>
    public static int Union(Selection a, Selection b, ushort* output)
    {
        int i = 0, j = 0, count = 0;
        while (i < a.Count && j < b.Count)
        {
            var (x, y) = (a[i], b[j]);
            output[count++] = (ushort)(x < y ? x : y);
            if (x < y) i++; else j++;
        }
        for (; i < a.Count; i++) output[count++] = (ushort)a[i];
        for (; j < b.Count; j++) output[count++] = (ushort)b[j];
        return count;
    }

    /// <summary>All rows of a selection as indices.</summary>
    public static int Copy(Selection selection, ushort* output)
    {
        if (selection.IsDense)
            for (var i = 0; i < selection.Count; i++) output[i] = (ushort)i;
        else
            Buffer.MemoryCopy(selection.Indices, output, selection.Count * sizeof(ushort), selection.Count * sizeof(ushort));
        return selection.Count;
    }
}
