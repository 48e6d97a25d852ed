using Firesteel.Cli.Programs;
using Firesteel.Core.Files;
using Firesteel.Foundation.Configuration;
using Firesteel.Foundation.Logging;

namespace Firesteel.Cli.Submit;

/// <summary>
/// What <c>--jars</c> and <c>--packages</c> ask for: assemblies and NuGet packages are had; of Maven's, those that stand
/// for what is built in are answered by a line, others by a warning.
/// </summary>
static class Dependencies
{
    private const string NuGet = "nuget:";
    private static readonly Logger Log = Logger.For("SparkSubmit");

    // Beginnings of Maven artifacts and of their files, and what they stand for.
    private static readonly (string Artifact, string What)[] BuiltIn =
    [
        ("delta-", "Delta Lake"), ("postgresql", "the JDBC driver of PostgreSQL"), ("mysql-connector", "the JDBC driver of MySQL"), ("spark-avro", "Avro"), ("hadoop-aws", "Hadoop's S3 file system"),
        ("aws-java-sdk", "Hadoop's S3 file system"), ("bundle", "Hadoop's S3 file system"), ("hadoop-common", "Hadoop's file systems"), ("hadoop-client", "Hadoop's file systems"), ("spark-connect", "Spark Connect"),
        ("spark-sql", "Spark SQL"), ("spark-core", "Spark"), ("scala-library", "Scala's library"),
    ];

    /// <summary>Leaves in <c>spark.jars</c> the assemblies that the program may load, those of NuGet packages among them.</summary>
    /// <exception cref="UsageException">A package cannot be had, or is written as none.</exception>
    public static void Resolve(Dictionary<string, string> settings)
    {
        var assemblies = new List<string>();
        foreach (var jar in ConfigText.List(settings.GetValueOrDefault("spark.jars", "")))
        {
            if (jar.EndsWith(".jar", StringComparison.OrdinalIgnoreCase)) Tell(jar, Path.GetFileName(jar));
            else assemblies.Add(FileSource.IsLocalEverywhere(jar) ? jar : Existing(jar));
        }
        foreach (var package in ConfigText.List(settings.GetValueOrDefault("spark.jars.packages", "")))
        {
            if (!package.StartsWith(NuGet, StringComparison.OrdinalIgnoreCase))
            {
                if (package.Split(':') is not [_, { Length: > 0 } artifact, ..]) throw new UsageException($"{package} is no package: write nuget:NAME:VERSION, or Maven's GROUP:ARTIFACT:VERSION.");
                Tell(package, artifact);
                continue;
            }
            if (package[NuGet.Length..].Split(':') is not [{ Length: > 0 } name, { Length: > 0 } version]) throw new UsageException($"{package} should read nuget:NAME:VERSION.");
            assemblies.AddRange(NuGetPackage.Restore(name, version));
        }
        if (assemblies.Count > 0) settings["spark.jars"] = string.Join(',', assemblies.Distinct());
        else settings.Remove("spark.jars");
        settings.Remove("spark.jars.packages");
        SdkBuild.References = [.. assemblies.Where(a => !FileSource.IsLocalEverywhere(a))];
    }

    private static string Existing(string named) =>
        FileSource.Obtain(named, FilesFolder.Path) is var path && File.Exists(path) ? path : throw new UsageException($"The file {named} of --jars does not exist.");

    private static void Tell(string named, string artifact)
    {
        foreach (var (known, what) in BuiltIn)
        {
            if (!artifact.StartsWith(known, StringComparison.OrdinalIgnoreCase)) continue;
            Log.Info($"{named} is not needed: {what} is part of Firesteel, or will be");
            return;
        }
        Log.Warn($"{named} is for a JVM, and there is none here: nothing of it is loaded, and whatever asks for one of its classes fails by the class's name");
    }
}
