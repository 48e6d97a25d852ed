using Firesteel.Types;

namespace Firesteel.Execution;

/// <summary>DataFrames whose rows are records of a text format, a line each.</summary>
static class LineFrames
{
    /// <exception cref="AnalysisException">It has no column, or the first is not of text.</exception>
    public static DataFrame Checked(DataFrame lines)
    {
        var schema = lines.Schema();
        if (schema.Count != 1) throw new AnalysisException("DATAFRAME_INPUT_NOT_SINGLE_COLUMN", new Dictionary<string, string> { ["numColumns"] = $"{schema.Count}" });
        return schema[0].DataType is StringType ? lines : throw new AnalysisException("DATAFRAME_INPUT_NOT_STRING_TYPE", new Dictionary<string, string> { ["dataType"] = schema[0].DataType.QuotedSql });
    }
}
