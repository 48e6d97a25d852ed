using System.Text;

namespace Firesteel.Cli.Programs;

/// <summary>A single C# file, as <c>dotnet run app.cs</c> understands it, directives (<c>#:package</c> and the like) included.</summary>
sealed class FileProgram(string path) : ProgramSource
{
    public override BuiltProgram Build()
    {
        var text = File.ReadAllBytes(path);
        var fingerprint = new Fingerprint().Add(path).Add(text).Add(Installation.BuildId);
        ImplicitInputs.AddSurroundings(fingerprint, Path.GetDirectoryName(path)!);
        foreach (var reference in References(Encoding.UTF8.GetString(text))) ImplicitInputs.AddReference(fingerprint, reference);
        return ProgramCache.GetOrBuild(path, fingerprint.Finish(), (output, scratch) => SdkBuild.Run(path, output, scratch, "-p:PublishAot=false", "-p:PackAsTool=false")) with { SourceFile = path };
    }

    /// <summary>Files and folders outside the program that its directives name.</summary>
    private IEnumerable<string> References(string text)
    {
        if (!text.Contains("#:", StringComparison.Ordinal)) yield break;
        foreach (var line in text.Split('\n'))
        {
            var trimmed = line.Trim();
            if (!trimmed.StartsWith("#:", StringComparison.Ordinal)) continue;
            var words = trimmed[2..].Split(' ', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (words is ["project" or "include" or "ref", var target]) yield return Path.GetFullPath(target, Path.GetDirectoryName(path)!);
        }
    }
}
