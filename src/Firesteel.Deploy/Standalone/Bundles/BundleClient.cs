using System.Security.Cryptography;
using Firesteel.Core.Rpc;
using Firesteel.Deploy.Standalone.Protocol;

namespace Firesteel.Deploy.Standalone.Bundles;

/// <summary>Carries programs of cluster mode to a Master and, on the Worker, from it.</summary>
static class BundleClient
{
    private const int PartBytes = 1 << 20;

    /// <returns>The name that it has there.</returns>
    /// <exception cref="SparkException">The Master does not take it.</exception>
    public static string Upload(FrameConnection master, string path)
    {
        using var file = File.OpenRead(path);
        var hash = Convert.ToHexStringLower(SHA256.HashData(file));
        file.Seek(0, SeekOrigin.Begin);
        var buffer = new byte[PartBytes];
        while (true)
        {
            var offset = file.Position;
            var read = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            var answer = Ask(master, new StoreBundlePart(hash, offset, buffer[..read], Last: file.Position == file.Length));
            if (answer.Error is { } error) throw SparkException.WithoutCondition($"The Master does not take the program: {error}");
            if (answer.Complete) return hash;
        }
    }

    /// <exception cref="SparkException">The Master does not have it, or what came is something else.</exception>
    public static void Download(FrameConnection master, string hash, string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite);
        long total;
        do
        {
            var answer = Ask(master, new FetchBundlePart(hash, file.Position));
            if (answer.Error is { } error) throw SparkException.WithoutCondition($"The driver's program could not be fetched from the Master: {error}");
            if (answer.Bytes.Length == 0 && file.Position < answer.Total) throw SparkException.WithoutCondition("The driver's program ended early on its way from the Master.");
            file.Write(answer.Bytes);
            total = answer.Total;
        }
        while (file.Position < total);
        file.Seek(0, SeekOrigin.Begin);
        if (Convert.ToHexStringLower(SHA256.HashData(file)) != hash) throw SparkException.WithoutCondition("The driver's program arrived damaged from the Master.");
    }

    private static BundlePart Ask(FrameConnection master, DeployMessage question)
    {
        master.Send(DeployJson.Encode(question));
        return master.Receive() is { } frame && DeployJson.Decode(frame) is BundlePart answer ? answer : new BundlePart(0, [], "The connection was closed.");
    }
}
