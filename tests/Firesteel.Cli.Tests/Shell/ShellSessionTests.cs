using Firesteel.Cli.Shell;
using Firesteel.Foundation.Configuration;

namespace Firesteel.Cli.Tests.Shell;

/// <summary>The engine behind the shell.</summary>
public sealed class ShellSessionTests
{
    [Fact]
    public void Statements_run_and_print_as_in_the_shell_of_Spark()
    {
        SubmittedProperties.Install(new Dictionary<string, string>
        {
            ["spark.master"] = "local[2]", ["spark.app.name"] = "shell", ["spark.sql.session.timeZone"] = "UTC", ["spark.sql.warehouse.dir"] = Directory.CreateTempSubdirectory("firesteel-shell-").FullName,
        });
        using var session = ShellSessions.Open();
        using var output = new StringWriter { NewLine = "\n" };
        using var messages = new StringWriter { NewLine = "\n" };
        var runner = new StatementRunner(session, output, messages, TimeProvider.System) { Silent = true };

        Assert.Equal("default", session.CurrentDatabase);
        Assert.True(runner.RunAll(
        [
            "create table t(a int, b string) using parquet", "insert into t values (1, 'x'), (2, null)", "set spark.sql.cli.print.header=true", "select a, b from t order by a", "reset",
            "select array(1, null) x, map('k', 1.5) y, named_struct('p', 'q') z, date'2024-01-31', null", "create database d", "use d",
        ]));
        Assert.Equal("""
            a	b
            1	x
            2	NULL
            [1,null]	{"k":1.5}	{"p":"q"}	2024-01-31	NULL

            """, string.Join('\n', output.ToString().Split('\n').Where(line => !line.Contains("spark.sql.cli", StringComparison.Ordinal) && line != "key\tvalue")));
        Assert.Equal("", messages.ToString());
        Assert.Equal("d", session.CurrentDatabase);
        Assert.Contains("unbase64", session.Complete("unb"));

        Assert.False(runner.Run("select 1/0"));
        Assert.StartsWith("[DIVIDE_BY_ZERO] ", messages.ToString(), StringComparison.Ordinal);
        Assert.True(runner.Run("select 1"));

        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsAny<Exception>(() => session.Execute("select count(*) from range(100000000) a cross join range(1000)", cancelled.Token));
        Assert.True(runner.Run("select 2"));
    }
}
