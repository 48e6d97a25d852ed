using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Firesteel.Deploy.Standalone.Protocol;

namespace Firesteel.Deploy.Standalone.Master;

sealed record PersistedApplication(string Id, ApplicationDescription Description, long SubmittedMs);
sealed record PersistedDriver(string Id, DriverDescription Description, long SubmittedMs, string? WorkerId);
sealed record PersistedWorker(string Id, string Host, int Port, int Cores, int MemoryMb, string WebUiUrl);

/// <summary>What a Master remembers over its end.</summary>
interface IRecoveryStore
{
    /// <summary>Counts this start of a Master.</summary>
    long NextEpoch();

    void Save(PersistedApplication application);
    void Save(PersistedDriver driver);
    void Save(PersistedWorker worker);
    void RemoveApplication(string id);
    void RemoveDriver(string id);
    void RemoveWorker(string id);
    (IReadOnlyList<PersistedApplication> Applications, IReadOnlyList<PersistedDriver> Drivers, IReadOnlyList<PersistedWorker> Workers) Load();
}

/// <summary>Nothing is remembered; epochs follow the clock.</summary>
sealed class NoRecovery(TimeProvider time) : IRecoveryStore
{
    public long NextEpoch() => time.GetUtcNow().ToUnixTimeMilliseconds();
    public void Save(PersistedApplication application) { }
    public void Save(PersistedDriver driver) { }
    public void Save(PersistedWorker worker) { }
    public void RemoveApplication(string id) { }
    public void RemoveDriver(string id) { }
    public void RemoveWorker(string id) { }
    public (IReadOnlyList<PersistedApplication>, IReadOnlyList<PersistedDriver>, IReadOnlyList<PersistedWorker>) Load() => ([], [], []);
}

/// <summary>A file for each thing in one folder (<c>spark.deploy.recoveryMode=FILESYSTEM</c>), each written under another name first: it is there whole or not at all.</summary>
sealed class FileRecoveryStore : IRecoveryStore
{
    private const string EpochFile = "epoch";
    private readonly string _folder;

    public FileRecoveryStore(string folder)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        foreach (var unfinished in Directory.EnumerateFiles(_folder, "*.new")) File.Delete(unfinished);
    }

    public long NextEpoch()
    {
        var file = Path.Combine(_folder, EpochFile);
        var last = File.Exists(file) && long.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out var known) ? known : 0;
        // A folder that lost its count still goes forward.
        var next = Math.Max(last + 1, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        Write(EpochFile, System.Text.Encoding.ASCII.GetBytes(next.ToString(CultureInfo.InvariantCulture)));
        return next;
    }

    public void Save(PersistedApplication application) => Write($"app_{application.Id}", JsonSerializer.SerializeToUtf8Bytes(application, DeployJson.Default.PersistedApplication));
    public void Save(PersistedDriver driver) => Write($"driver_{driver.Id}", JsonSerializer.SerializeToUtf8Bytes(driver, DeployJson.Default.PersistedDriver));
    public void Save(PersistedWorker worker) => Write($"worker_{worker.Id}", JsonSerializer.SerializeToUtf8Bytes(worker, DeployJson.Default.PersistedWorker));
    public void RemoveApplication(string id) => File.Delete(PathOf($"app_{id}"));
    public void RemoveDriver(string id) => File.Delete(PathOf($"driver_{id}"));
    public void RemoveWorker(string id) => File.Delete(PathOf($"worker_{id}"));

    public (IReadOnlyList<PersistedApplication>, IReadOnlyList<PersistedDriver>, IReadOnlyList<PersistedWorker>) Load() =>
        (Read("app_", DeployJson.Default.PersistedApplication), Read("driver_", DeployJson.Default.PersistedDriver), Read("worker_", DeployJson.Default.PersistedWorker));

    private List<T> Read<T>(string prefix, JsonTypeInfo<T> type) where T : class =>
        [.. Directory.EnumerateFiles(_folder, prefix + "*").Order(StringComparer.Ordinal).Select(file => JsonSerializer.Deserialize(File.ReadAllBytes(file), type)!)];

    private void Write(string name, byte[] bytes)
    {
        var path = PathOf(name);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(path + ".new", options))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }
        File.Move(path + ".new", path, overwrite: true);
    }

    // Ids come from peers: they name files, never folders.
    private string PathOf(string name) => Path.Combine(_folder, name.Replace('/', '_').Replace('\\', '_'));
}
