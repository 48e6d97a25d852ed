using System.Security.Cryptography;
using System.Text;
using Firesteel.Foundation.Configuration;
using Firesteel.Foundation.Logging;

namespace Firesteel.Deploy.Standalone;

/// <summary>
/// The secret that the processes of one cluster share: <c>spark.authenticate.secret</c>, the file that
/// <c>spark.authenticate.secret.file</c> names, the environment's <c>SPARK_AUTH</c>, or else a file of the user's own,
/// which the first Master writes. <c>spark.authenticate=false</c>, said in so many words, stands for none.
/// </summary>
/// <param name="Source">Where it came from, for messages.</param>
/// <param name="IsOpen">Whether everybody knows it.</param>
sealed record ClusterSecret(byte[] Bytes, string Source, bool IsOpen = false)
{
    private const string Key = "spark.authenticate.secret";
    private const string FileKey = "spark.authenticate.secret.file";
    private const string SwitchKey = "spark.authenticate";
    private static readonly Logger Log = Logger.For("SecurityManager");

    /// <summary>Variables of the environment that may hold it; no process that is started for users inherits them.</summary>
    public static readonly IReadOnlyList<string> Variables = ["SPARK_AUTH", "_SPARK_AUTH_SECRET"];

    // What the environment held, once it was taken out of there.
    private static ClusterSecret? _taken;

    /// <summary>Takes the secret out of this process's environment, for its own children not to inherit it.</summary>
    public static void TakeFromEnvironment()
    {
        foreach (var variable in Variables)
        {
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } named) _taken ??= new ClusterSecret(Encoding.UTF8.GetBytes(named), $"the environment's {variable}");
            Environment.SetEnvironmentVariable(variable, null);
        }
    }

    /// <summary>What to do where two sides do not know the same.</summary>
    public string Mismatch =>
        $"the secret of this side is that of {Source}, and the other side's is another: copy the file {OwnFile} from the Master's machine to this one (mode 0600), or give both sides the same {Key}, {FileKey} or SPARK_AUTH";

    /// <summary>The secret that others need to see the pages: it gives no other access.</summary>
    public string PagesToken => Convert.ToHexStringLower(HMACSHA256.HashData(Bytes, "pages"u8).AsSpan(0, 16));

    /// <param name="create">Whether the user's file is written where there is none.</param>
    /// <exception cref="SparkException">There is no secret, or its file cannot be read.</exception>
    public static ClusterSecret Find(Func<string, string?> setting, bool create)
    {
        if (setting(SwitchKey) is { Length: > 0 } on && !ConfigText.Boolean(SwitchKey, on))
        {
            Log.Warn($"{SwitchKey}=false: whoever reaches the ports of this process can run programs as {Environment.UserName}");
            return new ClusterSecret(Encoding.ASCII.GetBytes($"{SwitchKey}=false"), $"{SwitchKey}=false", IsOpen: true);
        }
        if (setting(Key) is { Length: > 0 } direct) return new ClusterSecret(Encoding.UTF8.GetBytes(direct), Key);
        if (setting(FileKey) is { Length: > 0 } file) return new ClusterSecret(Read(file), $"{FileKey} ({file})");
        foreach (var variable in Variables)
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } named) return new ClusterSecret(Encoding.UTF8.GetBytes(named), $"the environment's {variable}");
        if (_taken is { } taken) return taken;
        var own = OwnFile;
        if (!File.Exists(own))
        {
            if (!create) throw SparkException.WithoutCondition($"No secret of a cluster is known here: copy the file {own} from the Master's machine, where the user's first Master wrote it, or set {Key}, {FileKey} or the environment's SPARK_AUTH.");
            Write(own);
        }
        return new ClusterSecret(Read(own), own);
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
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) is not 0)
                Log.Warn($"The file {file} holds the cluster's secret, and others can read it: chmod 600 {file}");
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
        PrivateFolder.Create(Path.GetDirectoryName(file)!);
        var fresh = $"{file}.{Guid.NewGuid():N}";
        PrivateFolder.WriteFile(fresh, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        try { File.Move(fresh, file, overwrite: false); }
        catch (IOException) when (File.Exists(file)) { File.Delete(fresh); }
    }
}
