using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Corpora;

/// <summary>The views that a corpus expects to find.</summary>
static class Views
{
    /// <summary>Those of every SQL script, in an empty database of its own.</summary>
    public static void CreateCommon(SessionState session)
    {
        session.Engine.Catalog.CreateDatabase(new Catalyst.Catalog.CatalogDatabase([session.CurrentCatalog, "db"], Path.Combine(session.Engine.Warehouse, "db.db")));
        session.Catalog.Use(["db"]);
        Run(session, "create temporary view testdata as select cast(id as int) key, cast(id as string) value from range(1, 101)");
        Run(session, "create temporary view arraydata as select * from values (array(1, 2, 3), array(array(1, 2, 3))), (array(2, 3, 4), array(array(2, 3, 4))) as t(arraycol, nestedarraycol)");
        Run(session, "create temporary view mapdata as select * from values map(1, 'a1', 2, 'b1', 3, 'c1', 4, 'd1', 5, 'e1'), map(1, 'a2', 2, 'b2', 3, 'c2', 4, 'd2'), map(1, 'a3', 2, 'b3', 3, 'c3'), map(1, 'a4', 2, 'b4'), map(1, 'a5') as t(mapcol)");
        Run(session, "create temporary view aggtest as select cast(a as smallint) a, cast(b as float) b from values (56, 7.8), (100, 99.097), (0, 0.09561), (42, 324.78) as t(a, b)");
    }

    /// <summary>A view for each Parquet file in the folder <c>sf…</c> that lies beside the answers.</summary>
    public static void CreateForFiles(SessionState session, string corpus)
    {
        foreach (var folder in Directory.EnumerateDirectories(Path.GetDirectoryName(Path.GetFullPath(corpus))!, "sf*"))
            CreateForFolder(session, folder);
    }

    public static void CreateForFolder(SessionState session, string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.parquet"))
        {
            var table = Sql.DataSources.FileTableProvider.OpenPaths("parquet", [file], Foundation.Collections.ValueMap.Empty, null, session.Settings);
            session.CreateTemporaryView(Path.GetFileNameWithoutExtension(file), table);
        }
    }

    private static void Run(SessionState session, string sql) => new QueryRunner(session).Sql(sql).Dispose();
}
