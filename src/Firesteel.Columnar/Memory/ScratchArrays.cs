using System.Collections.Concurrent;

namespace Firesteel.Columnar.Memory;

/// <summary>
/// Pinned arrays with a place for each row of a batch, used again by the next task. Made anew for each operator of each task they would be
/// large objects by the thousand, and the garbage collector's work the most of what small queries cost.
/// </summary>
static class ScratchArrays<T> where T : unmanaged
{
    private const int MostKept = 128;
    private static readonly ConcurrentQueue<T[]> Free = new();

    public static T[] Rent(int length) => Free.TryDequeue(out var array) ? array : GC.AllocateUninitializedArray<T>(length, pinned: true);

    public static void Return(T[] array)
    {
        if (Free.Count < MostKept) Free.Enqueue(array);
    }
}
