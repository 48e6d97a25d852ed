using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Execution;
using Firesteel.Types;

namespace Firesteel;

/// <summary>Rows become columns, named by the values of an index column; the first where none is named.</summary>
static class Transposition
{
    public static DataFrame Of(DataFrame frame, Column? indexColumn)
    {
        if (frame.Plan.Output.Count == 0) return frame;
        var index = indexColumn ?? new Column(frame.Plan.Output[0]);
        var key = ((Project)frame.Select(index).Plan).List[0] is AttributeReference a ? a.Id : throw new AnalysisException("TRANSPOSE_INVALID_INDEX_COLUMN", new Dictionary<string, string> { ["reason"] = "Index column must be an atomic attribute" });
        var values = frame.Plan.Output.Where(o => o.Id != key).ToList();
        var types = values.Select(v => v.DataType).Distinct().ToList();
        var type = types.Count switch
        {
            0 => StringType.Instance,
            1 => types[0],
            _ when types.TrueForAll(t => t is NumericType) => types.Exists(t => t is FractionalType or DecimalType) ? DoubleType.Instance : (DataType)LongType.Instance,
            _ => throw new AnalysisException("TRANSPOSE_NO_LEAST_COMMON_TYPE", new Dictionary<string, string> { ["dt1"] = types[0].QuotedSql, ["dt2"] = types[1].QuotedSql }),
        };
        var rows = frame.Select([index.Cast("string"), .. values.Select(v => new Column(v).Cast(type))]).Collect()
            .Where(r => r[0] is not null).OrderBy(r => (string)r[0]!, StringComparer.Ordinal).ToList();
        var schema = new StructType(rows.Select(r => new StructField((string)r[0]!, type)).Prepend(new StructField("key", StringType.Instance, false)));
        return DataFrame.Of(frame.SparkSession, LocalData.OfLiterals(schema, values.Select((v, i) => rows.Select(r => Encoders.ClrValues.ToLiteral(r[i + 1], type)).Prepend(v.Name).ToArray())));
    }
}
