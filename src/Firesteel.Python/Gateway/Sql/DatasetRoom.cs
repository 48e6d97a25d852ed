using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Frames.Steps;
using Firesteel.Python.Gateway.Binding;
using Firesteel.Python.Gateway.Java;
using Firesteel.Types;

namespace Firesteel.Python.Gateway.Sql;

/// <summary><c>Dataset</c>: what it is, its columns and rows. Results, joins and groups are in files of their own.</summary>
static class DatasetRoom
{
    public static void Register(ClassTable table)
    {
        table.Class<DataFrame>("org.apache.spark.sql.classic.Dataset").Is("org.apache.spark.sql.Dataset")
            .Get("sparkSession", f => f.SparkSession)
            .Get("schema", f => f.Schema())
            .Get("columns", f => f.Columns().ToArray<object>())
            .Get("dtypes", f => f.DTypes().Select(t => (object)new ScalaTuple(t.Name, t.Type)).ToArray())
            .Get("isLocal", f => f.IsLocal())
            .Get("isStreaming", f => f.IsStreaming())
            .Get("toDF", f => f)
            .Get("queryExecution", f => new PlanRoom.QueryExecutionHandle(f))
            .Get("inputFiles", f => f.InputFiles().ToArray<object>())
            .Call("sameSemantics", (f, a) => PlanShape.Of(f.Plan) == PlanShape.Of(a.Of<DataFrame>(0).Plan))
            .Get("semanticHash", f => PlanShape.Hash(PlanShape.Of(f.Plan)))
            // Columns
            .Call("apply", (f, a) => f.Col(a.Text(0)))
            .Call("col", (f, a) => f.Col(a.Text(0)))
            .Call("colRegex", (f, a) => f.ColRegex(a.Text(0)))
            .Call("metadataColumn", (f, a) => f.MetadataColumn(a.Text(0)))
            .Call("select", (f, a) => a.Is<string>(0) ? f.Select(a.Text(0), a.Texts(1)) : f.Select(a.Columns(0)))
            .Call("selectExpr", (f, a) => f.SelectExpr(a.Texts(0)))
            .Call("withColumn", (f, a) => f.WithColumn(a.Text(0), a.Column(1)))
            .Call("withColumns", (f, a) => f.WithColumns(a.Count > 1 ? a.Texts(0).Zip(a.Columns(1), KeyValuePair.Create) : a.Map(0).Select(e => KeyValuePair.Create(e.Key, (Column)e.Value!))))
            .Call("withColumnRenamed", (f, a) => f.WithColumnRenamed(a.Text(0), a.Text(1)))
            .Call("withColumnsRenamed", (f, a) => f.WithColumnsRenamed(a.Count > 1 ? a.Texts(0).Zip(a.Texts(1), KeyValuePair.Create) : a.TextMap(0)))
            .Call("withMetadata", (f, a) => f.With(new AddColumns([new Alias(f.Col(SqlIdentifier.QuoteIfNeeded(a.Text(0))).Expression, a.Text(0)) { ExplicitMetadata = a.Of<ColumnMetadata>(1).Values }], f.Plan)))
            .Call("drop", Drop)
            .Call("toDF", (f, a) => a.Count == 0 ? f : f.ToDF(a.Texts(0)))
            .Call("to", (f, a) => f.To(a.Of<StructType>(0)))
            .Call("as", (f, a) => f.As(a.Text(0)))
            .Call("alias", (f, a) => f.As(a.Text(0)))
            // Rows
            .Call("filter", (f, a) => a.Is<string>(0) ? f.Filter(a.Text(0)) : f.Filter(a.Column(0)))
            .Call("where", (f, a) => a.Is<string>(0) ? f.Filter(a.Text(0)) : f.Filter(a.Column(0)))
            .Get("distinct", f => f.Distinct())
            .Call("dropDuplicates", (f, a) => a.Count == 0 ? f.Distinct() : f.DistinctBy(a.Texts(0)))
            .Call("dropDuplicatesWithinWatermark", (f, a) => throw new AnalysisException("_LEGACY_ERROR_TEMP_3102", new Dictionary<string, string> { ["msg"] = "dropDuplicatesWithinWatermark is not supported with batch DataFrames/DataSets" }))
            .Call("sort", (f, a) => f.Sort(a.Columns(0)))
            .Call("orderBy", (f, a) => f.Sort(a.Columns(0)))
            .Call("sortWithinPartitions", (f, a) => f.SortWithinPartitions(a.Columns(0)))
            .Call("limit", (f, a) => f.Limit(a.Int(0)))
            .Call("offset", (f, a) => f.Offset(a.Int(0)))
            .Call("sample", Sample)
            .Call("randomSplit", (f, a) => f.RandomSplit([.. a.Items(0).Select(w => Convert.ToDouble(w, System.Globalization.CultureInfo.InvariantCulture))], a.Count > 1 ? a.Long(1) : null).ToArray<object>())
            .Call("transpose", (f, a) => f.With(new TransposeRows(a.Count > 0 ? a.Column(0).Named : null, f.Plan)))
            .Call("zipWithIndex", (f, a) => RowNumbering.Numbered(f, a.Count > 0 ? a.Text(0) : "index"))
            .Call("hint", (f, a) => f.Hint(a.Text(0), [.. a.Items(1).Select(Parameter)]))
            .Call("withWatermark", (f, a) => { Execution.Watermarks.CheckDelay(a.Text(1)); return f; })
            // Partitions
            .Call("coalesce", (f, a) => f.Coalesce(a.Int(0)))
            .Call("repartition", (f, a) => a.Is<int>(0) ? f.Repartition(a.Int(0), a.Count > 1 ? a.Columns(1) : []) : f.Repartition(a.Columns(0)))
            .Call("repartitionByRange", (f, a) => a.Is<int>(0) ? f.RepartitionByRange(a.Int(0), a.Columns(1)) : f.RepartitionByRange(a.Columns(0)))
            .Call("repartitionById", (f, a) => f.RepartitionById(a.Int(0), a.Column(1)))
            // Views
            .Do("createTempView", (f, a) => f.CreateTempView(a.Text(0)))
            .Do("createOrReplaceTempView", (f, a) => f.CreateOrReplaceTempView(a.Text(0)))
            .Do("createGlobalTempView", (f, a) => f.CreateGlobalTempView(a.Text(0)))
            .Do("createOrReplaceGlobalTempView", (f, a) => f.CreateOrReplaceGlobalTempView(a.Text(0)))
            .Do("registerTempTable", (f, a) => f.CreateOrReplaceTempView(a.Text(0)))
            // Elsewhere
            .Get("na", f => f.Na())
            .Get("stat", f => f.Stat())
            .Get("write", f => f.Write())
            .Get("writeStream", _ => throw SessionRoom.Streaming());
    }

    private static object Drop(DataFrame frame, Arguments a)
    {
        if (a.Is<string>(0)) return frame.Drop(a.Text(0));
        return a.Is<Column>(0) ? frame.Drop(a.Count > 1 ? [a.Column(0), .. a.Columns(1)] : [a.Column(0)]) : frame.Drop(a.Texts(0));
    }

    private static object Sample(DataFrame frame, Arguments a)
    {
        var replaces = a.Is<bool>(0);
        var at = replaces ? 1 : 0;
        return frame.Sample(a.Double(at), replaces && a.Bool(0), a.Count > at + 1 ? a.Long(at + 1) : null);
    }

    private static object Parameter(object? value) => value is Column { Expression: Literal { Value: string text } } ? text : JavaValues.ToClr(value)!;
}
