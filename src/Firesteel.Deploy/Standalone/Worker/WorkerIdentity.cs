namespace Firesteel.Deploy.Standalone.Worker;

/// <summary>
/// Which Worker of this work folder was here before: a Worker that is started again tells whose place it takes, so that
/// a Master does not wait for one that will not come back. Held while the process lives.
/// </summary>
sealed class WorkerIdentity : IDisposable
{
    private const int MostWorkers = 1024;
    private readonly FileStream _file;

    private WorkerIdentity(FileStream file, string? before) => (_file, Before) = (file, before);

    /// <summary>The id of the one before; null where there was none.</summary>
    public string? Before { get; }

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
            var before = reader.ReadToEnd().Trim();
            file.SetLength(0);
            file.Write(System.Text.Encoding.UTF8.GetBytes(id));
            file.Flush();
            return new WorkerIdentity(file, before.Length > 0 ? before : null);
        }
    }

    public void Dispose() => _file.Dispose();

    private static FileStream Open(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }
}
