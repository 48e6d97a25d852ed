using Firesteel.Connect.Rpc;

namespace Firesteel.Connect.Client;

/// <summary>Calls that are tried again while the server cannot be reached, at growing distances, for some twenty seconds.</summary>
static class Retries
{
    public const int Most = 9;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    public static async Task<T> Run<T>(Func<Task<T>> call)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call().ConfigureAwait(false);
            }
            catch (RpcException e) when (IsPassing(e) && attempt < Most)
            {
                await Pause(attempt).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Whether the same call may succeed later.</summary>
    public static bool IsPassing(RpcException error) => error.Code == RpcStatusCode.Unavailable;

    public static Task Pause(int attempt)
    {
        var wait = TimeSpan.FromMilliseconds(50 * Math.Pow(2, attempt - 1) * (0.75 + Random.Shared.NextDouble() / 2));
        return Task.Delay(wait < Longest ? wait : Longest);
    }
}
