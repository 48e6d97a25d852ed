namespace Firesteel.Cli.Programs;

/// <summary>A program as the user names it.</summary>
abstract class ProgramSource
{
    /// <summary>Brings the program to a form that can run: compiles it unless it is compiled already.</summary>
    public abstract BuiltProgram Build();

    /// <summary>Tells by its name what a program is; refuses what cannot run here.</summary>
    public static ProgramSource Resolve(string named)
    {
        var path = Path.GetFullPath(named.StartsWith("file:", StringComparison.Ordinal) ? new Uri(named).LocalPath : named);
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".jar": throw new UsageException($"{named} is a Java archive, and there is no JVM here: write the program in C#.");
            case ".r": throw new UsageException($"{named} is an R program; R is not supported.");
        }
        if (Directory.Exists(path)) return ProjectProgram.InFolder(path);
        if (named is "sparkr-shell") throw new UsageException($"{named} is not supported yet.");
        if (!File.Exists(path)) throw new UsageException($"The program {named} does not exist.");
        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".cs" => new FileProgram(path),
            ".csproj" => new ProjectProgram(path),
            ".dll" => new AssemblyProgram(path),
            _ => throw new UsageException($"{named} is neither a C# file (.cs), an assembly (.dll) nor a folder with a C# project."),
        };
    }
}

/// <summary>A program that can be loaded.</summary>
/// <param name="EntryAssembly">Path of the assembly with the entry point.</param>
/// <param name="SourceFile">The C# file of a single-file program.</param>
sealed record BuiltProgram(string EntryAssembly, string? SourceFile = null);

/// <summary>An assembly that somebody else has built.</summary>
sealed class AssemblyProgram(string path) : ProgramSource
{
    public override BuiltProgram Build() => new(path);
}
