using System.Buffers;
using System.Text.RegularExpressions;

namespace Firesteel.Core.Events;

/// <summary>
/// Keeps an application's events in a file that history servers read: <c>DIR/APP_ID.inprogress</c> while it runs,
/// <c>DIR/APP_ID</c> afterwards.
/// </summary>
sealed class EventLoggingListener : EventListener
{
    private readonly string _path;
    private readonly FileStream _file;
    private readonly EventJsonWriter _writer;
    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <param name="directory">An existing local folder, as <c>spark.eventLog.dir</c> names it.</param>
    /// <param name="overwrite">Whether a finished log of the same application may be replaced.</param>
    public EventLoggingListener(string directory, string appId, string sparkVersion, string redaction = EventJsonWriter.DefaultRedaction, bool overwrite = false)
    {
        _path = Path.Combine(directory, SafeName(appId));
        if (!overwrite && File.Exists(_path)) throw new IOException($"Target log file already exists ({_path})");
        _file = new FileStream(InProgressPath, FileMode.Create, FileAccess.Write, FileShare.Read, 64 << 10);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(InProgressPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
        _writer = new EventJsonWriter(new Regex(redaction, RegexOptions.CultureInvariant));
        OnEvent(new SparkListenerLogStart(sparkVersion));
    }

    private string InProgressPath => _path + ".inprogress";

    public override void OnEvent(SparkListenerEvent e)
    {
        _buffer.ResetWrittenCount();
        if (!_writer.Write(e, _buffer)) return;
        _buffer.Write("\n"u8);
        _file.Write(_buffer.WrittenSpan);
        // Readers of a running application's log see it up to the last of its rarer events.
        if (e is not (SparkListenerTaskStart or SparkListenerTaskEnd or SparkListenerStageSubmitted or SparkListenerTaskGettingResult)) _file.Flush();
    }

    public override void OnStop()
    {
        _file.Dispose();
        File.Move(InProgressPath, _path, overwrite: true);
    }

    // An application's id becomes a file name: nothing in it may leave the folder.
    private static string SafeName(string appId) => Regex.Replace(Regex.Replace(appId, @"[ :/\\]", "-"), "[.${}'\"]", "_").ToLowerInvariant();
}
