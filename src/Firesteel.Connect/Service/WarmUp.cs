using Firesteel.Connect.Messages;

namespace Firesteel.Connect.Service;

/// <summary>Runs a few small queries of no client's, so that the first client finds code that has run before.</summary>
static class WarmUp
{
    private static readonly string[] Queries =
    [
        "select 1",
        "select id % 3 as k, count(*), sum(id) from range(100) group by 1 order by 1",
        "select upper(a), length(a) from values ('x', 1), ('y', 2) as t(a, b) where b > 1",
        "select l.id from range(10) l join range(5, 15) r on l.id = r.id order by l.id limit 3",
    ];

    public static void Run(SessionRegistry sessions)
    {
        var (user, id) = ("", Guid.NewGuid().ToString());
        var session = sessions.Get(user, id, null);
        foreach (var query in Queries)
        {
            var operation = new Operation(Guid.NewGuid().ToString(), [], sessions.Time);
            var sql = new Relation { Common = new(), Sql = new() { Query = query } };
            new PlanExecution(session, operation, sessions).Run(new Plan { Command = new() { SqlCommand = new() { Input = sql } } }, reattachable: true);
            new PlanExecution(session, operation, sessions).Run(new Plan { Root = sql }, reattachable: true);
        }
        sessions.Release(user, id, allowReconnect: true);
    }
}
