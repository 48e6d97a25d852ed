namespace Firesteel;

public sealed partial class SparkSession
{
    /// <summary>Identity of the session, for people and logs.</summary>
    public string SessionId => field ??= Remote?.SessionId ?? Guid.NewGuid().ToString();

    /// <summary>Marks the operations that this thread starts from now on, so that they can be ended together.</summary>
    public void AddTag(string tag)
    {
        if (tag.Length == 0 || tag.Contains(',')) throw new ArgumentException("A tag is not empty and has no comma.", nameof(tag));
        if (Remote is { } remote) remote.AddTag(tag);
        else SparkContext.AddJobTag(tag);
    }

    public void RemoveTag(string tag)
    {
        if (Remote is { } remote) remote.RemoveTag(tag);
        else SparkContext.RemoveJobTag(tag);
    }

    public IReadOnlySet<string> GetTags() => Remote?.Tags ?? SparkContext.Properties.JobTags.ToHashSet();

    public void ClearTags()
    {
        if (Remote is { } remote) remote.ClearTags();
        else foreach (var tag in GetTags()) SparkContext.RemoveJobTag(tag);
    }

    /// <summary>Ends the session's running operations; gives their ids where a server runs them.</summary>
    public IReadOnlyList<string> InterruptAll()
    {
        if (Remote is { } remote) return remote.InterruptAll();
        SparkContext.CancelAllJobs();
        return [];
    }

    /// <inheritdoc cref="InterruptAll"/>
    public IReadOnlyList<string> InterruptTag(string tag)
    {
        if (Remote is { } remote) return remote.InterruptTag(tag);
        SparkContext.CancelJobsWithTag(tag);
        return [];
    }

    /// <summary>Ends one operation of a server.</summary>
    /// <exception cref="SparkException">The session does not live on a server.</exception>
    public IReadOnlyList<string> InterruptOperation(string operationId)
        => (Remote ?? throw SparkException.WithoutCondition("Operations have ids where a Spark Connect server runs them.")).InterruptOperation(operationId);

    /// <summary>Sends a file to the session's server, under <c>files/</c> and its name.</summary>
    public void AddArtifact(string path) => AddArtifact($"files/{Path.GetFileName(path)}", File.ReadAllBytes(path));

    /// <inheritdoc cref="AddArtifact(string)"/>
    public void AddArtifact(string name, byte[] content)
        => (Remote ?? throw SparkException.WithoutCondition("Artifacts are sent where a session lives on a Spark Connect server.")).AddArtifact(name, content);

    /// <summary>Calls a function with each report on running queries that the session's server sends.</summary>
    public void RegisterProgressHandler(Action<ProgressReport> handler)
    {
        if (Remote is { } remote) remote.Progress += handler;
    }

    public void RemoveProgressHandler(Action<ProgressReport> handler)
    {
        if (Remote is { } remote) remote.Progress -= handler;
    }
}
