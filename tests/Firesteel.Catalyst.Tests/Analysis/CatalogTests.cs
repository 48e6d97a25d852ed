using Firesteel.Catalyst.Catalog;
using Firesteel.Foundation.Collections;
using Firesteel.Types;
using Xunit;

namespace Firesteel.Catalyst.Tests.Analysis;

public sealed class CatalogTests : IDisposable
{
    private readonly string _warehouse = Path.Combine(Path.GetTempPath(), "firesteel-" + Guid.NewGuid().ToString("N"));

    public void Dispose() => Directory.Delete(_warehouse, recursive: true);

    [Fact]
    public void Entries_outlive_the_session()
    {
        var first = new TestSession(warehouse: _warehouse);
        var runner = new StatementRunner(first);
        runner.Run("create table people (id int, name varchar(10) comment 'who', tags array<string>)");
        runner.Run("create view adults as select id, upper(name) as n from people");
        runner.Run("create function twice(x int) returns int return x * 2");
        var second = new TestSession(warehouse: _warehouse);
        Assert.Equal(["adults", "people"], second.Catalog.Catalog("spark_catalog").Tables("default"));
        Assert.Equal(new VarcharType(10), second.Catalog.FindTable(["spark_catalog", "DEFAULT", "People"])!.Schema[1].DataType);
        Assert.Equal("who", second.Catalog.FindTable(["spark_catalog", "default", "people"])!.Schema[1].Comment);
        Assert.Equal("id int, n string, spark_catalog.default.twice(id) int", string.Join(", ", second.Analyze("select *, twice(id) from adults").Schema.Fields.Select(f => $"{f.Name} {f.DataType.SimpleString}")));
        second.Catalog.Catalog("spark_catalog").DropTable("default", "people");
        Assert.Equal("TABLE_OR_VIEW_NOT_FOUND", Assert.Throws<AnalysisException>(() => first.Analyze("select * from adults")).Condition);
    }

    [Fact]
    public void Names_resolve_from_the_inside_out()
    {
        var session = new TestSession(warehouse: _warehouse);
        session.Catalog.Catalog("spark_catalog").CreateDatabase(new CatalogDatabase(["spark_catalog", "other"], ""));
        session.CreateTable("x", new StructType(new StructField("from_table", IntegerType.Instance)));
        var runner = new StatementRunner(session);
        Assert.Equal("from_table", runner.Run("select * from x")!.Output[0].Name);
        runner.Run("create temporary view x as select 1 as from_view");
        Assert.Equal("from_view", runner.Run("select * from x")!.Output[0].Name);
        Assert.Equal("from_table", runner.Run("select * from default.x")!.Output[0].Name);
        Assert.Equal("from_with", runner.Run("with x as (select 1 as from_with) select * from x")!.Output[0].Name);
        session.Catalog.Use(["other"]);
        Assert.Equal("from_table", runner.Run("select * from spark_catalog.default.x")!.Output[0].Name);
        Assert.Equal("SCHEMA_NOT_FOUND", Assert.Throws<AnalysisException>(() => session.Catalog.Use(["nosuch"])).Condition);
        Assert.Throws<AnalysisException>(() => session.Catalog.CreateTable(new CatalogTable(["spark_catalog", "nosuch", "t"], CatalogTableType.Managed, StructType.Empty), false));
    }

    [Fact]
    public void Variables_shadow_nothing()
    {
        var session = new TestSession(warehouse: _warehouse);
        var runner = new StatementRunner(session);
        runner.Run("declare variable a int default 7");
        Assert.Equal("a", runner.Run("select a from values (1) t(a)")!.Output[0].Name);
        Assert.Equal(IntegerType.Instance, runner.Run("select session.a as v")!.Output[0].DataType);
        Assert.Equal("VARIABLE_ALREADY_EXISTS", Assert.Throws<AnalysisException>(() => runner.Run("declare variable a int")).Condition);
    }
}
