namespace Firesteel.Python.Rdd;

/// <summary>A value of Python's that waits in a file to be broadcast.</summary>
sealed class PythonBroadcastFile(string path)
{
    public string Path => path;
}

/// <summary>A broadcast of Python's: the file that workers read it from.</summary>
sealed class BroadcastVariable(PythonBroadcastFile value)
{
    private static long _lastId = -1;
    private bool _destroyed;

    public long Id { get; } = Interlocked.Increment(ref _lastId);

    public PythonBroadcastFile Value
    {
        get
        {
            RequireAlive();
            return value;
        }
    }

    public void RequireAlive()
    {
        if (_destroyed) throw SparkException.WithoutCondition($"Attempted to use {this} after it was destroyed");
    }

    public void Destroy() => _destroyed = true;

    public override string ToString() => $"Broadcast({Id})";
}
