using Firesteel.Core.Storage;
using Firesteel.Foundation.Logging;

namespace Firesteel.Core.Rpc;

/// <summary>An executor's view of the driver's record of blocks: asks and tells over the network.</summary>
sealed class RemoteBlockDirectory(BlockClient client, BlockManagerId driver) : IBlockDirectory
{
    private static readonly Logger Log = Logger.For("BlockManagerMaster");

    public IReadOnlyList<BlockManagerId> Locations(string block) => Ask(block);

    public IReadOnlyList<BlockManagerId> Peers(BlockManagerId self) => [.. Ask("").Where(m => m != self)];

    public void Update(BlockManagerId holder, string block, BlockStatus status)
    {
        try
        {
            client.Ask(driver, ExecutorMessage.UpdateBlock, request =>
            {
                BlockServer.WriteManager(request, holder);
                request.Write(block);
                BlockServer.WriteLevel(request, status.Level);
                request.Write(status.MemorySize);
                request.Write(status.DiskSize);
            }, default);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            // A driver that is gone takes its executors with it.
            Log.Warn($"The driver could not be told of block {block}: {e.Message}");
        }
    }

    private List<BlockManagerId> Ask(string block)
    {
        var answer = client.Ask(driver, ExecutorMessage.LocateBlock, request => request.Write(block), default);
        using var reader = new BinaryReader(new MemoryStream(answer.ToArray()));
        var found = new List<BlockManagerId>();
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--) found.Add(BlockServer.ReadManager(reader) is var holder && holder.ExecutorId == driver.ExecutorId ? driver : holder);
        return found;
    }
}
