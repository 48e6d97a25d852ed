namespace Firesteel.Python.Gateway.Core;

/// <summary>The process's own folder for files that pass between it and Python; removed when the process ends.</summary>
static class WorkFolder
{
    private static readonly Lazy<string> Root = new(Make);

    public static string Path => Root.Value;

    /// <summary>Files that programs have added for their tasks.</summary>
    public static string UserFiles => SparkFiles.GetRootDirectory();

    /// <summary>A new folder that only this user may enter.</summary>
    public static string NewFolder(string parent, string prefix)
    {
        var folder = System.IO.Path.Combine(parent, $"{prefix}-{Guid.NewGuid()}");
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return folder;
    }

    private static string Make()
    {
        var folder = NewFolder(System.IO.Path.GetTempPath(), "spark");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Remove(folder);
        return folder;
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What is still open goes with the machine's temporary files.
        }
    }
}
