using Firesteel.Connect.Rpc.Messages;

namespace Firesteel.Connect.Rpc;

/// <summary>A call that ends with a status other than OK.</summary>
sealed class RpcException(RpcStatusCode code, string message, Status? details = null, Exception? cause = null) : Exception(message, cause)
{
    public RpcStatusCode Code => code;

    /// <summary>What <c>grpc-status-details-bin</c> carries, if anything.</summary>
    public Status? Details => details;
}
