namespace Firesteel.Cli.Submit;

/// <summary>A folder for what is fetched from elsewhere, made when it is asked for and removed at the end.</summary>
sealed class DownloadFolder : IDisposable
{
    private readonly Lazy<string> _path = new(() => Directory.CreateTempSubdirectory("firesteel-download-").FullName);

    public string Path => _path.Value;

    public void Dispose()
    {
        if (_path.IsValueCreated) Directory.Delete(_path.Value, recursive: true);
    }
}
