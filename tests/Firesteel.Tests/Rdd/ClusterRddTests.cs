using Xunit;

namespace Firesteel.Tests.Rdd;

/// <summary>The application whose tasks run in two other processes.</summary>
public sealed class ClusterContext : IDisposable
{
    public SparkContext Context { get; } = new(new SparkConf().SetMaster("local-cluster[2,1,1024]").SetAppName("cluster tests"));

    public void Dispose() => Context.Dispose();
}

/// <summary>RDDs whose tasks run in other processes, with the program's functions and types.</summary>
public class ClusterRddTests(ClusterContext cluster) : IClassFixture<ClusterContext>
{
    private SparkContext Context => cluster.Context;

    public static TheoryData<string> Operations => [.. RddOperations.All.Keys];

    [Theory]
    [MemberData(nameof(Operations))]
    public void Operation(string name) => RddOperations.All[name](Context);
}
