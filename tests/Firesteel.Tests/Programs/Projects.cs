using Firesteel.Types;
using static Firesteel.Functions;

namespace Firesteel.Tests.Programs;

/// <summary>A program in the style of the Microsoft.Spark package: clean a table, aggregate it, rank it, write it and read it back.</summary>
static class Projects
{
    private static readonly DateTime Limit = new DateTime(2015, 10, 20);

    public static void Run(string[] args)
    {
        SparkSession spark = SparkSession.Builder().AppName("Projects").GetOrCreate();

        DataFrame projects = spark.Read().Option("header", true).Schema("id INT, language STRING, forks INT, created DATE, updated TIMESTAMP").Csv(args[0]);
        DataFrame cleaned = projects.Na().Drop("any").DropDuplicates("id");
        cleaned.Describe("forks").Show();

        DataFrame grouped = cleaned.GroupBy(Col("language")).Agg(Avg(Col("forks")).Alias("average"), Count(Lit(1)).Alias("n"), Max(Year(Col("created"))).As("last"));
        grouped.OrderBy(Desc("average")).Show();

        spark.Udf().Register<DateTime, bool>("is_recent", moment => moment > Limit);
        cleaned.CreateOrReplaceTempView("projects");
        spark.Sql("SELECT id, is_recent(updated) AS recent FROM projects ORDER BY id").Show(3);

        WindowSpec byLanguage = Window.PartitionBy("language").OrderBy(Col("forks").Desc());
        DataFrame ranked = cleaned.WithColumn("place", Rank().Over(byLanguage)).Where(Col("place") <= 1).Select("language", "id", "forks", "place");
        ranked.Write().Mode(SaveMode.Overwrite).PartitionBy("language").Parquet(args[1]);
        DataFrame back = spark.Read().Parquet(args[1]);
        back.OrderBy("id").Show();
        foreach (var field in back.Schema().Fields)
        {
            Console.WriteLine($"{field.Name}: {field.DataType.SimpleString}");
        }
        Row first = back.OrderBy(Col("forks").Desc()).First();
        Console.WriteLine($"{first.GetAs<string>("language")} {first.Get("forks")}");
    }
}
