using System.Security.Authentication;

namespace Firesteel.Core.Rpc;

/// <summary>Both sides of a connection speak this protocol, and do not know the same secret.</summary>
sealed class PeerRefusedException() : AuthenticationException("The peer has another secret (spark.authenticate.secret)");
