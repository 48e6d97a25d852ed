namespace Firesteel;

/// <summary>Where blocks live: an executor (<c>driver</c> for the driver's own) and the address that serves them.</summary>
public sealed record BlockManagerId(string ExecutorId, string Host, int Port)
{
    public const string DriverId = "driver";

    public override string ToString() => $"BlockManagerId({ExecutorId}, {Host}, {Port}, None)";
}
