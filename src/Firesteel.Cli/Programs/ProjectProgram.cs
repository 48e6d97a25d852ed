namespace Firesteel.Cli.Programs;

/// <summary>A C# project.</summary>
sealed class ProjectProgram(string project) : ProgramSource
{
    public static ProjectProgram InFolder(string folder) => Directory.GetFiles(folder, "*.csproj") switch
    {
        [var only] => new(only),
        [] => throw new UsageException($"The folder {folder} holds no C# project (.csproj)."),
        _ => throw new UsageException($"The folder {folder} holds several C# projects: name the one to run."),
    };

    public override BuiltProgram Build()
    {
        var fingerprint = new Fingerprint().Add(project).Add(Installation.BuildId);
        ImplicitInputs.AddSurroundings(fingerprint, Path.GetDirectoryName(project)!);
        ImplicitInputs.AddReference(fingerprint, project);
        return ProgramCache.GetOrBuild(project, fingerprint.Finish(), (output, scratch) => SdkBuild.Run(project, output, scratch));
    }
}
