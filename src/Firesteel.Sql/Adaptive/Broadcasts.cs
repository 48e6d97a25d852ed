using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Exchange;
using Firesteel.Sql.Execution;
using Firesteel.Sql.Operators.Joins;
using Firesteel.Sql.Planning;

namespace Firesteel.Sql.Adaptive;

/// <summary>Collects the rows of a broadcast, task by task, and gives up where they turn out too many.</summary>
static class Broadcasts
{
    public delegate void RunTasks(PhysicalPlan plan, CollectLimit? limit, Action<CollectedRows?> handler);

    /// <param name="most">Bytes of rows above which it gives up, as it does where the pool has no room for a table over them;
    /// with <see cref="long.MaxValue"/> it fails instead.</param>
    /// <returns>Null where it gave up.</returns>
    public static BroadcastRelation? TryRun(BroadcastExchangeExec exchange, QuerySettings settings, RunTasks run, long most)
    {
        var limit = most < long.MaxValue ? new CollectLimit(most, settings.Memory) : null;
        List<MemoryAllocator> memory = [new(settings.Memory, "broadcast")];
        var rows = new RowBuffer(exchange.Child.Schema, memory[0]);
        try
        {
            run(exchange.Child, limit, part =>
            {
                if (part == null) limit!.IsExceeded = true;
                else if (limit is { IsExceeded: true }) part.Dispose();
                else
                {
                    // The rows stay where their task put them.
                    memory.Add(part.Memory);
                    rows.Adopt(part.Rows);
                }
            });
            if (limit == null || !limit.IsExceeded && settings.Memory.HasRoom(JoinTable.Bytes(rows.Count))) return new BroadcastRelation(rows, memory);
        }
        catch
        {
            Free(memory);
            throw;
        }
        Free(memory);
        return null;
    }

    private static void Free(List<MemoryAllocator> memory)
    {
        foreach (var allocator in memory) allocator.Dispose();
    }
}
