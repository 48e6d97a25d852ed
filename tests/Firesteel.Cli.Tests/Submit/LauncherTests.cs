using Firesteel.Testing;

namespace Firesteel.Cli.Tests.Submit;

public sealed class LauncherTests
{
    [Fact]
    public void The_launcher_reads_the_environment_file_and_tells_the_version()
    {
        var conf = Directory.CreateTempSubdirectory("firesteel-conf-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(conf, "spark-env.sh"), "echo from-env-file >&2\n");
            var (code, output, error) = Command.RunApart(Path.Combine(Workspace.Root, "bin", "spark-submit"), ["--version"], conf, new() { ["SPARK_CONF_DIR"] = conf });
            Assert.Equal(0, code);
            Assert.Contains("4.3.0", output, StringComparison.Ordinal);
            Assert.Contains("from-env-file", error, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(conf, recursive: true);
        }
    }
}
