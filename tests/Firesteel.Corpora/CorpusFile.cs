namespace Firesteel.Corpora;

/// <summary>Finds corpora on disk.</summary>
static class CorpusFile
{
    /// <summary>A file itself, or every .jsonl file under a folder.</summary>
    public static IEnumerable<string> Find(string path)
        => File.Exists(path) ? [path] : Directory.EnumerateFiles(path, "*.jsonl", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
}
