using Firesteel.Foundation.Logging;

namespace Firesteel.Deploy.Standalone.Worker;

/// <summary>
/// Which Workers of this work folder were here before: a Worker that is started again tells whose place it takes, so that
/// a Master does not wait for one that will not come back. Held while the process lives.
/// </summary>
sealed class WorkerIdentity : IDisposable
{
    private const int MostWorkers = 1024;
    // The one before may have ended before any Master heard of it: then it is the one before that.
    private const int Remembered = 32;
    private static readonly Logger Log = Logger.For("Worker");
    private readonly FileStream _file;

    private WorkerIdentity(FileStream file, string[] before) => (_file, Before, Place) = (file, before, file.Name);

    /// <summary>The ids of those before, the last one last.</summary>
    public IReadOnlyList<string> Before { get; }

    /// <summary>Names the place, for this Worker and those after it.</summary>
    public string Place { get; }

    /// <summary>Takes the first place in a work folder that no living Worker has.</summary>
    public static WorkerIdentity Take(string workFolder, string id)
    {
        for (var place = 0; ; place++)
        {
            FileStream file;
            try { file = Open(Path.Combine(workFolder, $"worker-{place}.id")); }
            catch (IOException) when (place < MostWorkers)
            {
                // Another Worker of this folder holds it.
                continue;
            }
            using var reader = new StreamReader(file, leaveOpen: true);
            var before = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(Remembered).ToArray();
            try
            {
                file.SetLength(0);
                file.Write(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', [.. before, id])));
            }
            catch (IOException e)
            {
                // It costs the Master some waiting should this Worker be started again, and nothing else.
                Log.Warn($"{file.Name} cannot be written: {e.Message}");
            }
            return new WorkerIdentity(file, before);
        }
    }

    public void Dispose() => _file.Dispose();

    private static FileStream Open(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }
}
