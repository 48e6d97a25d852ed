using Firesteel.Testing;

namespace Firesteel.Cli.Tests.Submit;

/// <summary>The scripts that start Workers on other hosts, with a stand-in for ssh.</summary>
public sealed class WorkersScriptTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("firesteel-workers-").FullName;

    [Fact]
    public void Workers_of_other_hosts_get_the_secret_by_the_connection_and_not_by_the_command_line()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The scripts are for Unix");
        WriteScript("ssh", """
            host=; for word; do [[ $word == -* ]] || { host=$word; break; }; done
            printf '%s\n' "$*" >"$FOLDER/$host.command"
            cat >"$FOLDER/$host.input"
            [[ $host != gone.example ]]
            """);
        File.WriteAllText(Path.Combine(_folder, "workers"), "one.example # the first\n\ngone.example\n");
        var (code, output) = Command.Run(Path.Combine(Workspace.Root, "sbin", "start-workers.sh"), [], _folder, new()
        {
            ["PATH"] = $"{_folder}:{Environment.GetEnvironmentVariable("PATH")}",
            ["FOLDER"] = _folder,
            ["SPARK_CONF_DIR"] = _folder,
            ["SPARK_PID_DIR"] = _folder,
            ["SPARK_SSH_OPTS"] = "-x",
            ["SPARK_AUTH"] = "top secret",
            ["SPARK_MASTER_HOST"] = "master.example",
        });
        Assert.True(code == 1, $"A host that cannot be reached is told of: {output}");
        Assert.Equal("top secret\n", File.ReadAllText(Path.Combine(_folder, "one.example.input")));
        var command = File.ReadAllText(Path.Combine(_folder, "one.example.command"));
        Assert.StartsWith("-x one.example ", command, StringComparison.Ordinal);
        Assert.EndsWith("start-worker.sh spark://master.example:7077 \n", command, StringComparison.Ordinal);
        Assert.DoesNotContain("top", command, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder, "gone.example.command")));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void WriteScript(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, "#!/usr/bin/env bash\n" + text);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
