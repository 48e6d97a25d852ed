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

    /// <param name="most">Bytes of rows above which it gives up, as it does where the pool has no room for the rows and a table over them;
    /// with <see cref="long.MaxValue"/> it fails instead.</param>
    /// <returns>Null where it gave up.</returns>
    public static BroadcastRelation? TryRun(BroadcastExchangeExec exchange, QuerySettings settings, RunTasks run, long most)
    {
        var limit = most < long.MaxValue ? new CollectLimit(most, settings.Memory) : null;
        var memory = new MemoryAllocator(settings.Memory, "broadcast");
        var rows = new RowBuffer(exchange.Child.Schema, memory);
        var owned = new List<MemoryAllocator> { memory };
        var isKept = false;
        try
        {
            run(exchange.Child, limit, part =>
            {
                if (part == null) limit!.IsExceeded = true;
                else owned.Add(part.Memory);
                // The rows stay where their task put them.
                if (limit is not { IsExceeded: true }) rows.Adopt(part!.Rows);
            });
            isKept = limit == null || !limit.IsExceeded && settings.Memory.HasRoom(JoinTable.Bytes(rows.Count));
            return isKept ? new BroadcastRelation(rows, owned) : null;
        }
        finally
        {
            if (!isKept)
                foreach (var part in owned) part.Dispose();
        }
    }
}
