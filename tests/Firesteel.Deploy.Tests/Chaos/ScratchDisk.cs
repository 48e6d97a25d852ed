using System.Diagnostics;

namespace Firesteel.Deploy.Tests.Chaos;

/// <summary>A folder for scratch files: a plain one, or a disk of its own that is small enough to be filled.</summary>
sealed class ScratchDisk : IDisposable
{
    private readonly bool _isMounted;
    private readonly string _ballast;

    /// <param name="bytes">The size of the disk; null for a plain folder.</param>
    public ScratchDisk(string folder, long? bytes)
    {
        Folder = Directory.CreateDirectory(folder).FullName;
        _ballast = Path.Combine(Folder, "ballast");
        if (bytes is not { } size) return;
        Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", Folder);
        _isMounted = true;
    }

    public string Folder { get; }
    public bool IsFull => File.Exists(_ballast);

    /// <summary>Writes until nothing more fits; returns how much that was.</summary>
    public long Fill()
    {
        if (!_isMounted) throw new InvalidOperationException($"{Folder} is no disk of its own");
        var chunk = new byte[64 << 10];
        using var file = new FileStream(_ballast, FileMode.Create, FileAccess.Write, FileShare.Read, 1);
        while (chunk.Length > 0)
        {
            try { file.Write(chunk); }
            catch (IOException)
            {
                // The last pages too.
                chunk = new byte[chunk.Length / 16];
            }
        }
        return file.Length;
    }

    public void Free() => File.Delete(_ballast);

    public void Dispose()
    {
        if (_isMounted) Run("umount", "-l", Folder);
    }

    private static void Run(string command, params string[] arguments)
    {
        using var process = Process.Start(command, arguments);
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{command} {string.Join(' ', arguments)} failed: a full disk needs the right to mount one, as root has it, or whoever runs this under \"unshare -rm\"");
    }
}
