using Firesteel.Catalyst.Parser;
using Firesteel.Python.Gateway.Binding;
using Firesteel.Types;

namespace Firesteel.Python.Gateway.Sql;

/// <summary>Types, schemas and <c>PythonSQLUtils</c>.</summary>
static class SqlRoom
{
    public static void Register(ClassTable table)
    {
        table.Class<DataType>("org.apache.spark.sql.types.DataType")
            .Get("json", SchemaJson.Write)
            .Get("simpleString", t => t.SimpleString)
            .Get("catalogString", t => t.CatalogString)
            .Get("sql", t => t.Sql)
            .Get("typeName", t => t.UserDefined is null ? t.TypeName : t.SimpleString)
            .Get("toString", t => t.ToString())
            .Static("fromJson", a => SchemaJson.Parse(a.Text(0)))
            .Static("fromDDL", a => TypeOf(a.Text(0)));
        table.Class<StructType>("org.apache.spark.sql.types.StructType").Is("org.apache.spark.sql.types.DataType")
            .Call("treeString", (s, a) => SchemaTree.Write(s, a.Count > 0 ? a.Int(0) : int.MaxValue))
            .Get("toDDL", Ddl)
            .Get("fields", s => s.Fields.Select(f => (object)f).ToArray())
            .Get("fieldNames", s => s.Fields.Select(f => (object)f.Name).ToArray())
            .Get("size", s => s.Count)
            .Static("fromDDL", a => TypeOf(a.Text(0)));
        table.Class<StructField>("org.apache.spark.sql.types.StructField")
            .Get("name", f => f.Name)
            .Get("dataType", f => f.DataType)
            .Get("nullable", f => f.Nullable);
        table.Static("org.apache.spark.sql.api.python.PythonSQLUtils")
            .Static("ddlToJson", a => SchemaJson.Write(TypeOf(a.Text(0))))
            .Static("jsonToDDL", a => Ddl((StructType)SchemaJson.Parse(a.Text(0))))
            .Static("listRuntimeSQLConfigs", _ => RuntimeKeys())
            .Static("parseDataType", a => TypeOf(a.Text(0)))
            .Static("isTimestampNTZPreferred", _ => SparkSession.GetActiveSession() is { } s ? Ntz(s) : SparkSession.GetDefaultSession() is { } d && Ntz(d))
            .Static("explainString", a => a.Of<PlanRoom.QueryExecutionHandle>(0).Frame.ExplainString(a.Text(1)));
        table.Object("org.apache.spark.sql.types.DataType").Static("fromJson", a => SchemaJson.Parse(a.Text(0))).Static("fromDDL", a => TypeOf(a.Text(0)));
    }

    // Keys that a session may set, each with its default.
    private static object[] RuntimeKeys()
        => [.. Foundation.Configuration.ConfigRegistry.All.Where(e => Foundation.Configuration.SqlConf.IsModifiable(e.Key)).Select(e => (object)new Java.ScalaTuple(e.Key, Foundation.Configuration.ConfigRegistry.DefaultOf(e.Key) ?? ""))];

    public static string Ddl(StructType schema)
        => string.Join(",", schema.Fields.Select(f => $"{SqlIdentifier.QuoteIfNeeded(f.Name)} {f.DataType.Sql}{(f.Nullable ? "" : " NOT NULL")}{(f.Comment is { } c ? $" COMMENT '{c}'" : "")}"));

    /// <summary>A schema or a single type, as SQL writes them.</summary>
    public static DataType TypeOf(string text)
    {
        var options = SparkSession.GetDefaultSession()?.State.ParserOptions;
        try
        {
            return SqlParser.ParseTableSchema(text, options);
        }
        catch (ParseException)
        {
            // Of what is neither, the first error is told.
            if (Single(text, options) is { } type) return type;
            throw;
        }
    }

    private static DataType? Single(string text, ParserOptions? options)
    {
        foreach (var written in new[] { text, $"struct<{text.Trim()}>" })
        {
            try
            {
                return SqlParser.ParseDataType(written, options);
            }
            catch (ParseException)
            {
            }
        }
        return null;
    }

    private static bool Ntz(SparkSession session) => session.State.Settings.TimestampType == Foundation.Configuration.TimestampFlavour.TimestampNtz;
}
