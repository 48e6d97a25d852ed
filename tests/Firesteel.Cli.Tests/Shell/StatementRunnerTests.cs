using Firesteel.Cli.Shell;

namespace Firesteel.Cli.Tests.Shell;

public sealed class StatementRunnerTests : IDisposable
{
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _messages = new() { NewLine = "\n" };
    private readonly Session _session = new();

    public void Dispose()
    {
        _output.Dispose();
        _messages.Dispose();
    }

    [Fact]
    public void Rows_are_split_by_tabs_and_counted_on_standard_error()
    {
        Assert.True(Runner().RunAll(["rows", "nothing"]));
        Assert.Equal("1\ta\n2\tNULL\n", _output.ToString());
        Assert.Equal("Time taken: 0.0 seconds, Fetched 2 row(s)\nTime taken: 0.0 seconds\n", _messages.ToString());
    }

    [Fact]
    public void A_header_is_printed_when_asked_for()
    {
        _session.Conf["spark.sql.cli.print.header"] = "true";
        Runner(silent: true).RunAll(["rows"]);
        Assert.Equal("id\tname\n1\ta\n2\tNULL\n", _output.ToString());
        Assert.Equal("", _messages.ToString());
    }

    [Fact]
    public void A_failure_prints_the_error_and_ends_the_rest()
    {
        Assert.False(Runner().RunAll(["fail", "rows"]));
        Assert.Equal("", _output.ToString());
        Assert.StartsWith("[DIVIDE_BY_ZERO] ", _messages.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_statement_does_not_end_the_shell()
    {
        var runner = Runner();
        _session.WhileRunning = () => Assert.True(runner.Cancel());
        Assert.False(runner.Run("rows"));
        _session.WhileRunning = null;
        Assert.True(runner.Run("rows"));
        Assert.False(runner.HasEnded);
        Assert.False(runner.Cancel());
    }

    [Fact]
    public void Quit_ends_the_shell()
    {
        var runner = Runner();
        Assert.True(runner.RunAll(["quit", "fail"]));
        Assert.True(runner.HasEnded);
    }

    private StatementRunner Runner(bool silent = false) => new(_session, _output, _messages, new StoppedClock()) { Silent = silent };

    private sealed class StoppedClock : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }

    private sealed class Session : IShellSession
    {
        public Dictionary<string, string> Conf { get; } = [];

        public Action? WhileRunning { get; set; }

        public string CurrentDatabase => "default";

        public ShellResult Execute(string sql, CancellationToken cancellation)
        {
            WhileRunning?.Invoke();
            return sql switch
            {
                "rows" => new ShellResult(["id", "name"], [["1", "a"], ["2", "NULL"]]),
                "nothing" => ShellResult.Nothing,
                _ => throw new SparkException("DIVIDE_BY_ZERO", new Dictionary<string, string> { ["config"] = "spark.sql.ansi.enabled" }),
            };
        }

        public string? GetConf(string key) => Conf.GetValueOrDefault(key);

        public IEnumerable<string> Complete(string prefix) => [];

        public void Dispose()
        {
        }
    }
}
