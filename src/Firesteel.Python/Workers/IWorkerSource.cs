namespace Firesteel.Python.Workers;

/// <summary>Where a worker's answers come from.</summary>
interface IWorkerSource
{
    /// <summary>The longest that a read waits for a byte; zero for ever.</summary>
    TimeSpan Timeout { set; }

    /// <summary>Whether the worker is there and has said nothing that was not read.</summary>
    bool IsSilent { get; }

    /// <summary>Reads at least a byte; 0 at the end.</summary>
    /// <exception cref="TimeoutException">Nothing came in time.</exception>
    /// <exception cref="EndOfStreamException">The connection is closed.</exception>
    int Receive(Span<byte> target);
}
