using System.Collections.Concurrent;
using Firesteel.Catalyst.Plans;
using Firesteel.Core.Scheduler;
using Firesteel.Sql.Sessions;

namespace Firesteel.Connect.Service;

/// <summary>One client's session: what it is to the engine, its operations, its artifacts and the relations kept for it.</summary>
sealed class ConnectSession(string userId, string id, SparkSession spark, TimeProvider time) : IDisposable
{
    private const int MostErrors = 20;
    private const int MostAbandoned = 1000;
    private readonly ConcurrentDictionary<string, LogicalPlan> _relations = new();
    private readonly ConcurrentDictionary<string, Operation> _operations = new();
    private readonly ConcurrentQueue<(string Id, Exception Error)> _errors = new();
    private readonly ConcurrentDictionary<string, bool> _abandoned = new();
    private readonly ConcurrentDictionary<string, bool> _ended = new();
    private CreatedTable? _created;
    private long _lastUse = time.GetTimestamp();

    public string UserId => userId;
    public string Id => id;

    /// <summary>Identity of this server's session, by which a client notices that the server started anew.</summary>
    public string ServerSideId { get; } = Guid.NewGuid().ToString();

    public SparkSession Spark => spark;
    public Artifacts Artifacts { get; } = new();
    public Codec.KnownLocalRows LocalRows { get; } = new();
    public PythonProfiles Profiles { get; } = new();
    public IEnumerable<Operation> Operations => _operations.Values;

    /// <summary>How long nothing has asked for it.</summary>
    public TimeSpan Idle => _operations.Values.Any(o => !o.IsFinished) ? TimeSpan.Zero : time.GetElapsedTime(Interlocked.Read(ref _lastUse));

    public void Touch() => Interlocked.Exchange(ref _lastUse, time.GetTimestamp());

    public QueryRunner Runner(CancellationToken cancellation) => NewRunner(LocalProperties.Empty, cancellation);

    /// <summary>Runs the query of an execution, whose jobs are marked as its own.</summary>
    public QueryRunner Runner(Operation operation) => NewRunner(ProgressTracker.PropertiesOf(operation.Id), operation.Cancellation);

    private QueryRunner NewRunner(LocalProperties properties, CancellationToken cancellation)
    {
        spark.State.PythonFiles = Artifacts.PythonFiles;
        spark.State.PythonAccumulator = Profiles.AccumulatorId;
        return new(spark.State, spark.SparkContext.CallSite("connect", null), properties, cancellation);
    }

    /// <exception cref="SparkException">CONNECT_INVALID_PLAN.DATAFRAME_NOT_FOUND.</exception>
    public LogicalPlan Relation(string relationId)
        => _relations.TryGetValue(relationId, out var plan) ? plan : throw Codec.InvalidPlan.Because("DATAFRAME_NOT_FOUND", ("dfId", relationId), ("sessionId", id));

    public string Keep(LogicalPlan plan)
    {
        var relationId = Guid.NewGuid().ToString();
        _relations[relationId] = plan;
        return relationId;
    }

    public void Forget(string relationId) => _relations.TryRemove(relationId, out _);

    /// <summary>
    /// The plan of a relation that made a table: the client asks for its schema after it has been made, with the same relation. Other
    /// relations of the catalog answer anew each time.
    /// </summary>
    public LogicalPlan Created(Messages.Relation relation, Func<LogicalPlan> run)
    {
        if (relation.Catalog.CatTypeCase is not (Messages.Catalog.CatTypeOneofCase.CreateTable or Messages.Catalog.CatTypeOneofCase.CreateExternalTable) || relation.Common is not { HasPlanId: true }) return run();
        if (_created is { } last && last.Relation.Equals(relation)) return last.Plan;
        var plan = run();
        _created = new(relation, plan);
        return plan;
    }

    public bool TryAdd(Operation operation) => _operations.TryAdd(operation.Id, operation);
    public Operation? Find(string operationId) => _operations.GetValueOrDefault(operationId);

    public void Release(string operationId)
    {
        if (!_operations.TryRemove(operationId, out var operation)) return;
        if (_ended.Count > MostAbandoned) _ended.Clear();
        _ended[operationId] = true;
        operation.Cancel();
    }

    /// <summary>Ends executions that no client has read from for long.</summary>
    public void Abandon(TimeSpan limit)
    {
        foreach (var operation in _operations.Values)
        {
            if (operation.Detached <= limit) continue;
            if (_abandoned.Count > MostAbandoned) _abandoned.Clear();
            _abandoned[operation.Id] = true;
            Release(operation.Id);
        }
    }

    /// <summary>Whether an execution was ended because its client had gone.</summary>
    public bool WasAbandoned(string operationId) => _abandoned.ContainsKey(operationId);

    /// <summary>Whether there was such an execution, which is gone.</summary>
    public bool HasEnded(string operationId) => _ended.ContainsKey(operationId);

    /// <summary>Keeps an error for a client that asks for its details.</summary>
    public string Keep(Exception error)
    {
        var errorId = Guid.NewGuid().ToString();
        _errors.Enqueue((errorId, error));
        while (_errors.Count > MostErrors) _errors.TryDequeue(out _);
        return errorId;
    }

    public Exception? Error(string errorId) => _errors.FirstOrDefault(e => e.Id == errorId).Error;

    public void Dispose()
    {
        foreach (var operation in _operations.Values) operation.Cancel();
        _operations.Clear();
        _relations.Clear();
        Profiles.Dispose();
        Artifacts.Dispose();
    }

    private sealed record CreatedTable(Messages.Relation Relation, LogicalPlan Plan);
}
