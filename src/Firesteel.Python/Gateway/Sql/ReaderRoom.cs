using System.Text;
using Firesteel.Python.Gateway.Binding;
using Firesteel.Python.Gateway.Core;
using Firesteel.Types;

namespace Firesteel.Python.Gateway.Sql;

/// <summary><c>DataFrameReader</c>.</summary>
static class ReaderRoom
{
    public static void Register(ClassTable table)
    {
        var reader = table.Class<DataFrameReader>("org.apache.spark.sql.classic.DataFrameReader").Is("org.apache.spark.sql.DataFrameReader")
            .Call("format", (r, a) => r.Format(a.Text(0)))
            .Call("schema", (r, a) => a.Is<StructType>(0) ? r.Schema(a.Of<StructType>(0)) : r.Schema(a.Text(0)))
            .Call("option", (r, a) => r.Option(a.Text(0), Java.JavaText.Of(a[1])))
            .Call("options", (r, a) => r.Options(a.TextMap(0)))
            .Call("load", (r, a) => a.Count == 0 ? r.Load() : a.Is<string>(0) ? r.Load(a.Text(0)) : r.Load(a.Texts(0)))
            .Call("table", (r, a) => r.Table(a.Text(0)))
            .Call("changes", (_, a) => throw new NotSupportedException($"Changes of {a.Text(0)} cannot be read."))
            .Call("jdbc", (_, _) => throw new NotSupportedException("JDBC sources are not available: there is no JVM for their drivers."));
        foreach (var format in (string[])["json", "csv", "xml", "text", "parquet", "orc"])
            reader.Call(format, (r, a) => a.Is<DataFrame>(0) ? OfLines(r, a.Of<DataFrame>(0), format) : r.Format(format).Load(a.Is<string>(0) ? [a.Text(0)] : a.Texts(0)));
        reader.Call("textFile", (r, a) => r.Text(a.Is<string>(0) ? [a.Text(0)] : a.Texts(0)).Select("value"));
        table.Static("org.apache.spark.sql.api.python.PythonSQLUtils")
            .Static("jsonFromDataFrame", a => OfLines(a.Of<DataFrameReader>(0), a.Of<DataFrame>(1), "json"))
            .Static("csvFromDataFrame", a => OfLines(a.Of<DataFrameReader>(0), a.Of<DataFrame>(1), "csv"))
            .Static("xmlFromDataFrame", a => OfLines(a.Of<DataFrameReader>(0), a.Of<DataFrame>(1), "xml"));
    }

    /// <summary>Lines of text of a DataFrame as the records of a format.</summary>
    public static DataFrame OfLines(DataFrameReader reader, DataFrame lines, string format)
        => OfLines(reader, Execution.LineFrames.Checked(lines).Collect().Select(r => (string?)r[0]).OfType<string>(), format);

    // The lines are looked at as the source does with files: they become one.
    public static DataFrame OfLines(DataFrameReader reader, IEnumerable<string> lines, string format)
    {
        var file = Path.Combine(WorkFolder.NewFolder(WorkFolder.Path, "lines"), $"lines.{format}");
        using (var writer = new StreamWriter(file, append: false, new UTF8Encoding(false)))
        {
            // A file of XML has one element around all others.
            if (format == "xml") writer.Write("<ROWS>\n");
            foreach (var line in lines) writer.Write(line + "\n");
            if (format == "xml") writer.Write("</ROWS>\n");
        }
        return reader.Format(format).Load(file);
    }
}
