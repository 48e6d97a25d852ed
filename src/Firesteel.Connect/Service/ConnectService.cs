using Firesteel.Connect.Messages;
using Firesteel.Connect.Rpc;
using Google.Protobuf;

namespace Firesteel.Connect.Service;

/// <summary>The methods of <c>spark.connect.SparkConnectService</c>.</summary>
sealed class ConnectService(SessionRegistry sessions)
{
    private static readonly TimeSpan LongQuery = TimeSpan.FromMilliseconds(20);
    private const string Prefix = "/spark.connect.SparkConnectService/";

    /// <summary>The methods by their paths.</summary>
    public IReadOnlyDictionary<string, Func<RpcCall, Task>> Methods => new Dictionary<string, Func<RpcCall, Task>>
    {
        [Prefix + "ExecutePlan"] = ExecutePlan,
        [Prefix + "ReattachExecute"] = ReattachExecute,
        [Prefix + "AnalyzePlan"] = call => Unary(call, AnalyzePlanRequest.Parser, r => r.UserContext, r => (r.SessionId, r.ClientObservedServerSideSessionId), (s, r) => new PlanAnalysis(s).Run(r)),
        [Prefix + "Config"] = call => Unary(call, ConfigRequest.Parser, r => r.UserContext, r => (r.SessionId, r.ClientObservedServerSideSessionId), (s, r) => ConfigOperations.Run(s, r.Operation)),
        [Prefix + "AddArtifacts"] = AddArtifacts,
        [Prefix + "ArtifactStatus"] = call => Unary(call, ArtifactStatusesRequest.Parser, r => r.UserContext, r => (r.SessionId, r.ClientObservedServerSideSessionId), ArtifactStatus),
        [Prefix + "Interrupt"] = call => Unary(call, InterruptRequest.Parser, r => r.UserContext, r => (r.SessionId, r.ClientObservedServerSideSessionId), Interrupt),
        [Prefix + "ReleaseExecute"] = call => Unary(call, ReleaseExecuteRequest.Parser, r => r.UserContext, r => (r.SessionId, r.ClientObservedServerSideSessionId), ReleaseExecute, known: true),
        [Prefix + "ReleaseSession"] = ReleaseSession,
        [Prefix + "FetchErrorDetails"] = call => Unary(call, FetchErrorDetailsRequest.Parser, r => r.UserContext, r => (r.SessionId, r.ClientObservedServerSideSessionId), FetchErrorDetails),
        [Prefix + "CloneSession"] = call => Unary(call, CloneSessionRequest.Parser, r => r.UserContext, r => (r.SessionId, r.ClientObservedServerSideSessionId), CloneSession, known: true),
        [Prefix + "GetStatus"] = call => Unary(call, GetStatusRequest.Parser, r => r.UserContext, r => (r.SessionId, r.ClientObservedServerSideSessionId), GetStatus),
    };

    private async Task Unary<T>(RpcCall call, MessageParser<T> parser, Func<T, UserContext?> user, Func<T, (string Session, string Observed)> names, Func<ConnectSession, T, IMessage> answer, bool known = false) where T : class, IMessage<T>
    {
        var request = await call.ReadOne(parser).ConfigureAwait(false);
        var (id, observed) = names(request);
        var session = known ? sessions.GetKnown(user(request)?.UserId, id, observed) : sessions.Get(user(request)?.UserId, id, observed);
        IMessage response;
        try
        {
            response = answer(session, request);
        }
        catch (Exception e)
        {
            throw ErrorStatus.Of(e, session);
        }
        await call.Write(response, flush: false).ConfigureAwait(false);
    }

    private async Task ExecutePlan(RpcCall call)
    {
        var request = await call.ReadOne(ExecutePlanRequest.Parser).ConfigureAwait(false);
        var session = sessions.Get(request.UserContext?.UserId, request.SessionId, request.ClientObservedServerSideSessionId);
        var reattachable = request.RequestOptions.Any(o => o.ReattachOptions is { Reattachable: true });
        var operation = new Operation(request.HasOperationId ? request.OperationId : Guid.NewGuid().ToString(), [.. request.Tags], sessions.Time);
        if (!Guid.TryParse(operation.Id, out _)) throw ErrorStatus.Of(Handle("FORMAT", operation.Id), session);
        foreach (var tag in request.Tags) RequireTag(tag, session);
        if (session.HasEnded(operation.Id)) throw ErrorStatus.Of(Handle("OPERATION_ABANDONED", operation.Id), session);
        operation.Plan = request.Plan;
        if (session.TryAdd(operation))
        {
            await Execute(call, session, operation, reattachable, request.RequestOptions).ConfigureAwait(false);
            return;
        }
        // A client that did not hear whether its request arrived sends it again.
        if (session.Find(operation.Id) is { } running && reattachable && Equals(running.Plan, request.Plan)) await Send(call, session, running, null).ConfigureAwait(false);
        else throw ErrorStatus.Of(Handle("OPERATION_ALREADY_EXISTS", operation.Id), session);
    }

    // The plan runs on this thread, and its responses are sent by another if it has some before it ends or takes long: the answer of a small
    // query needs no switch between threads.
    private async Task Execute(RpcCall call, ConnectSession session, Operation operation, bool reattachable, IEnumerable<ExecutePlanRequest.Types.RequestOption> options)
    {
        var isSent = 0;
        var sending = new TaskCompletionSource<Task>();
        operation.Opened = SendMeanwhile;
        using (sessions.Time.CreateTimer(_ => SendMeanwhile(), null, LongQuery, Timeout.InfiniteTimeSpan))
            new PlanExecution(session, operation, sessions, ResultChunks.Of(options)).Run(operation.Plan, reattachable);
        if (Interlocked.Exchange(ref isSent, 1) == 0) await SendAll(call, session, operation, reattachable).ConfigureAwait(false);
        else await (await sending.Task.ConfigureAwait(false)).ConfigureAwait(false);

        void SendMeanwhile()
        {
            if (Interlocked.Exchange(ref isSent, 1) == 0) sending.SetResult(Task.Run(() => SendAll(call, session, operation, reattachable)));
        }
    }

    // A client that cannot come back leaves nothing behind: where it is gone before the end, its plan runs no longer.
    private static async Task SendAll(RpcCall call, ConnectSession session, Operation operation, bool reattachable)
    {
        try
        {
            await Send(call, session, operation, null).ConfigureAwait(false);
        }
        finally
        {
            if (!reattachable) session.Release(operation.Id);
        }
    }

    private async Task ReattachExecute(RpcCall call)
    {
        var request = await call.ReadOne(ReattachExecuteRequest.Parser).ConfigureAwait(false);
        var session = sessions.GetKnown(request.UserContext?.UserId, request.SessionId, request.ClientObservedServerSideSessionId);
        var operation = session.Find(request.OperationId) ?? throw ErrorStatus.Of(Handle(session.WasAbandoned(request.OperationId) ? "OPERATION_ABANDONED" : "OPERATION_NOT_FOUND", request.OperationId), session);
        await Send(call, session, operation, request.HasLastResponseId ? request.LastResponseId : null).ConfigureAwait(false);
    }

    private static async Task Send(RpcCall call, ConnectSession session, Operation operation, string? after)
    {
        try
        {
            await foreach (var ready in operation.Read(after, call.Cancellation).ConfigureAwait(false))
                for (var i = 0; i < ready.Count; i++) await call.Write(ready[i], flush: i == ready.Count - 1 && ready[i].ResultComplete == null).ConfigureAwait(false);
        }
        catch (KeyNotFoundException) when (after != null)
        {
            throw ErrorStatus.Of(new SparkException("INVALID_CURSOR.POSITION_NOT_FOUND", new Dictionary<string, string> { ["responseId"] = after }), session);
        }
        catch (Exception e) when (!call.Cancellation.IsCancellationRequested)
        {
            throw ErrorStatus.Of(e, session);
        }
    }

    private async Task AddArtifacts(RpcCall call)
    {
        ConnectSession? session = null;
        var response = new AddArtifactsResponse();
        ArtifactPieces? open = null;
        while (await call.Read(AddArtifactsRequest.Parser).ConfigureAwait(false) is { } request)
        {
            session ??= sessions.Get(request.UserContext?.UserId, request.SessionId, request.ClientObservedServerSideSessionId);
            switch (request.PayloadCase)
            {
                case AddArtifactsRequest.PayloadOneofCase.Batch:
                    Require(open == null);
                    foreach (var artifact in request.Batch.Artifacts) Add(artifact.Name, artifact.Data.Data.ToByteArray(), ArtifactPieces.IsIntact(artifact.Data));
                    break;
                case AddArtifactsRequest.PayloadOneofCase.BeginChunk:
                    Require(open == null);
                    open = new ArtifactPieces(request.BeginChunk);
                    break;
                case AddArtifactsRequest.PayloadOneofCase.Chunk:
                    Require(open != null);
                    open!.Add(request.Chunk);
                    break;
                default: throw ErrorStatus.Of(new NotSupportedException("The request brings no artifact."), session);
            }
            if (open is not { IsComplete: true }) continue;
            if (!open.HasAllBytes) throw ErrorStatus.Of(SparkException.WithoutCondition($"Bytes are missing of the artifact {open.Name}.", null), session);
            Add(open.Name, open.Data(), open.IsWhole);
            open = null;
        }
        Require(open == null);
        if (session == null) throw new RpcException(RpcStatusCode.InvalidArgument, "The call has no message.");
        (response.SessionId, response.ServerSideSessionId) = (session.Id, session.ServerSideId);
        await call.Write(response, flush: false).ConfigureAwait(false);

        // The pieces of an artifact come one after the other, and all of them.
        void Require(bool holds)
        {
            if (!holds) throw ErrorStatus.Of(new ArgumentException("requirement failed"), session);
        }

        void Add(string name, byte[] data, bool good)
        {
            try
            {
                if (good) session!.Artifacts.Put(name, data);
            }
            catch (Exception e) when (e is SparkException or ArgumentException or NotSupportedException or IOException or InvalidDataException)
            {
                throw ErrorStatus.Of(e, session);
            }
            response.Artifacts.Add(new AddArtifactsResponse.Types.ArtifactSummary { Name = name, IsCrcSuccessful = good });
        }
    }

    private static ArtifactStatusesResponse ArtifactStatus(ConnectSession session, ArtifactStatusesRequest request)
    {
        var response = new ArtifactStatusesResponse { SessionId = session.Id, ServerSideSessionId = session.ServerSideId };
        foreach (var name in request.Names) response.Statuses[name] = new() { Exists = session.Artifacts.Exists(name) };
        return response;
    }

    private static InterruptResponse Interrupt(ConnectSession session, InterruptRequest request)
    {
        var response = new InterruptResponse { SessionId = session.Id, ServerSideSessionId = session.ServerSideId };
        switch (request.InterruptType)
        {
            case InterruptRequest.Types.InterruptType.All: break;
            case InterruptRequest.Types.InterruptType.Tag:
                if (!request.HasOperationTag) throw Incomplete("INTERRUPT_TYPE_TAG_REQUIRES_TAG", "operation_tag");
                RequireTag(request.OperationTag, session);
                break;
            case InterruptRequest.Types.InterruptType.OperationId:
                if (!request.HasOperationId) throw Incomplete("INTERRUPT_TYPE_OPERATION_ID_REQUIRES_ID", "operation_id");
                break;
            default: throw new SparkException("UNSUPPORTED_FEATURE.INTERRUPT_TYPE", new Dictionary<string, string> { ["interruptType"] = Enum.IsDefined(request.InterruptType) ? Codec.InvalidPlan.NameOf(request.InterruptType) : "UNRECOGNIZED" });
        }
        foreach (var operation in session.Operations.Where(o => !o.IsFinished && !o.IsCancelled))
        {
            var meant = request.InterruptType switch
            {
                InterruptRequest.Types.InterruptType.All => true,
                InterruptRequest.Types.InterruptType.Tag => operation.Tags.Contains(request.OperationTag),
                _ => operation.Id == request.OperationId,
            };
            if (!meant) continue;
            operation.Cancel();
            response.InterruptedIds.Add(operation.Id);
        }
        return response;
    }

    private static SparkException Incomplete(string reason, string parameter)
        => new($"INVALID_PARAMETER_VALUE.{reason}", new Dictionary<string, string> { ["parameter"] = parameter, ["functionName"] = "interrupt" });

    private static void RequireTag(string tag, ConnectSession session)
    {
        if (tag.Length == 0) throw ErrorStatus.Of(new ArgumentException("Spark Connect tag cannot be an empty string."), session);
        if (tag.Contains(',', StringComparison.Ordinal)) throw ErrorStatus.Of(new ArgumentException("Spark Connect tag cannot contain ','."), session);
    }

    private static ReleaseExecuteResponse ReleaseExecute(ConnectSession session, ReleaseExecuteRequest request)
    {
        var response = new ReleaseExecuteResponse { SessionId = session.Id, ServerSideSessionId = session.ServerSideId };
        if (session.Find(request.OperationId) is not { } operation) return response;
        response.OperationId = operation.Id;
        if (request.ReleaseCase == ReleaseExecuteRequest.ReleaseOneofCase.ReleaseUntil) operation.ReleaseUntil(request.ReleaseUntil.ResponseId);
        else if (request.ReleaseCase == ReleaseExecuteRequest.ReleaseOneofCase.ReleaseAll) session.Release(operation.Id);
        else throw new NotSupportedException("Unknown ReleaseExecute type!");
        return response;
    }

    private async Task ReleaseSession(RpcCall call)
    {
        var request = await call.ReadOne(ReleaseSessionRequest.Parser).ConfigureAwait(false);
        var known = sessions.Find(request.UserContext?.UserId, request.SessionId);
        sessions.Release(request.UserContext?.UserId, request.SessionId, request.AllowReconnect);
        await call.Write(new ReleaseSessionResponse { SessionId = request.SessionId, ServerSideSessionId = known?.ServerSideId ?? "" }, flush: false).ConfigureAwait(false);
    }

    private static FetchErrorDetailsResponse FetchErrorDetails(ConnectSession session, FetchErrorDetailsRequest request)
    {
        var response = new FetchErrorDetailsResponse { SessionId = session.Id, ServerSideSessionId = session.ServerSideId };
        if (session.Error(request.ErrorId) is not { } error) return response;
        response.RootErrorIdx = 0;
        response.Errors.Add(ErrorStatus.Details(error));
        return response;
    }

    private CloneSessionResponse CloneSession(ConnectSession session, CloneSessionRequest request)
    {
        var clone = sessions.Clone(session, request is { HasNewSessionId: true, NewSessionId.Length: > 0 } ? request.NewSessionId : Guid.NewGuid().ToString());
        return new CloneSessionResponse { SessionId = session.Id, ServerSideSessionId = session.ServerSideId, NewSessionId = clone.Id, NewServerSideSessionId = clone.ServerSideId };
    }

    private static GetStatusResponse GetStatus(ConnectSession session, GetStatusRequest request)
    {
        var response = new GetStatusResponse { SessionId = session.Id, ServerSideSessionId = session.ServerSideId };
        if (request.OperationStatus is not { } asked) return response;
        var ids = asked.OperationIds.Count > 0 ? asked.OperationIds : session.Operations.Select(o => o.Id);
        foreach (var id in ids)
            response.OperationStatuses.Add(new GetStatusResponse.Types.OperationStatus { OperationId = id, State = State(session.Find(id)) });
        return response;
    }

    private static GetStatusResponse.Types.OperationStatus.Types.OperationState State(Operation? operation) => operation switch
    {
        null => GetStatusResponse.Types.OperationStatus.Types.OperationState.Unknown,
        { IsFinished: false, IsCancelled: true } => GetStatusResponse.Types.OperationStatus.Types.OperationState.Terminating,
        { IsFinished: false } => GetStatusResponse.Types.OperationStatus.Types.OperationState.Running,
        { IsCancelled: true } => GetStatusResponse.Types.OperationStatus.Types.OperationState.Cancelled,
        { HasFailed: true } => GetStatusResponse.Types.OperationStatus.Types.OperationState.Failed,
        _ => GetStatusResponse.Types.OperationStatus.Types.OperationState.Succeeded,
    };

    private static SparkException Handle(string reason, string handle) => new($"INVALID_HANDLE.{reason}", new Dictionary<string, string> { ["handle"] = handle });
}
