using System.Text;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Parser;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Generators;

/// <summary>sql_keywords: the words that the parser knows.</summary>
sealed class SqlKeywordsFunction : GeneratorFunction
{
    private static readonly StructType Row = new(new StructField("keyword", StringType.Instance, false), new StructField("reserved", BooleanType.Instance, false));

    // Apache Spark lists neither the words that share a meaning with another nor, whatever the settings, any as reserved.
    private static readonly byte[][] Words = [.. Keywords.All.Except(["REGEXP", "RLIKE", "TEMP", "TEMPORARY"]).Select(Encoding.UTF8.GetBytes)];

    public override string Name => "sql_keywords";
    public override bool IsTableOnly => true;

    public override Expression Bind(FunctionCall call)
    {
        ArgumentChecks.Count(call, 0);
        return new GeneratorCall(this, [], Row) { Origin = call.Origin };
    }

    public override int Generate(GeneratorCall call, ColumnVector[] arguments, int row, ColumnVector[] output, int at, EvaluationContext context)
    {
        foreach (var column in output) column.EnsureCapacity(at + Words.Length);
        for (var i = 0; i < Words.Length; i++)
        {
            output[0].SetString(at + i, Words[i]);
            output[1].Set(at + i, (byte)0);
        }
        return Words.Length;
    }
}
