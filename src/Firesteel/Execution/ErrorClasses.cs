using System.Collections.Frozen;

namespace Firesteel.Execution;

/// <summary>The Java classes that clients know an error by, most special first.</summary>
static class ErrorClasses
{
    private static readonly string[] Checked = ["java.lang.Exception", "java.lang.Throwable", "java.lang.Object"];
    private static readonly string[] Unchecked = ["java.lang.RuntimeException", .. Checked];
    private static readonly string[] Plain = ["org.apache.spark.SparkException", .. Checked];
    private static readonly string[] Runtime = ["org.apache.spark.SparkRuntimeException", .. Unchecked];
    private static readonly string[] Analysis = ["org.apache.spark.sql.AnalysisException", .. Checked];
    private static readonly string[] Arithmetic = ["org.apache.spark.SparkArithmeticException", "java.lang.ArithmeticException", .. Unchecked];
    private static readonly string[] NumberFormat = ["org.apache.spark.SparkNumberFormatException", "java.lang.NumberFormatException", "java.lang.IllegalArgumentException", .. Unchecked];
    private static readonly string[] DateTime = ["org.apache.spark.SparkDateTimeException", "java.time.DateTimeException", .. Unchecked];
    private static readonly string[] IllegalArgument = ["org.apache.spark.SparkIllegalArgumentException", "java.lang.IllegalArgumentException", .. Unchecked];
    private static readonly string[] ArrayIndex = ["org.apache.spark.SparkArrayIndexOutOfBoundsException", "java.lang.ArrayIndexOutOfBoundsException", "java.lang.IndexOutOfBoundsException", .. Unchecked];
    private static readonly string[] InvalidPlan = ["org.apache.spark.sql.connect.common.InvalidPlanInput", .. Checked];
    private static readonly string[] Sql = ["org.apache.spark.SparkSQLException", "java.sql.SQLException", .. Checked];
    private static readonly string[] Unsupported = ["org.apache.spark.SparkUnsupportedOperationException", "java.lang.UnsupportedOperationException", .. Unchecked];

    // By a condition's whole name, or by the part before its dot.
    private static readonly FrozenDictionary<string, string[]> ByCondition = new Dictionary<string, string[]>
    {
        ["ARITHMETIC_OVERFLOW"] = Arithmetic,
        ["BINARY_ARITHMETIC_OVERFLOW"] = Arithmetic,
        ["CANNOT_CREATE_DATA_SOURCE_TABLE.EXTERNAL_METADATA_UNSUPPORTED"] = Unsupported,
        ["CANNOT_PARSE_TIMESTAMP"] = DateTime,
        ["CANNOT_MERGE_SCHEMAS"] = Plain,
        ["CAST_OVERFLOW"] = Arithmetic,
        ["CATALOG_NOT_FOUND"] = ["org.apache.spark.sql.connector.catalog.CatalogNotFoundException", .. Plain],
        ["CAST_OVERFLOW_IN_TABLE_INSERT"] = Arithmetic,
        ["CODEC_NOT_AVAILABLE"] = IllegalArgument,
        ["CONNECT_INVALID_PLAN"] = InvalidPlan,
        ["CONVERSION_INVALID_INPUT"] = IllegalArgument,
        ["DATATYPE_MISMATCH"] = Analysis,
        ["DATA_SOURCE_NOT_FOUND"] = ["org.apache.spark.SparkClassNotFoundException", "java.lang.ClassNotFoundException", "java.lang.ReflectiveOperationException", .. Checked],
        ["DATETIME_FIELD_OUT_OF_BOUNDS"] = DateTime,
        ["DATETIME_OVERFLOW"] = Arithmetic,
        ["DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION"] = Arithmetic,
        ["DIVIDE_BY_ZERO"] = Arithmetic,
        ["HLL_K_MUST_BE_CONSTANT"] = Runtime,
        ["ILLEGAL_DAY_OF_WEEK"] = IllegalArgument,
        ["INCONSISTENT_BEHAVIOR_CROSS_VERSION"] = ["org.apache.spark.SparkUpgradeException", .. Unchecked],
        ["INCONSISTENT_BEHAVIOR_CROSS_VERSION.DATETIME_WEEK_BASED_PATTERN"] = IllegalArgument,
        ["INTERVAL_ARITHMETIC_OVERFLOW"] = Arithmetic,
        ["INTERVAL_DIVIDED_BY_ZERO"] = Arithmetic,
        ["INVALID_ARRAY_INDEX"] = ArrayIndex,
        ["INVALID_ARRAY_INDEX_IN_ELEMENT_AT"] = ArrayIndex,
        ["INVALID_CLONE_SESSION_REQUEST"] = Sql,
        ["INVALID_CONF_VALUE"] = IllegalArgument,
        ["INVALID_CURSOR"] = Sql,
        ["INVALID_DATETIME_PATTERN"] = IllegalArgument,
        ["INVALID_DATETIME_PATTERN.WITH_SUGGESTION"] = Runtime,
        ["INVALID_FRACTION_OF_SECOND"] = DateTime,
        ["INVALID_HANDLE"] = Sql,
        ["INVALID_PARAMETER_VALUE.BIT_POSITION_RANGE"] = IllegalArgument,
        ["INVALID_PARAMETER_VALUE.CHARSET"] = IllegalArgument,
        ["INVALID_PARAMETER_VALUE.INTERRUPT_TYPE_OPERATION_ID_REQUIRES_ID"] = Sql,
        ["INVALID_PARAMETER_VALUE.INTERRUPT_TYPE_TAG_REQUIRES_TAG"] = Sql,
        ["INVALID_UTF8_STRING"] = IllegalArgument,
        ["MALFORMED_RECORD_IN_PARSING"] = Plain,
        ["NUMERIC_VALUE_OUT_OF_RANGE"] = Arithmetic,
        ["OPERATION_CANCELED"] = Sql,
        ["PYTHON_EXCEPTION"] = ["org.apache.spark.api.python.PythonException", .. Unchecked],
        ["REMAINDER_BY_ZERO"] = Arithmetic,
        ["REPEATED_CLAUSE"] = Unsupported,
        ["ROW_SUBQUERY_TOO_MANY_ROWS"] = Plain,
        ["SCALAR_SUBQUERY_TOO_MANY_ROWS"] = Plain,
        ["SQL_CONF_NOT_FOUND"] = ["org.apache.spark.SparkNoSuchElementException", "java.util.NoSuchElementException", .. Unchecked],
        ["STRUCT_ARRAY_LENGTH_MISMATCH"] = IllegalArgument,
        ["UNRECOGNIZED_STATISTIC"] = IllegalArgument,
        ["UNSUPPORTED_FEATURE"] = Unsupported,
        ["UNSUPPORTED_FEATURE.PIVOT_AFTER_GROUP_BY"] = Unsupported,
        ["UNSUPPORTED_FEATURE.INTERRUPT_TYPE"] = Sql,
        ["_LEGACY_ERROR_TEMP_2047"] = IllegalArgument,
        ["_LEGACY_ERROR_TEMP_3243"] = IllegalArgument,
    }.ToFrozenDictionary();

    public static string[] Of(Exception error) => error switch
    {
        SqlScriptingException => ["org.apache.spark.sql.exceptions.SqlScriptingException", .. Checked],
        ParseException { Condition: not "DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION" } => ["org.apache.spark.sql.catalyst.parser.ParseException", .. Analysis],
        SparkException { Condition: "CAST_INVALID_INPUT" } e => OfCast(e.Parameters.GetValueOrDefault("targetType", "")),
        SparkException e when ByCondition.TryGetValue(e.Condition, out var named) => named,
        AnalysisException => Analysis,
        SparkException e when ByCondition.TryGetValue(e.Condition.Split('.')[0], out var named) => named,
        SparkRuntimeException => Runtime,
        MissingInputException => ["org.apache.hadoop.mapred.InvalidInputException", "java.io.IOException", .. Checked],
        FileNotFoundException => ["java.io.FileNotFoundException", "java.io.IOException", .. Checked],
        ArgumentException => ["java.lang.IllegalArgumentException", .. Unchecked],
        NotSupportedException => ["java.lang.UnsupportedOperationException", .. Unchecked],
        _ => Plain,
    };

    private static string[] OfCast(string target) => target switch
    {
        "\"BOOLEAN\"" => Runtime,
        _ when target.StartsWith("\"DATE", StringComparison.Ordinal) || target.StartsWith("\"TIME", StringComparison.Ordinal) => DateTime,
        _ => NumberFormat,
    };
}
