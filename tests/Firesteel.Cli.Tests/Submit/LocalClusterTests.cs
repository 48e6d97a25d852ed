namespace Firesteel.Cli.Tests.Submit;

public sealed class LocalClusterTests
{
    [Fact]
    public void Queries_run_in_executor_processes_with_the_answers_of_one_process()
    {
        var folder = Directory.CreateTempSubdirectory("firesteel-local-cluster-").FullName;
        try
        {
            const string Query = "select id % 3 as k, count(*) as n, sum(id) as s from range(0, 1000, 1, 4) group by id % 3 order by k";
            var engine = Path.Combine(AppContext.BaseDirectory, "Firesteel.Cli");
            var (code, output, error) = Command.RunApart(engine, ["sql", "--master", "local-cluster[2,1,512]", "-e", Query], folder);
            Assert.True(code == 0, error);
            Assert.Equal("0\t334\t166833\n1\t333\t166167\n2\t333\t166500\n", output);
        }
        finally { Directory.Delete(folder, recursive: true); }
    }
}
