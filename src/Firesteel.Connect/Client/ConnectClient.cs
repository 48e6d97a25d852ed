using System.Runtime.CompilerServices;
using Firesteel.Connect.Messages;
using Firesteel.Connect.Rpc;
using Google.Protobuf;

namespace Firesteel.Connect.Client;

/// <summary>The calls of one session: each names the session, is tried again where the server was away, and fails as a local call would.</summary>
sealed class ConnectClient(ConnectionString address) : IDisposable
{
    private const string ClientType = "_SPARK_CONNECT_CSHARP";
    private readonly RpcChannel _channel = new(address);
    private readonly AsyncLocal<HashSet<string>?> _tags = new();
    private volatile string? _serverSide;

    public ConnectionString Address => address;
    public string SessionId => address.SessionId;

    /// <summary>Tags of the operations that this flow of calls starts.</summary>
    public IReadOnlySet<string> Tags => _tags.Value ?? [];

    public void SetTags(IEnumerable<string> tags) => _tags.Value = [.. tags];

    public AnalyzePlanResponse Analyze(AnalyzePlanRequest request)
    {
        (request.SessionId, request.UserContext, request.ClientType) = (SessionId, User, ClientType);
        if (_serverSide is { } known) request.ClientObservedServerSideSessionId = known;
        return Call("AnalyzePlan", request, AnalyzePlanResponse.Parser, r => r.ServerSideSessionId);
    }

    public ConfigResponse Configure(ConfigRequest.Types.Operation operation)
    {
        var request = new ConfigRequest { SessionId = SessionId, UserContext = User, ClientType = ClientType, Operation = operation };
        if (_serverSide is { } known) request.ClientObservedServerSideSessionId = known;
        return Call("Config", request, ConfigResponse.Parser, r => r.ServerSideSessionId);
    }

    public IReadOnlyList<string> Interrupt(InterruptRequest request)
    {
        (request.SessionId, request.UserContext, request.ClientType) = (SessionId, User, ClientType);
        return Call("Interrupt", request, InterruptResponse.Parser, r => r.ServerSideSessionId).InterruptedIds;
    }

    public CloneSessionResponse Clone(string newId)
    {
        var request = new CloneSessionRequest { SessionId = SessionId, UserContext = User, ClientType = ClientType, NewSessionId = newId };
        return Call("CloneSession", request, CloneSessionResponse.Parser, r => r.ServerSideSessionId);
    }

    public bool HasArtifact(string name)
    {
        var request = new ArtifactStatusesRequest { SessionId = SessionId, UserContext = User, ClientType = ClientType, Names = { name } };
        return Call("ArtifactStatus", request, ArtifactStatusesResponse.Parser, r => r.ServerSideSessionId).Statuses.TryGetValue(name, out var status) && status.Exists;
    }

    /// <exception cref="IOException">It did not arrive whole.</exception>
    public void AddArtifacts(IReadOnlyList<AddArtifactsRequest> requests)
    {
        foreach (var request in requests) (request.SessionId, request.UserContext, request.ClientType) = (SessionId, User, ClientType);
        var response = Wait(Retries.Run(() => Last(_channel.Stream("AddArtifacts", requests, AddArtifactsResponse.Parser, CancellationToken.None))));
        if (response?.Artifacts.FirstOrDefault(a => !a.IsCrcSuccessful) is { } broken) throw new IOException($"The artifact {broken.Name} arrived broken.");
    }

    /// <summary>Runs a plan; its responses come one by one. Where the connection breaks, the execution is attached to again.</summary>
    public IEnumerable<ExecutePlanResponse> Execute(Plan plan)
    {
        using var execution = new Execution(this, _channel, plan);
        while (Translated(execution.Next) is { } response)
        {
            Observe(response.ServerSideSessionId);
            yield return response;
        }
    }

    public void Dispose() => _channel.Dispose();

    /// <summary>Tells the server that the session ends; a server that is gone needs not be told.</summary>
    public void Release()
    {
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            var request = new ReleaseSessionRequest { SessionId = SessionId, UserContext = User, ClientType = ClientType };
            Wait(_channel.Unary("ReleaseSession", request, ReleaseSessionResponse.Parser, limit.Token));
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException)
        {
        }
    }

    /// <summary>A request to run a plan, or to go on with it.</summary>
    internal ExecutePlanRequest Request(Plan plan, string operationId)
    {
        var request = new ExecutePlanRequest
        {
            SessionId = SessionId,
            UserContext = User,
            ClientType = ClientType,
            OperationId = operationId,
            Plan = plan,
            Tags = { Tags },
            RequestOptions = { new ExecutePlanRequest.Types.RequestOption { ReattachOptions = new() { Reattachable = true } } },
        };
        if (_serverSide is { } known) request.ClientObservedServerSideSessionId = known;
        return request;
    }

    internal ReattachExecuteRequest Reattach(string operationId, string? last)
    {
        var request = new ReattachExecuteRequest { SessionId = SessionId, UserContext = User, ClientType = ClientType, OperationId = operationId };
        if (last is not null) request.LastResponseId = last;
        return request;
    }

    internal ReleaseExecuteRequest Release(string operationId) => new() { SessionId = SessionId, UserContext = User, ClientType = ClientType, OperationId = operationId, ReleaseAll = new() };

    private UserContext User => new() { UserId = address.UserId, UserName = address.UserId };

    private T Call<T>(string method, IMessage request, MessageParser<T> parser, Func<T, string> serverSide) where T : class, IMessage<T>
    {
        var response = Translated(() => Wait(Retries.Run(() => _channel.Unary(method, request, parser, CancellationToken.None))));
        Observe(serverSide(response));
        return response;
    }

    private T Translated<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (RpcException e)
        {
            throw RemoteErrors.Of(e, Details);
        }
    }

    private FetchErrorDetailsResponse? Details(string errorId)
    {
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            var request = new FetchErrorDetailsRequest { SessionId = SessionId, UserContext = User, ClientType = ClientType, ErrorId = errorId };
            return Wait(_channel.Unary("FetchErrorDetails", request, FetchErrorDetailsResponse.Parser, limit.Token));
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException)
        {
            return null;
        }
    }

    // A server that starts anew knows nothing of the session: it says so when it is asked for the one that was.
    private void Observe(string serverSide)
    {
        if (serverSide.Length > 0) _serverSide = serverSide;
    }

    private static async Task<T?> Last<T>(IAsyncEnumerable<T> messages) where T : class
    {
        T? last = null;
        await foreach (var message in messages.ConfigureAwait(false)) last = message;
        return last;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();
}
