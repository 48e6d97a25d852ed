using Firesteel.Core.Rpc;
using Firesteel.Foundation.Logging;

namespace Firesteel.Core.Files;

/// <summary>
/// The application's files in an executor: fetched once each, by the first task that starts after the driver told of
/// them; the others wait for it.
/// </summary>
sealed class FetchedFiles(string driverHost, int driverPort, byte[] secret)
{
    private static readonly Logger Log = Logger.For("Executor");
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Name, string? UnpackAs), string> _here = [];
    private volatile IReadOnlyList<SharedFile> _wanted = [];
    private volatile IReadOnlyList<SharedFile> _complete = [];

    /// <summary>Those of this process; null where it is no executor of its own.</summary>
    public static FetchedFiles? Current { get; set; }

    /// <summary>The driver tells of all its files.</summary>
    public void Want(IReadOnlyList<SharedFile> files) => _wanted = files;

    /// <summary>Returns when all files are here that the driver has told of.</summary>
    /// <exception cref="SparkException">One cannot be fetched; the next call tries again.</exception>
    public void Ensure()
    {
        if (ReferenceEquals(_complete, _wanted)) return;
        lock (_gate)
        {
            var wanted = _wanted;
            if (ReferenceEquals(_complete, wanted)) return;
            FrameConnection? driver = null;
            try
            {
                foreach (var file in wanted)
                {
                    var key = (file.Name, file.UnpackAs);
                    if (_here.GetValueOrDefault(key) == file.Hash) continue;
                    Log.Info($"Fetching {file.Name} ({file.Length} bytes) from {driverHost}:{driverPort}");
                    driver ??= FrameConnection.Connect(driverHost, driverPort, secret);
                    Place(driver, file);
                    _here[key] = file.Hash;
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Net.Sockets.SocketException or System.Security.Authentication.AuthenticationException or InvalidDataException)
            {
                throw SparkException.WithoutCondition($"A file of the application could not be fetched from its driver: {e.Message}", e);
            }
            finally { driver?.Dispose(); }
            _complete = wanted;
        }
    }

    private static void Place(FrameConnection driver, SharedFile file)
    {
        var target = FilesFolder.PathOf(file.UnpackAs is null ? file.Name : $"{file.Hash}-{file.Name}");
        FileTransfer.Fetch(driver, file, target);
        if (file.UnpackAs is not { } folder) return;
        Archive.Unpack(target, file.Name, FilesFolder.PathOf(folder));
        File.Delete(target);
    }
}
