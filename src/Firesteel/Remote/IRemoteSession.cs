using Firesteel.Catalyst.Plans;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Remote;

/// <summary>A session that lives on a server: what answers in place of the engine. Plans stay unresolved until they are used there.</summary>
interface IRemoteSession : IRemoteSettings, IDisposable
{
    string SessionId { get; }
    bool IsStopped { get; }
    string Version { get; }

    /// <summary>Identity for a plan, by which columns name the DataFrame that they come from.</summary>
    long NextPlanId();

    QueryResult Run(LogicalPlan plan);

    /// <summary>The rows as they come, a part at a time.</summary>
    IEnumerable<QueryResult> Stream(LogicalPlan plan);

    /// <summary>Runs a statement; the plan gives its rows, or is the query itself.</summary>
    LogicalPlan Sql(string text, IReadOnlyList<(string? Name, Catalyst.Expressions.Expression Value)> arguments);

    StructType Schema(LogicalPlan plan);
    string Explain(LogicalPlan plan, string mode);
    bool IsLocal(LogicalPlan plan);
    bool IsStreaming(LogicalPlan plan);
    bool SameSemantics(LogicalPlan plan, LogicalPlan other);
    int SemanticHash(LogicalPlan plan);
    IReadOnlyList<string> InputFiles(LogicalPlan plan);
    void Persist(LogicalPlan plan, StorageLevel level);
    StorageLevel StorageLevelOf(LogicalPlan plan);
    void Unpersist(LogicalPlan plan, bool blocking);
    LogicalPlan Checkpoint(LogicalPlan plan, bool isLocal, bool eager);
    void CreateView(LogicalPlan plan, string name, bool isGlobal, bool replace);
    void Save(SaveRequest request);

    /// <summary>Metrics that plans of this name observed; waits for none.</summary>
    Row? Observed(string name);

    IRemoteSession NewSession();
    IRemoteSession CloneSession();
    void AddTag(string tag);
    void RemoveTag(string tag);
    IReadOnlySet<string> Tags { get; }
    void ClearTags();
    IReadOnlyList<string> InterruptAll();
    IReadOnlyList<string> InterruptTag(string tag);
    IReadOnlyList<string> InterruptOperation(string operationId);
    void AddArtifact(string name, byte[] content);

    /// <summary>Called with each report on the running queries' progress.</summary>
    event Action<ProgressReport>? Progress;
}

/// <summary>Settings of a session that lives on a server.</summary>
interface IRemoteSettings
{
    void Set(string key, string value);
    string Get(string key);
    string? GetOption(string key);
    IReadOnlyDictionary<string, string> GetAll();
    void Unset(string key);
    bool IsModifiable(string key);
}
