using Firesteel.Core.Storage;

namespace Firesteel.Core.Tests.Storage;

public sealed class LocalDirectoriesTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("scratch-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_block_on_its_way_to_the_disk_does_not_keep_the_rest_from_ending()
    {
        for (var round = 0; round < 10; round++)
        {
            var folders = new LocalDirectories([_root]);
            using var isWriting = new ManualResetEventSlim();
            var isEnded = false;
            var writer = new Thread(() =>
            {
                while (!Volatile.Read(ref isEnded))
                {
                    try
                    {
                        File.WriteAllBytes(folders.NewTempFile().Path, []);
                    }
                    catch (IOException)
                    {
                        // Its folder went between two steps.
                    }
                    isWriting.Set();
                }
            });
            writer.Start();
            isWriting.Wait();
            folders.Dispose();
            Volatile.Write(ref isEnded, true);
            writer.Join();
        }
    }

    [Fact]
    public void Folders_go_with_all_that_is_in_them()
    {
        var folders = new LocalDirectories([_root]);
        File.WriteAllBytes(folders.NewTempFile().Path, [1]);
        Assert.NotEmpty(Directory.GetDirectories(_root));
        folders.Dispose();
        Assert.Empty(Directory.GetDirectories(_root));
    }
}
