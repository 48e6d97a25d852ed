using System.Diagnostics;
using Firesteel.Connect.Client;
using Firesteel.Connect.Messages;
using Firesteel.Foundation.Logging;

namespace Firesteel.Connect.Service;

/// <summary>Runs a few small queries of no client's, so that the first client finds code that has run before.</summary>
static class WarmUp
{
    private const int Clients = 3;
    /// <summary>So often that the runtime compiles what they share a second time, which it does after 30 calls.</summary>
    private const int Rounds = 12;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private static readonly string[] Queries =
    [
        "select 1",
        "select id % 3 as k, count(*), sum(id) from range(100) group by 1 order by 1",
        "select upper(a), length(a) from values ('x', 1), ('y', 2) as t(a, b) where b > 1",
        "select l.id from range(10) l join range(5, 15) r on l.id = r.id order by l.id limit 3",
    ];

    /// <param name="address">Where the server listens; null if its own client cannot come to it.</param>
    public static void Run(SessionRegistry sessions, ConnectionString? address)
    {
        RunHere(sessions);
        // The code of connections, frames and messages is compiled when it first runs, too.
        if (address is not null) Parallel.For(0, Clients, _ => RunAsClient(address with { SessionId = Guid.NewGuid().ToString() }));
    }

    private static void RunHere(SessionRegistry sessions)
    {
        var (user, id) = ("", Guid.NewGuid().ToString());
        var session = sessions.Get(user, id, null);
        foreach (var query in Queries)
        {
            var operation = new Operation(Guid.NewGuid().ToString(), [], sessions.Time);
            var sql = new Relation { Common = new(), Sql = new() { Query = query } };
            new PlanExecution(session, operation, sessions, default).Run(new Plan { Command = new() { SqlCommand = new() { Input = sql } } }, reattachable: true);
            new PlanExecution(session, operation, sessions, default).Run(new Plan { Root = sql }, reattachable: true);
        }
        sessions.Release(user, id, allowReconnect: true);
    }

    private static void RunAsClient(ConnectionString address)
    {
        try
        {
            using var session = new RemoteSession(new ConnectClient(address));
            var began = Stopwatch.GetTimestamp();
            for (var round = 0; round < Rounds && Stopwatch.GetElapsedTime(began) < Longest; round++)
                foreach (var query in Queries) session.Run(session.Sql(query, [])).Dispose();
        }
        catch (Exception e)
        {
            // Nobody waits for it; a server that ends meanwhile is no mishap.
            Logger.For("Firesteel.Connect").Debug($"Warming up ended early: {e.Message}");
        }
    }
}
