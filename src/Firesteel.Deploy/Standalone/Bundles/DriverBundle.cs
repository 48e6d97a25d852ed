using Firesteel.Core.Files;
using Firesteel.Deploy.Standalone.Protocol;
using Firesteel.Foundation.Logging;

namespace Firesteel.Deploy.Standalone.Bundles;

/// <summary>The program of a driver that runs here for somebody who submitted it elsewhere: fetched before anything else, into the driver's folder.</summary>
static class DriverBundle
{
    public const string HashVariable = "FIRESTEEL_DRIVER_BUNDLE";
    public const string MasterVariable = "FIRESTEEL_DRIVER_MASTER";

    /// <summary>What a bundle is unpacked into; arguments name files in it.</summary>
    public const string Folder = "program";

    private static readonly Logger Log = Logger.For("DriverRunner");

    /// <summary>Does nothing in a process that no Worker started as a driver.</summary>
    /// <exception cref="SparkException">The program cannot be had.</exception>
    public static void FetchOwn()
    {
        if (Environment.GetEnvironmentVariable(HashVariable) is not { Length: > 0 } hash) return;
        Environment.SetEnvironmentVariable(HashVariable, null);
        var folder = Path.GetFullPath(Folder);
        // Started again by the Worker.
        if (Directory.Exists(folder)) return;
        var secret = ClusterSecret.Find(_ => null, create: false);
        var masters = MasterAddress.ParseAll(Environment.GetEnvironmentVariable(MasterVariable) ?? "");
        using var connection = new DeployClient(masters, secret, Log, namesMayCome: false).TryEach(out var reason, out _)
            ?? throw SparkException.WithoutCondition($"The driver's program could not be fetched from the Master: {reason}");
        var packed = folder + ".zip";
        Log.Info($"Copying the program from {masters[0].Url} to {folder}");
        BundleClient.Download(connection, hash, packed);
        var unfinished = folder + ".part";
        Archive.Unpack(packed, packed, unfinished);
        File.Delete(packed);
        Directory.Move(unfinished, folder);
    }
}
