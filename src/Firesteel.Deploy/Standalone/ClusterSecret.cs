using System.Security.Cryptography;
using System.Text;
using Firesteel.Foundation.Configuration;

namespace Firesteel.Deploy.Standalone;

/// <summary>
/// The secret that the processes of one cluster share: <c>spark.authenticate.secret</c>, the file that
/// <c>spark.authenticate.secret.file</c> names, the environment's <c>SPARK_AUTH</c>, or else a file of the user's own,
/// which the first Master writes.
/// </summary>
static class ClusterSecret
{
    private const string Key = "spark.authenticate.secret";
    private const string FileKey = "spark.authenticate.secret.file";

    /// <param name="create">Whether the user's file is written where there is none.</param>
    /// <exception cref="SparkException">There is no secret, or its file cannot be read.</exception>
    public static byte[] Find(Func<string, string?> setting, bool create)
    {
        if (setting(Key) is { Length: > 0 } direct) return Encoding.UTF8.GetBytes(direct);
        if (setting(FileKey) is { Length: > 0 } file) return Read(file);
        foreach (var variable in (ReadOnlySpan<string>)["SPARK_AUTH", "_SPARK_AUTH_SECRET"])
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } named) return Encoding.UTF8.GetBytes(named);
        var own = OwnFile;
        if (!File.Exists(own))
        {
            if (!create) throw SparkException.WithoutCondition($"No secret of a cluster is known: {own} is written by the first Master of this user; elsewhere set {Key}, {FileKey} or the environment's SPARK_AUTH.");
            Write(own);
        }
        return Read(own);
    }

    /// <summary>The secret of one application, known to its driver and, through its executors' environment, to them alone.</summary>
    public static byte[] ForApplication(byte[] cluster, string salt) => HMACSHA256.HashData(cluster, Encoding.UTF8.GetBytes("application " + salt));

    private static string OwnFile
    {
        get
        {
            var folder = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } config && Path.IsPathRooted(config)
                ? config : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), ".config");
            return Path.Combine(folder, "firesteel", "cluster-secret");
        }
    }

    private static byte[] Read(string file)
    {
        try
        {
            var text = File.ReadAllText(file).Trim();
            return text.Length > 0 ? Encoding.UTF8.GetBytes(text) : throw SparkException.WithoutCondition($"The file {file} should hold the cluster's secret, and is empty.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SparkException.WithoutCondition($"The cluster's secret cannot be read from {file}: {e.Message}", e);
        }
    }

    // Under another name first: whoever reads it finds all of it, and of two that write at once one wins.
    private static void Write(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var fresh = $"{file}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(fresh, options)) stream.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))));
        try { File.Move(fresh, file, overwrite: false); }
        catch (IOException) when (File.Exists(file)) { File.Delete(fresh); }
    }
}
