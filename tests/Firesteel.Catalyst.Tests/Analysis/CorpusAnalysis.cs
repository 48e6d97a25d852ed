using System.Text.Json;
using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Types;

namespace Firesteel.Catalyst.Tests.Analysis;

/// <summary>How many of a corpus's statements are analysed as Spark does.</summary>
sealed class CorpusAnalysis
{
    public int Queries { get; private set; }
    public int SameSchema { get; private set; }
    public int SameNullability { get; private set; }
    public int Errors { get; private set; }
    public int SameCondition { get; private set; }
    public int SameParameters { get; private set; }
    public List<string> Differences { get; } = [];
    public List<string> ParameterDifferences { get; } = [];

    /// <summary>Plans that break a rule that holds for all.</summary>
    public List<string> Broken { get; } = [];

    public double QueryRate => 100.0 * SameSchema / Math.Max(Queries, 1);
    public double ErrorRate => 100.0 * SameCondition / Math.Max(Errors, 1);

    public override string ToString() => $"schemas {SameSchema}/{Queries} ({QueryRate:F1} %), nullability {SameNullability}, conditions {SameCondition}/{Errors} ({ErrorRate:F1} %), parameters {SameParameters}, broken {Broken.Count}";

    /// <summary>Runs one script of sql-tests.</summary>
    public void RunScript(string path)
    {
        StatementRunner? runner = null;
        var file = Path.GetFileNameWithoutExtension(path);
        foreach (var line in File.ReadLines(path))
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            if (root.TryGetProperty("file", out _))
            {
                runner = NewSession(root.GetProperty("conf").EnumerateObject().Select(c => KeyValuePair.Create(c.Name, c.Value.GetString()!)));
                continue;
            }
            Run(runner!, root, $"{file}[{root.GetProperty("i").GetInt32()}]");
        }
    }

    public void Run(StatementRunner runner, JsonElement expected, string where)
    {
        var sql = expected.GetProperty("sql").GetString()!;
        StructType? schema = null;
        var condition = "none";
        var detail = "";
        var isCommand = false;
        IReadOnlyDictionary<string, string> parameters = new Dictionary<string, string>();
        try
        {
            var plan = runner.Run(sql);
            if (plan == null) isCommand = true;
            else
            {
                schema = plan.Schema;
                if (PlanIntegrity.Check(plan) is { } wrong) Broken.Add($"{where}: {wrong}\n  sql: {sql.ReplaceLineEndings(" ")}");
            }
        }
        catch (SparkException e) { (condition, detail, parameters) = (e.Condition, e.Message, e.Parameters); }
        catch (Exception e) when (e is not OutOfMemoryException) { (condition, detail) = (e.GetType().Name, e.ToString()); }
        if (expected.TryGetProperty("volatile", out var v) && v.GetBoolean() && !expected.TryGetProperty("schema", out _)) return;
        if (expected.TryGetProperty("error", out var error))
        {
            if (error.GetProperty("class").GetString() is not "AnalysisException") return;
            Errors++;
            var wanted = error.GetProperty("condition").GetString();
            if (wanted == condition || wanted == null && condition != "none")
            {
                SameCondition++;
                var expectedParameters = error.GetProperty("parameters").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ToString());
                if (expectedParameters.Count == parameters.Count && expectedParameters.All(p => parameters.TryGetValue(p.Key, out var ours) && ours == p.Value)) SameParameters++;
                else ParameterDifferences.Add($"{where} {condition}\n  {string.Join("; ", expectedParameters.Select(p => $"{p.Key}={p.Value}"))}\n  {string.Join("; ", parameters.Select(p => $"{p.Key}={p.Value}"))}");
            }
            else Differ(where, sql, $"{wanted}", $"{condition} {First(detail)}");
            return;
        }
        if (isCommand || !expected.TryGetProperty("schema", out var fields) || fields.GetProperty("fields").GetArrayLength() == 0)
        {
            if (condition != "none") Differ(where, sql, "no rows", $"{condition} {First(detail)}");
            return;
        }
        Queries++;
        StructType spark;
        try { spark = (StructType)SchemaJson.Parse(expected.GetProperty("schema").GetRawText()); }
        catch (FormatException e) { Differ(where, sql, fields.GetRawText(), e.Message); return; }
        if (schema == null) Differ(where, sql, Show(spark), $"{condition} {First(detail)}");
        else if (Show(spark) != Show(schema)) Differ(where, sql, Show(spark), Show(schema));
        else
        {
            SameSchema++;
            if (spark.Fields.Zip(schema.Fields).All(z => z.First.Nullable == z.Second.Nullable)) SameNullability++;
            else Differ(where + " nullability", sql, string.Join(", ", spark.Fields.Select(f => $"{f.Name} {f.Nullable}")), string.Join(", ", schema.Fields.Select(f => $"{f.Nullable}")));
        }
    }

    /// <summary>A session with the views that every script finds.</summary>
    public static StatementRunner NewSession(IEnumerable<KeyValuePair<string, string>> conf)
    {
        var session = new TestSession(conf);
        session.Catalog.Catalog(session.CurrentCatalog).CreateDatabase(new CatalogDatabase([session.CurrentCatalog, "db"], ""));
        session.Catalog.Use(["db"]);
        var runner = new StatementRunner(session);
        runner.Run("create temporary view testdata as select cast(id as int) key, cast(id as string) value from range(1, 101)");
        Rows("arraydata", new StructType(new StructField("arraycol", new ArrayType(IntegerType.Instance, false), false), new StructField("nestedarraycol", new ArrayType(new ArrayType(IntegerType.Instance, false), false), false)));
        Rows("mapdata", new StructType(new StructField("mapcol", new MapType(IntegerType.Instance, StringType.Instance, false), false)));
        runner.Run("create temporary view aggtest as select cast(a as smallint) a, cast(b as float) b from values (56, 7.8), (100, 99.097) as t(a, b)");
        return runner;

        void Rows(string name, StructType schema)
        {
            var plan = session.Analyze(new LocalRelation(new(schema.Fields.Select(f => new AttributeReference(f.Name, f.DataType, f.Nullable, ExprId.Next()))), LiteralRows.None));
            session.Catalog.Views.Put(new TemporaryView([name], plan, null), true);
        }
    }

    private void Differ(string where, string sql, string wanted, string got) => Differences.Add($"{where}\n  sql: {sql.ReplaceLineEndings(" ")}\n  spark: {wanted}\n  ours:  {got}");
    private static string Show(StructType schema) => string.Join(", ", schema.Fields.Select(f => $"{f.Name} {f.DataType.SimpleString}"));
    private static string First(string text) => text.Length > 700 ? text[..700].ReplaceLineEndings(" | ") : text.ReplaceLineEndings(" | ");
}
