using System.Runtime.CompilerServices;
using Firesteel.Tests.Support;
using Xunit;

namespace Firesteel.Tests.Functions;

/// <summary>Keeps <c>Functions.g.cs</c> what the registry says; <c>UPDATE_GOLDEN=1</c> writes it anew.</summary>
public class FunctionsFileTests
{
    [Fact]
    public void The_helpers_are_those_of_the_registry()
    {
        var written = FunctionsSource.Write(Support.Sessions.Shared.State);
        var path = Path.Combine(Path.GetDirectoryName(Here())!, "../../../src/Firesteel/Functions/Functions.g.cs");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1" && Environment.GetEnvironmentVariable("CI") is null) File.WriteAllText(path, written);
        Assert.Equal(written, File.ReadAllText(path));
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
