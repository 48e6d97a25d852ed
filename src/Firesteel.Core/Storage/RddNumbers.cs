namespace Firesteel.Core.Storage;

/// <summary>Numbers of what is kept in partitions, RDDs and rows of queries, unique in the application.</summary>
static class RddNumbers
{
    private static int _last = -1;

    public static int Next() => Interlocked.Increment(ref _last);
}
