using System.Text;

namespace Firesteel.Cli.Shell;

/// <summary>The statements of former sessions, newest last, in a file that only its owner reads.</summary>
sealed class History
{
    private const int Kept = 1000;
    private readonly string _file;
    private readonly List<string> _lines = [];

    public History(string file)
    {
        _file = file;
        if (!File.Exists(file)) return;
        try
        {
            _lines.AddRange(File.ReadLines(file).TakeLast(Kept));
        }
        catch (IOException)
        {
            // Without its history the shell works all the same.
        }
    }

    public int Count => _lines.Count;

    public string this[int index] => _lines[index];

    public void Add(string statement)
    {
        if (_lines.Count > 0 && _lines[^1] == statement) return;
        _lines.Add(statement);
        if (_lines.Count > Kept) _lines.RemoveAt(0);
        try
        {
            Save();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A folder that cannot be written costs the history and not the session.
        }
    }

    private void Save()
    {
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = Owner;
        using var writer = new StreamWriter(_file, new UTF8Encoding(false), options);
        foreach (var line in _lines) writer.WriteLine(line);
    }
}
