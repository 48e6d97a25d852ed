using Firesteel.Sql.Execution.Python;

namespace Firesteel.Connect.Service;

/// <summary>What the Python workers of a session tell their program, profiles for the most part, until an execution takes it along to the client.</summary>
sealed class PythonProfiles : IDisposable
{
    // A client that never ends an execution shall not fill the server.
    private const long MostBytes = 64 << 20;
    private readonly Lock _gate = new();
    private readonly PythonAccumulator _accumulator;
    private List<byte[]> _updates = [];
    private long _bytes;

    public PythonProfiles() => _accumulator = new PythonAccumulator(Add);

    public long AccumulatorId => _accumulator.Id;

    /// <summary>What has come since the last time.</summary>
    public IReadOnlyList<byte[]> Take()
    {
        lock (_gate)
        {
            if (_updates.Count == 0) return [];
            var taken = _updates;
            (_updates, _bytes) = ([], 0);
            return taken;
        }
    }

    public void Dispose() => _accumulator.Unregister();

    private void Add(IReadOnlyList<byte[]> updates)
    {
        lock (_gate)
            foreach (var update in updates)
                if ((_bytes += update.Length) <= MostBytes) _updates.Add(update);
    }
}
