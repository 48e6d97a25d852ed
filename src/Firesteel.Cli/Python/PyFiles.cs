using Firesteel.Foundation.Configuration;

namespace Firesteel.Cli.Python;

/// <summary>The files of <c>--py-files</c>: archives go on the path as they are, single modules by way of a folder that holds them.</summary>
static class PyFiles
{
    /// <summary>What goes on the Python path.</summary>
    /// <exception cref="UsageException">A file is missing, or is none that Python can import from.</exception>
    public static List<string> PathEntries(Dictionary<string, string> settings, string moduleFolder)
    {
        var paths = new List<string>();
        foreach (var named in ConfigText.List(settings.GetValueOrDefault("spark.submit.pyFiles", "")))
        {
            var path = LocalPath(named);
            switch (Path.GetExtension(path).ToLowerInvariant())
            {
                case ".zip" or ".egg" or ".whl" when File.Exists(path): paths.Add(path); break;
                case ".py" when File.Exists(path):
                    Directory.CreateDirectory(moduleFolder);
                    File.Copy(path, Path.Combine(moduleFolder, Path.GetFileName(path)), overwrite: true);
                    if (!paths.Contains(moduleFolder)) paths.Add(moduleFolder);
                    break;
                case ".zip" or ".egg" or ".whl" or ".py": throw new UsageException($"The file {named} of --py-files does not exist.");
                default: throw new UsageException($"The file {named} of --py-files is no Python module or archive (.py, .zip, .egg, .whl).");
            }
        }
        return paths;
    }

    /// <summary>Executors need the files as well: they go where all files of the application go.</summary>
    public static void AddToFiles(Dictionary<string, string> settings)
    {
        var modules = ConfigText.List(settings.GetValueOrDefault("spark.submit.pyFiles", "")).Select(LocalPath);
        var all = ConfigText.List(settings.GetValueOrDefault("spark.files", "")).Concat(modules).Distinct().ToList();
        if (all.Count > 0) settings["spark.files"] = string.Join(',', all);
    }

    private static string LocalPath(string named) => Path.GetFullPath(named.StartsWith("file:", StringComparison.Ordinal) ? new Uri(named).LocalPath : named);
}
