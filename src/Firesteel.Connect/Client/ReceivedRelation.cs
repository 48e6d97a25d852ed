using Firesteel.Catalyst.Plans;
using Firesteel.Connect.Messages;

namespace Firesteel.Connect.Client;

/// <summary>A relation that a server gave back: it means something to that server, and only there.</summary>
sealed record ReceivedRelation(Relation Relation) : UnresolvedLeafPlan;
