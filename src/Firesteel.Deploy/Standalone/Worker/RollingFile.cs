using System.Globalization;
using Firesteel.Foundation.Logging;

namespace Firesteel.Deploy.Standalone.Worker;

/// <summary>Copies one output of a process into a file that is rolled over, from a thread of its own, until the output ends.</summary>
sealed class RollingFile(Stream source, string path, LogRolling rolling, TimeProvider time)
{
    private static readonly Logger Log = Logger.For("RollingFileAppender");
    private FileStream _file = Open(path);
    private DateTimeOffset _began = time.GetUtcNow();

    public void Start() => new Thread(Copy, 256 << 10) { IsBackground = true, Name = "rolling-log" }.Start();

    private static FileStream Open(string path) => new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);

    private void Copy()
    {
        var buffer = new byte[8192];
        try
        {
            for (int read; (read = source.Read(buffer)) > 0;)
            {
                if (IsDue(read)) Roll();
                _file.Write(buffer, 0, read);
                _file.Flush();
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            Log.Warn($"The output of a process could not be written to {path}: {e.Message}");
        }
        finally { _file.Dispose(); }
    }

    private bool IsDue(int coming) =>
        _file.Length > 0 && (rolling.MaxBytes is { } most ? _file.Length + coming > most : time.GetUtcNow() - _began >= rolling.Every);

    private void Roll()
    {
        _file.Dispose();
        var name = $"{path}--{time.GetLocalNow().ToString(rolling.Suffix, CultureInfo.InvariantCulture)}";
        var free = name;
        for (var number = 1; File.Exists(free); number++) free = $"{name}--{number.ToString("D3", CultureInfo.InvariantCulture)}";
        File.Move(path, free);
        if (rolling.Kept >= 0)
            foreach (var old in Directory.GetFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + "--*").Order(StringComparer.Ordinal).SkipLast(rolling.Kept)) File.Delete(old);
        _file = Open(path);
        _began = time.GetUtcNow();
    }
}
