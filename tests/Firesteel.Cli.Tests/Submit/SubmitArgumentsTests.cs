using Firesteel.Cli.Submit;
using Firesteel.Execution;

namespace Firesteel.Cli.Tests.Submit;

public sealed class SubmitArgumentsTests
{
    [Fact]
    public void Options_end_at_the_program_and_the_rest_is_its_own()
    {
        var parsed = SubmitArguments.Parse(["--master=local[2]", "-c", "spark.a=b=c", "--name", "n", "-v", "app.cs", "--master", "x"]);
        Assert.Equal(("app.cs", true), (parsed.Program, parsed.Verbose));
        Assert.Equal(["--master", "x"], parsed.ProgramArguments);
        Assert.Equal(["b=c", "local[2]", "n"], parsed.Settings.OrderBy(s => s.Key).Select(s => s.Value).Order());
    }

    [Theory]
    [InlineData("--supervise", "--kill")]
    [InlineData("--conf")]
    [InlineData("--conf", "spark.a")]
    [InlineData("--no-such-option")]
    public void What_cannot_be_obeyed_is_refused(params string[] args) => Assert.Throws<UsageException>(() => SubmitArguments.Parse([.. args]));

    [Theory]
    [InlineData("--driver-memory", "1x")]
    [InlineData("--executor-memory", "0")]
    [InlineData("--executor-cores", "-1")]
    [InlineData("--total-executor-cores", "0")]
    [InlineData("--driver-cores", "many")]
    public void Sizes_and_counts_are_looked_at_before_anything_starts(string option, string value)
    {
        var error = Assert.Throws<UsageException>(() => SubmitSettings.Resolve(SubmitArguments.Parse(["--master", "spark://h:7077", option, value, "app.cs"])));
        Assert.StartsWith($"{option} (or spark.", error.Message, StringComparison.Ordinal);
        Assert.Contains($"\"{value}\"", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("local", 1, 1)]
    [InlineData("local[3]", 3, 1)]
    [InlineData("local[2,4]", 2, 4)]
    public void Local_masters(string url, int threads, int failures)
    {
        Assert.True(MasterUrl.TryParse(url, out var master, out _));
        Assert.Equal(new MasterUrl(threads, failures), master);
    }

    [Theory]
    [InlineData("spark://h:7077")]
    [InlineData("local-cluster[2,1,1024]")]
    public void Masters_of_clusters(string url)
    {
        Assert.True(MasterUrl.TryParse(url, out var master, out _));
        Assert.True(master.IsCluster);
    }

    [Theory]
    [InlineData("k8s://https://h", "Kubernetes")]
    [InlineData("yarn", "YARN")]
    [InlineData("local[0]", "no thread")]
    [InlineData("remote", "not one of")]
    public void Other_masters_are_refused_with_a_sentence(string url, string words)
    {
        Assert.False(MasterUrl.TryParse(url, out _, out var why));
        Assert.Contains(words, why, StringComparison.Ordinal);
    }
}
