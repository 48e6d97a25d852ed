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
    public delegate void RunTasks(PhysicalPlan plan, Func<BatchIterator, int, TaskExecution, object?> consume, Action<int, object?> handler);

    /// <param name="most">Bytes of rows above which it gives up, as it does where the pool has no room for the rows and a table over them;
    /// with <see cref="long.MaxValue"/> it fails instead.</param>
    /// <returns>Null where it gave up.</returns>
    public static BroadcastRelation? TryRun(BroadcastExchangeExec exchange, QuerySettings settings, RunTasks run, long most)
    {
        var (schema, canGiveUp) = (exchange.Child.Schema, most < long.MaxValue);
        var memory = new MemoryAllocator(settings.Memory, "broadcast");
        var rows = new RowBuffer(schema, memory);
        var parts = new List<MemoryAllocator>();
        var (collected, gaveUp) = (0L, false);
        try
        {
            run(exchange.Child, (input, _, _) =>
            {
                var part = new MemoryAllocator(settings.Memory, "broadcast part");
                lock (parts) parts.Add(part);
                try
                {
                    var buffer = new RowBuffer(schema, part);
                    var held = 0L;
                    while (!Volatile.Read(ref gaveUp) && input.Next() is { } batch)
                    {
                        buffer.Append(batch);
                        var total = Interlocked.Add(ref collected, part.Used - held);
                        held = part.Used;
                        if (canGiveUp && (total > most || !settings.Memory.HasRoom(held))) Volatile.Write(ref gaveUp, true);
                    }
                    return buffer;
                }
                catch (SparkException e) when (canGiveUp && e.Condition == "UNABLE_TO_ACQUIRE_MEMORY")
                {
                    Volatile.Write(ref gaveUp, true);
                    return null;
                }
            }, (_, result) =>
            {
                if (Volatile.Read(ref gaveUp)) return;
                var buffer = (RowBuffer)result!;
                // The rows stay where their task put them.
                rows.Adopt(buffer);
            });
            if (gaveUp || canGiveUp && !settings.Memory.HasRoom(JoinTable.Bytes(rows.Count)))
            {
                memory.Dispose();
                return null;
            }
            var relation = new BroadcastRelation(rows, [memory, .. parts]);
            parts.Clear();
            return relation;
        }
        catch
        {
            memory.Dispose();
            throw;
        }
        finally
        {
            foreach (var part in parts) part.Dispose();
        }
    }
}
