using Firesteel.Python.Gateway.Binding;

namespace Firesteel.Python.Gateway.Sql;

/// <summary><c>DataFrameWriter</c> and <c>DataFrameWriterV2</c>.</summary>
static class WriterRoom
{
    public static void Register(ClassTable table)
    {
        var writer = table.Class<DataFrameWriter>("org.apache.spark.sql.classic.DataFrameWriter").Is("org.apache.spark.sql.DataFrameWriter")
            .Call("mode", (w, a) => w.Mode(a.Text(0)))
            .Call("format", (w, a) => w.Format(a.Text(0)))
            .Call("option", (w, a) => w.Option(a.Text(0), Java.JavaText.Of(a[1])))
            .Call("options", (w, a) => w.Options(a.TextMap(0)))
            .Call("partitionBy", (w, a) => w.PartitionBy(a.Texts(0)))
            .Call("bucketBy", (w, a) => w.BucketBy(a.Int(0), a.Text(1), a.Count > 2 ? a.Texts(2) : []))
            .Call("sortBy", (w, a) => w.SortBy(a.Text(0), a.Count > 1 ? a.Texts(1) : []))
            .Call("clusterBy", (_, _) => throw new NotSupportedException("Clustered tables cannot be written."))
            .Do("save", (w, a) =>
            {
                if (a.Count == 0) w.Save();
                else w.Save(a.Text(0));
            })
            .Do("saveAsTable", (w, a) => w.SaveAsTable(a.Text(0)))
            .Do("insertInto", (w, a) => w.InsertInto(a.Text(0)))
            .Do("jdbc", (_, _) => throw new NotSupportedException("JDBC sources are not available: there is no JVM for their drivers."));
        foreach (var format in (string[])["json", "csv", "xml", "text", "parquet", "orc"])
            writer.Do(format, (w, a) => w.Format(format).Save(a.Text(0)));

        table.Class<DataFrame>("org.apache.spark.sql.classic.Dataset").Call("writeTo", (f, a) => f.WriteTo(a.Text(0)));
        table.Class<DataFrameWriterV2>("org.apache.spark.sql.classic.DataFrameWriterV2").Is("org.apache.spark.sql.DataFrameWriterV2")
            .Call("using", (w, a) => w.Using(a.Text(0)))
            .Call("option", (w, a) => w.Option(a.Text(0), Java.JavaText.Of(a[1])))
            .Call("options", (w, a) => w.Options(a.TextMap(0)))
            .Call("tableProperty", (w, a) => w.TableProperty(a.Text(0), a.Text(1)))
            .Call("partitionedBy", (w, a) => w.PartitionedBy(a.Column(0), a.Count > 1 ? a.Columns(1) : []))
            .Call("clusterBy", (_, _) => throw new NotSupportedException("Clustered tables cannot be written."))
            .Do("create", (w, _) => w.Create())
            .Do("replace", (w, _) => w.Replace())
            .Do("createOrReplace", (w, _) => w.CreateOrReplace())
            .Do("append", (w, _) => w.Append())
            .Do("overwrite", (w, a) => w.Overwrite(a.Column(0)))
            .Do("overwritePartitions", (w, _) => w.OverwritePartitions());
    }
}
