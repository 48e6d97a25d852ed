using Firesteel.Connect.Messages;
using Firesteel.Connect.Rpc;

namespace Firesteel.Connect.Client;

/// <summary>One execution of a plan as its client sees it: a stream of responses that survives broken connections, and its release at the end.</summary>
sealed class Execution(ConnectClient client, RpcChannel channel, Plan plan) : IDisposable
{
    private readonly string _operationId = Guid.NewGuid().ToString();
    private IAsyncEnumerator<ExecutePlanResponse>? _stream;
    private string? _last;
    private bool _isComplete;

    /// <summary>The next response, or null behind the last.</summary>
    public ExecutePlanResponse? Next()
    {
        if (_isComplete) return null;
        var response = Advance().GetAwaiter().GetResult();
        if (response is null or { ResultComplete: not null })
        {
            _isComplete = true;
            return null;
        }
        return response;
    }

    public void Dispose()
    {
        if (_stream is { } stream)
        {
            try
            {
                stream.DisposeAsync().AsTask().GetAwaiter().GetResult();
            }
            catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException)
            {
            }
        }
        // The server keeps responses until it hears this; nobody waits for its answer.
        _ = Task.Run(async () =>
        {
            try
            {
                using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
                await channel.Unary("ReleaseExecute", client.Release(_operationId), ReleaseExecuteResponse.Parser, limit.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is RpcException or OperationCanceledException or ObjectDisposedException)
            {
            }
        });
    }

    private async Task<ExecutePlanResponse?> Advance()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                _stream ??= channel.Stream("ExecutePlan", [client.Request(plan, _operationId)], ExecutePlanResponse.Parser, CancellationToken.None).GetAsyncEnumerator();
                if (await _stream.MoveNextAsync().ConfigureAwait(false))
                {
                    _last = _stream.Current.ResponseId;
                    return _stream.Current;
                }
                // A stream may end early on purpose; only the response that says so is the end.
            }
            catch (RpcException e) when (_last is null && IsUnknownOperation(e))
            {
                // The server never heard of the plan.
                await Restart(fromStart: true).ConfigureAwait(false);
                if (attempt >= Retries.Most) throw;
                continue;
            }
            catch (RpcException e) when (Retries.IsPassing(e) && attempt < Retries.Most)
            {
                await Retries.Pause(attempt).ConfigureAwait(false);
            }
            await Restart(fromStart: false).ConfigureAwait(false);
        }
    }

    private async Task Restart(bool fromStart)
    {
        if (_stream is { } old) await old.DisposeAsync().ConfigureAwait(false);
        _stream = fromStart ? null : channel.Stream("ReattachExecute", [client.Reattach(_operationId, _last)], ExecutePlanResponse.Parser, CancellationToken.None).GetAsyncEnumerator();
    }

    private static bool IsUnknownOperation(RpcException error)
        => error.Message.Contains("INVALID_HANDLE.OPERATION_NOT_FOUND", StringComparison.Ordinal) || error.Message.Contains("INVALID_HANDLE.SESSION_NOT_FOUND", StringComparison.Ordinal);
}
