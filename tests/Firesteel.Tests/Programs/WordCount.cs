using static Firesteel.Functions;

namespace Firesteel.Tests.Programs;

/// <summary>A program in the style of the Microsoft.Spark package: the first one that a newcomer writes.</summary>
static class WordCount
{
    public static void Run(string[] args)
    {
        SparkSession spark = SparkSession.Builder().AppName("word_count_sample").GetOrCreate();

        DataFrame dataFrame = spark.Read().Text(args[0]);

        DataFrame words = dataFrame
            .Select(Split(Col("value"), " ").Alias("words"))
            .Select(Explode(Col("words")).Alias("word"))
            .GroupBy("word")
            .Count()
            .OrderBy(Col("count").Desc(), Col("word").Asc());

        words.Show();
    }
}
