using Firesteel.Testing;

namespace Firesteel.Cli.Tests.Submit;

/// <summary>Programs that are submitted to a Master and run elsewhere, with all that they need.</summary>
public sealed class ClusterModeTests : IDisposable
{
    private static readonly string Engine = Path.Combine(AppContext.BaseDirectory, "Firesteel.Cli");
    private readonly string _folder = Directory.CreateTempSubdirectory("firesteel-cluster-mode-").FullName;
    private readonly Dictionary<string, string> _environment;

    public ClusterModeTests() => _environment = new() { ["SPARK_AUTH"] = Guid.NewGuid().ToString("N"), ["SPARK_LOCAL_DIRS"] = _folder };

    [Fact]
    public void A_program_travels_with_its_files_and_its_exit_code_comes_back()
    {
        using var daemons = new ClusterDaemons(Engine, _folder, _environment.ToDictionary(e => e.Key, string? (e) => e.Value));
        var master = daemons.Master;
        var here = Directory.CreateDirectory(Path.Combine(_folder, "here")).FullName;
        File.WriteAllText(Path.Combine(here, "data.txt"), "carried along");
        File.WriteAllText(Path.Combine(here, "Told.cs"), """
            using Firesteel;
            var spark = SparkSession.Builder().GetOrCreate();
            System.Console.WriteLine($"{string.Join('|', args)} {System.IO.File.ReadAllText(SparkFiles.Get("data.txt"))} {spark.SparkContext.GetConf().Get("spark.my.password")}");
            System.Console.WriteLine(spark.Sql("select sum(id) from range(0, 100, 1, 2)").First().GetAs<long>(0));
            spark.Stop();
            return 7;
            """);
        string[] submit = ["submit", "--master", master, "--deploy-mode", "cluster", "--files", "data.txt", "--conf", "spark.my.password=one two", "--conf", "spark.standalone.submit.waitAppCompletion=true",
            "--conf", "spark.executor.memory=512m", "Told.cs", "a", "b c"];
        var (code, _, error) = Command.RunApart(Engine, submit, here, _environment);
        Assert.True(code == 7, error);
        Assert.Contains("Driver successfully submitted as driver-", error, StringComparison.Ordinal);
        var driver = Assert.Single(Directory.GetDirectories(daemons.Work, "driver-*"));
        Assert.Equal("a|b c carried along one two\n4950\n", File.ReadAllText(Path.Combine(driver, "stdout")));
        var (known, _, status) = Command.RunApart(Engine, ["submit", "--master", master, "--status", Path.GetFileName(driver)], here, _environment);
        Assert.Equal(1, known);
        Assert.Contains("is FAILED", status, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
