using Firesteel.Tests.Support;
using Xunit;

namespace Firesteel.Tests.Programs;

/// <summary>Whole programs and what they print.</summary>
public class ProgramTests
{
    [Fact]
    public void Words_are_counted()
    {
        var input = Write("words.txt", "the cat saw the dog\nthe end\n");
        Assert.Equal("""
            +----+-----+
            |word|count|
            +----+-----+
            | the|    3|
            | cat|    1|
            | dog|    1|
            | end|    1|
            | saw|    1|
            +----+-----+


            """, Output(() => WordCount.Run([input])));
    }

    [Fact]
    public void People_are_listed_labelled_and_joined()
    {
        var input = Write("people.json", """
            {"name": "Ann", "age": 30, "tags": ["a", "b"]}
            {"name": "Bob", "age": 19, "tags": []}
            {"name": "Cid"}

            """);
        Assert.Equal("""
            root
             |-- age: integer (nullable = true)
             |-- name: string (nullable = true)
             |-- tags: array (nullable = true)
             |    |-- element: string (containsNull = true)

            +----+---------+
            |name|(age + 1)|
            +----+---------+
            | Ann|       31|
            | Bob|       20|
            | Cid|     NULL|
            +----+---------+

            +----+
            |name|
            +----+
            | Ann|
            +----+

            +----+-----+
            | age|count|
            +----+-----+
            |  19|    1|
            |  30|    1|
            |NULL|    1|
            +----+-----+

            +----+-------+
            |name|   kind|
            +----+-------+
            | Ann|  grown|
            | Bob|  young|
            | Cid|unknown|
            +----+-------+

            Ann/30 has 2 tags
            Bob/19 has 0 tags
            Cid/ has no tags
            +----+----+------+----+
            | age|name|  tags|city|
            +----+----+------+----+
            |  30| Ann|[a, b]|Rome|
            |  19| Bob|    []|Oslo|
            |NULL| Cid|  NULL|   ?|
            +----+----+------+----+

            3

            """, Output(() => People.Run([input])));
    }

    [Fact]
    public void Projects_are_cleaned_ranked_and_written()
    {
        var input = Write("projects.csv", """
            id,language,forks,created,updated
            1,C#,10,2014-01-01,2015-10-21 00:00:00
            2,C#,30,2015-01-01,2015-10-19 00:00:00
            2,C#,30,2015-01-01,2015-10-19 00:00:00
            3,Scala,7,2013-05-05,2016-01-01 10:00:00
            4,Scala,,2013-05-05,2016-01-01 10:00:00

            """);
        Assert.Equal("""
            +-------+------------------+
            |summary|             forks|
            +-------+------------------+
            |  count|                 3|
            |   mean|15.666666666666666|
            | stddev|12.503332889007368|
            |    min|                 7|
            |    max|                30|
            +-------+------------------+

            +--------+-------+---+----+
            |language|average|  n|last|
            +--------+-------+---+----+
            |      C#|   20.0|  2|2015|
            |   Scala|    7.0|  1|2013|
            +--------+-------+---+----+

            +---+------+
            | id|recent|
            +---+------+
            |  1|  true|
            |  2| false|
            |  3|  true|
            +---+------+

            +---+-----+-----+--------+
            | id|forks|place|language|
            +---+-----+-----+--------+
            |  2|   30|    1|      C#|
            |  3|    7|    1|   Scala|
            +---+-----+-----+--------+

            id: int
            forks: int
            place: int
            language: string
            C# 30

            """, Output(() => Projects.Run([input, Path.Combine(Path.GetDirectoryName(input)!, "out")])));
    }

    private static string Write(string name, string text)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("firesteel-program-").FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static string Output(Action program)
    {
        _ = Support.Sessions.Shared;
        var (own, text) = (Console.Out, new StringWriter { NewLine = "\n" });
        Console.SetOut(text);
        try { program(); }
        finally { Console.SetOut(own); }
        return text.ToString();
    }
}
