using System.Runtime.CompilerServices;

namespace Firesteel.Columnar.Vectors;

/// <summary>
/// Which rows of a batch are meant: the first <see cref="Count"/> when <see cref="Indices"/> is null (dense),
/// else the rows that the indices name, ascending and without repeats.
/// </summary>
readonly unsafe struct Selection
{
    public readonly ushort* Indices;
    public readonly int Count;

    public Selection(int count) : this(null, count) { }

    public Selection(ushort* indices, int count)
    {
        Indices = indices;
        Count = count;
    }

    public bool IsDense => Indices == null;

    /// <summary>The row at place <paramref name="k"/> of the selection.</summary>
    public int this[int k]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Indices == null ? k : Indices[k];
    }
}
