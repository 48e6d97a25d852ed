using Firesteel.Deploy.Standalone.Worker;

namespace Firesteel.Deploy.Tests.Standalone;

public sealed class LastWordsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("firesteel-words-").FullName;

    [Fact]
    public void TheLastErrorOfALogIsWhatAnEndedProcessHadToSay()
    {
        Assert.Null(LastWords.In(_folder));
        var log = Path.Combine(_folder, "stderr");
        File.WriteAllText(log, "26/11/21 23:56:26 INFO Executor: fine\n");
        Assert.Null(LastWords.In(_folder));
        File.WriteAllText(log, $"26/11/21 23:56:26 ERROR Executor: first\n{new string('x', 20_000)}\n26/11/21 23:56:26 ERROR Firesteel: Address already in use\n   at somewhere\n26/11/21 23:56:27 INFO Executor: bye\n");
        Assert.Equal("Firesteel: Address already in use", LastWords.In(_folder));
        File.AppendAllText(log, "Error: The program none.cs does not exist.\n");
        Assert.Equal("Error: The program none.cs does not exist.", LastWords.In(_folder));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
