using Firesteel.Columnar.Memory;
using Firesteel.Core.Storage;
using Xunit;

namespace Firesteel.Tests.Rdd;

/// <summary>RDDs in this process.</summary>
public class LocalRddTests
{
    private static SparkContext Context => Support.Sessions.Shared.SparkContext;

    public static TheoryData<string> Operations => [.. RddOperations.All.Keys];

    [Theory]
    [MemberData(nameof(Operations))]
    public void Operation(string name) => RddOperations.All[name](Context);
}
