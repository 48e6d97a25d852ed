using System.Globalization;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;
using Xunit;

namespace Firesteel.Catalyst.Tests.Expressions;

/// <summary>Casts of values of every type to every type, in ANSI and legacy mode, against the answers of Apache Spark.</summary>
public class CastGoldenTests
{
    private const string Zone = "America/Los_Angeles";

    public static TheoryData<string> Sources => [.. Rows().Select(r => r[1]).Distinct()];

    [Theory, MemberData(nameof(Sources))]
    public void CastsGiveSparksAnswers(string source)
    {
        var wrong = new List<string>();
        var count = 0;
        foreach (var row in Rows().Where(r => r[1] == source))
        {
            count++;
            var mode = row[0] == "a" ? EvalMode.Ansi : EvalMode.Legacy;
            var before = Today();
            var actual = Answer(mode, TypeNames.Parse(row[1]), row[2], TypeNames.Parse(row[3]));
            // The day may change in between.
            if (actual != Expected(row, before) && actual != Expected(row, Today())) wrong.Add($"{string.Join(" | ", row)} <> {actual}");
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {count} differ:\n{string.Join("\n", wrong.Take(60))}");
    }

    // A time of day alone is cast to that time today.
    private static string Expected(string[] row, string today) => row[4].Replace("{today}", today, StringComparison.Ordinal);

    private static string Today()
        => TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(Zone)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Answer(EvalMode mode, DataType source, string value, DataType target)
    {
        if (!CastRules.IsAllowed(source, target, mode)) return "!!";
        var from = source is StringType ? (Expression)Literal.Of(value) : new Cast(Literal.Of(value), source, mode) { TimeZone = Zone };
        var cast = new Cast(from, target, mode) { TimeZone = Zone };
        try
        {
            var result = ConstantFolding.Evaluate(cast, Zone);
            using var allocator = new MemoryAllocator(MemoryManager.Process, "test");
            var vector = new ColumnVector(target, allocator);
            LiteralVectors.Fill(vector, result.Value);
            return new ValueText(TextStyle.Hive, Zone).Text(vector, 0);
        }
        catch (SparkException e)
        {
            return "!" + e.Condition;
        }
    }

    private static IEnumerable<string[]> Rows()
    {
        using var reader = new StreamReader(typeof(CastGoldenTests).Assembly.GetManifestResourceStream("casts.tsv")!);
        while (reader.ReadLine() is { } line) yield return line.Split('\t');
    }
}
