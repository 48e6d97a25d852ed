using Firesteel.Types;
using static Firesteel.Functions;

namespace Firesteel.Tests.Programs;

/// <summary>A program in the style of the Microsoft.Spark package: schemas, columns, SQL, user-defined functions, joins.</summary>
static class People
{
    public static void Run(string[] args)
    {
        SparkSession spark = SparkSession.Builder().AppName("People").Config("some.setting", "value").GetOrCreate();

        StructType schema = new StructType(new[]
        {
            new StructField("age", new IntegerType()),
            new StructField("name", new StringType()),
            new StructField("tags", new ArrayType(new StringType())),
        });
        DataFrame df = spark.Read().Schema(schema).Json(args[0]);
        df.PrintSchema();

        df.Select(df["name"], df["age"] + 1).OrderBy("name").Show();
        df.Filter(df["age"].Gt(21)).Select("name").Show();
        df.GroupBy("age").Count().OrderBy(Col("age").AscNullsLast()).Show();

        df.CreateOrReplaceTempView("people");
        spark.Udf().Register<int?, string>("kind", age => age is null ? "unknown" : age < 20 ? "young" : "grown");
        spark.Sql("SELECT name, kind(age) AS kind FROM people ORDER BY name").Show();

        Func<Column, Column, Column> label = Udf<string, int?, string>((name, age) => $"{name}/{age}");
        foreach (Row row in df.Select(label(df["name"], df["age"]).Alias("label"), Size(df["tags"])).Collect().OrderBy(r => r.GetAs<string>("label")))
        {
            Console.WriteLine($"{row.GetAs<string>(0)} has {row.Get(1) ?? "no"} tags");
        }

        var rows = new List<GenericRow> { new GenericRow(new object[] { "Ann", "Rome" }), new GenericRow(new object[] { "Bob", "Oslo" }) };
        DataFrame cities = spark.CreateDataFrame(rows, new StructType(new List<StructField> { new StructField("name", new StringType()), new StructField("city", new StringType(), false) }));
        DataFrame joined = df.Join(cities, df["name"] == cities["name"], "left_outer").Drop(cities["name"]);
        joined.WithColumn("city", Coalesce(Col("city"), Lit("?"))).OrderBy("name").Show();
        Console.WriteLine(joined.Count());
    }
}
