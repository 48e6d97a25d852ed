namespace Firesteel.Sql.Execution.Arrow;

/// <summary>The record batches of a query in one Arrow stream, in the order in which its tasks make them.</summary>
/// <remarks>What a failed attempt of a task has written stays in the stream: only the places that are named in the end count.</remarks>
sealed class ArrowOutput(Stream stream)
{
    private readonly Lock _writing = new();
    private int _written;

    /// <summary>Writes whole batches. Blocks while the reader has not taken enough of what came before. Called from many threads.</summary>
    /// <returns>The places of the batches in the stream.</returns>
    public IEnumerable<int> Write(ReadOnlySpan<byte> batches, int count)
    {
        lock (_writing)
        {
            stream.Write(batches);
            _written += count;
            return Enumerable.Range(_written - count, count);
        }
    }
}
