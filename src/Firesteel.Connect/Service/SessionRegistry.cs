using System.Collections.Concurrent;
using Firesteel.Connect.Rpc;

namespace Firesteel.Connect.Service;

/// <summary>Sessions by user and session id. A session that nobody used for long goes away; one that was released does not come back.</summary>
sealed class SessionRegistry(SparkSession root, TimeProvider time, SessionLimits limits) : IDisposable
{
    private const int MostClosed = 1000;
    private readonly Lazy<ProgressTracker> _progress = new(() => Listen(root));
    private readonly ConcurrentDictionary<(string, string), ConnectSession> _sessions = new();
    private readonly ConcurrentDictionary<(string, string), bool> _closed = new();

    public TimeProvider Time => time;
    public SessionLimits Limits => limits;

    /// <summary>Gathers the progress of executions from the first that asks for it on.</summary>
    public ProgressTracker Progress => _progress.Value;

    /// <exception cref="RpcException">The id is no UUID, or its session was closed or is another than the client knew.</exception>
    public ConnectSession Get(string? userId, string sessionId, string? observedServerSide)
    {
        var key = (userId ?? "", sessionId);
        if (_sessions.TryGetValue(key, out var known))
        {
            if (!string.IsNullOrEmpty(observedServerSide) && known.ServerSideId != observedServerSide) throw Handle("SESSION_CHANGED", sessionId);
            known.Touch();
            return known;
        }
        if (!Guid.TryParse(sessionId, out _)) throw Handle("FORMAT", sessionId);
        if (_closed.ContainsKey(key)) throw Handle("SESSION_CLOSED", sessionId);
        if (!string.IsNullOrEmpty(observedServerSide)) throw Handle("SESSION_CHANGED", sessionId);
        if (_sessions.Count >= limits.MostSessions) Maintain();
        if (_sessions.Count >= limits.MostSessions) throw new RpcException(RpcStatusCode.ResourceExhausted, $"The server has {limits.MostSessions} sessions already.");
        return _sessions.GetOrAdd(key, _ => new ConnectSession(key.Item1, sessionId, root.NewSession(), time));
    }

    /// <summary>A session that must be there already.</summary>
    /// <exception cref="RpcException">There is none, or it was closed or is another than the client knew.</exception>
    public ConnectSession GetKnown(string? userId, string sessionId, string? observedServerSide)
        => Find(userId, sessionId) == null && !_closed.ContainsKey((userId ?? "", sessionId)) ? throw Handle("SESSION_NOT_FOUND", sessionId) : Get(userId, sessionId, observedServerSide);

    public ConnectSession? Find(string? userId, string sessionId) => _sessions.GetValueOrDefault((userId ?? "", sessionId));

    public ConnectSession Clone(ConnectSession source, string newId)
    {
        if (!Guid.TryParse(newId, out _)) throw NoClone("TARGET_SESSION_ID_FORMAT");
        if (_closed.ContainsKey((source.UserId, newId))) throw NoClone("TARGET_SESSION_ID_ALREADY_CLOSED");
        var clone = new ConnectSession(source.UserId, newId, source.Spark.CloneSession(), time);
        if (!_sessions.TryAdd((source.UserId, newId), clone))
        {
            clone.Dispose();
            throw NoClone("TARGET_SESSION_ID_ALREADY_EXISTS");
        }
        clone.Artifacts.CopyFrom(source.Artifacts);
        return clone;

        RpcException NoClone(string reason) => ErrorStatus.Of(new SparkException($"INVALID_CLONE_SESSION_REQUEST.{reason}", new Dictionary<string, string> { ["targetSessionId"] = newId }), null);
    }

    public void Release(string? userId, string sessionId, bool allowReconnect)
    {
        var key = (userId ?? "", sessionId);
        if (!allowReconnect)
        {
            if (_closed.Count > MostClosed) _closed.Clear();
            _closed[key] = true;
        }
        if (_sessions.TryRemove(key, out var session)) session.Dispose();
    }

    public void Dispose()
    {
        foreach (var session in _sessions.Values) session.Dispose();
        _sessions.Clear();
    }

    /// <summary>Ends sessions that nobody used for long, and executions that lost their clients.</summary>
    public void Maintain()
    {
        foreach (var (key, session) in _sessions)
        {
            if (session.Idle > limits.Session) Release(key.Item1, key.Item2, allowReconnect: false);
            else session.Abandon(limits.Detached);
        }
    }

    private static ProgressTracker Listen(SparkSession root)
    {
        var tracker = new ProgressTracker();
        root.SparkContext.Engine.Runtime.Bus.AddListener(tracker);
        return tracker;
    }

    private static RpcException Handle(string reason, string handle)
        => ErrorStatus.Of(new SparkException($"INVALID_HANDLE.{reason}", new Dictionary<string, string> { ["handle"] = handle }), null, RpcStatusCode.Internal);
}
