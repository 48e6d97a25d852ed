using System.Text.RegularExpressions;
using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Parser;
using Firesteel.Foundation.Collections;
using Firesteel.Python.Gateway.Binding;
using Firesteel.Python.Gateway.Core;
using Firesteel.Python.Gateway.Java;
using Firesteel.Types;

namespace Firesteel.Python.Gateway.Sql;

/// <summary>The catalogs behind a session's own, as programs ask them for tables and where they lie.</summary>
static class SessionCatalogRoom
{
    public static void Register(ClassTable table)
    {
        table.Class<SessionCatalogHandle>("org.apache.spark.sql.catalyst.catalog.SessionCatalog")
            .Get("getCurrentDatabase", c => c.Session.Catalog.CurrentDatabase())
            .Do("setCurrentDatabase", (c, a) => c.Session.Catalog.SetCurrentDatabase(a.Text(0)))
            .Call("databaseExists", (c, a) => c.Session.Catalog.DatabaseExists(a.Text(0)))
            .Call("listDatabases", (c, a) => new ScalaSeq([.. c.Session.Catalog.ListDatabases().Select(d => d.Name).Where(n => Matches(n, a, 0))]))
            .Call("listTables", (c, a) => new ScalaSeq([.. c.Session.Catalog.ListTables(a.Count > 0 ? a.Text(0) : null).Where(t => Matches(t.Name, a, 1)).Select(t => new TableIdentifier(t.IsTemporary || t.Database is null ? [t.Name] : [t.Database, t.Name]))]))
            .Call("listLocalTempViews", (c, a) => new ScalaSeq([.. c.Session.State.Catalog.Views.All.Select(v => v.Name[^1]).Where(n => Matches(n, a, 0)).Select(n => new TableIdentifier([n]))]))
            .Call("tableExists", (c, a) => Exists(c.Session, Name(a)))
            .Call("isTempView", (c, a) => c.Session.State.Catalog.FindTemporaryView(Name(a)) != null)
            .Call("getTableMetadata", (c, a) => Table(c.Session, Name(a)))
            .Call("getTempView", (c, a) => ScalaOption.Of(c.Session.State.Catalog.FindTemporaryView([a.Text(0)]) is null ? null : c.Session.Table(a.Text(0)).Plan))
            .Call("defaultTablePath", (c, a) => new HadoopUri($"{Root(c.Session, Name(a))}/{Name(a)[^1].ToLowerInvariant()}"))
            .Call("dropTempView", (c, a) => c.Session.Catalog.DropTempView(a.Text(0)))
            .Do("refreshTable", (c, a) => c.Session.Catalog.RefreshTable(SqlIdentifier.Quote(Name(a))))
            .Get("externalCatalog", c => new ExternalCatalogHandle(c.Session));
        table.Class<ExternalCatalogHandle>("org.apache.spark.sql.catalyst.catalog.ExternalCatalogWithListener")
            .Call("getTable", (c, a) => Table(c.Session, [a.Text(0), a.Text(1)]))
            .Call("tableExists", (c, a) => Exists(c.Session, [a.Text(0), a.Text(1)]))
            .Call("databaseExists", (c, a) => c.Session.Catalog.DatabaseExists(a.Text(0)))
            .Call("listDatabases", (c, a) => new ScalaSeq([.. c.Session.Catalog.ListDatabases().Select(d => d.Name).Where(n => Matches(n, a, 0))]))
            .Call("listTables", (c, a) => new ScalaSeq([.. c.Session.Catalog.ListTables(a.Text(0)).Where(t => !t.IsTemporary && Matches(t.Name, a, 1)).Select(t => t.Name)]))
            .Get("unwrapped", c => c);
        table.Class<CatalogManagerHandle>("org.apache.spark.sql.connector.catalog.CatalogManager")
            .Get("currentCatalog", c => new NamedCatalog(c.Session.Catalog.CurrentCatalog()))
            .Get("currentNamespace", c => new object[] { c.Session.Catalog.CurrentDatabase() })
            .Call("catalog", (c, a) => new NamedCatalog(c.Session.State.Catalog.Catalog(a.Text(0)).Name))
            .Do("setCurrentCatalog", (c, a) => c.Session.Catalog.SetCurrentCatalog(a.Text(0)));
        table.Class<NamedCatalog>("org.apache.spark.sql.connector.catalog.CatalogPlugin").Get("name", c => c.Name);
        table.Class<TableIdentifier>("org.apache.spark.sql.catalyst.TableIdentifier")
            .New(a => new TableIdentifier([.. Parts(a)]))
            .Static("apply", a => new TableIdentifier([.. Parts(a)]))
            .Get("table", t => t.Parts[^1])
            .Get("identifier", t => t.Parts[^1])
            .Get("database", t => ScalaOption.Of(t.Parts.Count > 1 ? t.Parts[^2] : null))
            .Get("catalog", t => ScalaOption.Of(t.Parts.Count > 2 ? t.Parts[^3] : null))
            .Get("unquotedString", t => string.Join(".", t.Parts))
            .Get("quotedString", t => t.ToString());
        table.Class<CatalogTable>("org.apache.spark.sql.catalyst.catalog.CatalogTable")
            .Get("identifier", t => new TableIdentifier(t.Name))
            .Get("database", t => t.Name[^2])
            .Get("qualifiedName", t => string.Join(".", t.Name))
            .Get("tableType", t => new NamedValue("org.apache.spark.sql.catalyst.catalog.CatalogTableType", t.Type.ToString().ToUpperInvariant()))
            .Get("provider", t => ScalaOption.Of(t.Provider))
            .Get("schema", t => t.Schema)
            .Get("location", t => new HadoopUri(t.Location ?? throw new AnalysisException("TABLE_OR_VIEW_NOT_FOUND", new Dictionary<string, string> { ["relationName"] = SqlIdentifier.Quote(t.Name) })))
            .Get("partitionColumnNames", t => new ScalaSeq([.. t.PartitionColumns]))
            .Get("properties", t => new ScalaMap([.. t.Properties.Select(p => KeyValuePair.Create((object)p.Key, (object?)p.Value))]))
            .Get("comment", t => ScalaOption.Of(t.Comment))
            .Get("owner", t => t.Owner ?? "")
            .Get("viewText", t => ScalaOption.Of(t.ViewText))
            .Get("createTime", t => t.CreatedMicros / 1000);
    }

    private static ValueList<string> Name(Arguments a) => a.Is<TableIdentifier>(0) ? a.Of<TableIdentifier>(0).Parts : SqlParser.ParseMultipartIdentifier(a.Text(0));

    // Table, then database and catalog as options.
    private static IEnumerable<string> Parts(Arguments a)
        => Enumerable.Range(0, a.Count).Reverse().Select(i => (a[i] is ScalaOption o ? o.Value : a[i]) as string).OfType<string>();

    // Temporary views do not count.
    private static bool Exists(SparkSession session, ValueList<string> name) => session.State.Catalog.FindTable(session.State.Catalog.Qualify(name)) != null;

    private static CatalogTable Table(SparkSession session, ValueList<string> name)
    {
        var full = session.State.Catalog.Qualify(name);
        return session.State.Catalog.FindTable(full) ?? throw new AnalysisException("TABLE_OR_VIEW_NOT_FOUND", new Dictionary<string, string> { ["relationName"] = SqlIdentifier.Quote(full), ["searchPath"] = $"[{SqlIdentifier.Quote([full[0], full[1]])}]" });
    }

    private static string Root(SparkSession session, ValueList<string> name) => session.Catalog.GetDatabase(session.State.Catalog.Qualify(name)[^2]).LocationUri.TrimEnd('/');

    // * stands for any text.
    private static bool Matches(string name, Arguments a, int pattern)
        => a.Count <= pattern || Regex.IsMatch(name, $"^{Regex.Escape(a.Text(pattern)).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\|", "|", StringComparison.Ordinal)}$", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1));

    internal sealed record SessionCatalogHandle(SparkSession Session);
    internal sealed record CatalogManagerHandle(SparkSession Session);
    internal sealed record ExternalCatalogHandle(SparkSession Session);

    private sealed record NamedCatalog(string Name);
}

/// <summary>A table's name of up to three parts, catalog first.</summary>
sealed record TableIdentifier(ValueList<string> Parts)
{
    public override string ToString() => string.Join(".", Parts.Select(SqlIdentifier.Quote));
}
