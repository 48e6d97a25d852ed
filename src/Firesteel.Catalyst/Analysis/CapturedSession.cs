using Firesteel.Catalyst.Functions;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Analysis;

/// <summary>A session as a view or a function saw it when it was made: its settings then, everything else as it is now.</summary>
sealed class CapturedSession(IBindingSession session, ValueMap captured) : IBindingSession
{
    public const string CatalogKey = "view.catalog";
    public const string DatabaseKey = "view.database";

    public bool Ansi { get; } = captured.Get("spark.sql.ansi.enabled") is { } ansi ? ansi == "true" : session.Ansi;
    public string TimeZone => captured.Get("spark.sql.session.timeZone") ?? session.TimeZone;
    public string Conf(string key) => captured.Get(key) ?? session.Conf(key);
    public string CurrentCatalog => captured.Get(CatalogKey) ?? session.CurrentCatalog;
    public string CurrentDatabase => captured.Get(DatabaseKey) ?? session.CurrentDatabase;
    public string CurrentUser => session.CurrentUser;
    public long QueryTimeMicros => session.QueryTimeMicros;
}
