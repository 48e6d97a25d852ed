using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Expressions.Python;

/// <summary>A pickled Python function with what its worker needs around it. Two of the same bytes are the same function.</summary>
/// <param name="Command">The pickle of (function, return type), or of a table function's handler.</param>
/// <param name="Version">Python's minor version that pickled it, such as <c>3.11</c>; a worker of another one refuses.</param>
sealed record PythonFunction(byte[] Command, string Version)
{
    /// <summary>Variables of the environment that the worker gets.</summary>
    public ValueMap Environment { get; init; } = ValueMap.Empty;

    /// <summary>Archives that stand on the module path, by their names below the folder of added files.</summary>
    public ValueList<string> Includes { get; init; } = ValueList<string>.Empty;

    /// <summary>The interpreter that the driver asks for; null for the session's.</summary>
    public string? Executable { get; init; }

    /// <summary>Broadcast variables that the function reads.</summary>
    public ValueList<PythonBroadcastFile> Broadcasts { get; init; } = ValueList<PythonBroadcastFile>.Empty;

    /// <summary>The accumulator that takes the workers' updates in; null where there is none.</summary>
    public long? Accumulator { get; init; }

    /// <summary>Under what its profile is kept, where the session asks for profiles: the call that brought the function along.</summary>
    public long ProfileId { get; init; } = ExprId.Next().Id;

    public bool Equals(PythonFunction? other)
        => other is not null && (ReferenceEquals(this, other) || Version == other.Version && Executable == other.Executable && Command.AsSpan().SequenceEqual(other.Command)
            && Environment.Equals(other.Environment) && Includes.Equals(other.Includes) && Broadcasts.Equals(other.Broadcasts));

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Command);
        return hash.ToHashCode();
    }

    public override string ToString() => $"PythonFunction({Command.Length} bytes, {Version})";
}

/// <summary>A file with the pickled value of a broadcast variable.</summary>
sealed record PythonBroadcastFile(long Id, string Path);
