namespace Firesteel.Execution;

/// <summary>The Java classes that clients know an error by, most special first.</summary>
static class ErrorClasses
{
    public static string[] Of(Exception error) => error switch
    {
        ParseException => ["org.apache.spark.sql.catalyst.parser.ParseException", "org.apache.spark.sql.AnalysisException", "java.lang.Exception", "java.lang.Throwable", "java.lang.Object"],
        AnalysisException => ["org.apache.spark.sql.AnalysisException", "java.lang.Exception", "java.lang.Throwable", "java.lang.Object"],
        SparkException { Condition: "PYTHON_EXCEPTION" } => ["org.apache.spark.api.python.PythonException", "java.lang.RuntimeException", "java.lang.Exception", "java.lang.Throwable", "java.lang.Object"],
        SparkException e when Special(e.Condition) is { } special => [special.Own, special.Base, "java.lang.RuntimeException", "java.lang.Exception", "java.lang.Throwable", "java.lang.Object"],
        SparkRuntimeException => ["org.apache.spark.SparkRuntimeException", "java.lang.RuntimeException", "java.lang.Exception", "java.lang.Throwable", "java.lang.Object"],
        ArgumentException => ["java.lang.IllegalArgumentException", "java.lang.RuntimeException", "java.lang.Exception", "java.lang.Throwable", "java.lang.Object"],
        NotSupportedException => ["java.lang.UnsupportedOperationException", "java.lang.RuntimeException", "java.lang.Exception", "java.lang.Throwable", "java.lang.Object"],
        _ => ["org.apache.spark.SparkException", "java.lang.Exception", "java.lang.Throwable", "java.lang.Object"],
    };

    private static (string Own, string Base)? Special(string condition) => condition switch
    {
        "DIVIDE_BY_ZERO" or "REMAINDER_BY_ZERO" or "INTERVAL_DIVIDED_BY_ZERO" or "NUMERIC_VALUE_OUT_OF_RANGE" or "DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION" => ("org.apache.spark.SparkArithmeticException", "java.lang.ArithmeticException"),
        "CAST_OVERFLOW" or "CAST_OVERFLOW_IN_TABLE_INSERT" => ("org.apache.spark.SparkArithmeticException", "java.lang.ArithmeticException"),
        "CAST_INVALID_INPUT" => ("org.apache.spark.SparkNumberFormatException", "java.lang.NumberFormatException"),
        "CANNOT_PARSE_TIMESTAMP" or "DATETIME_OVERFLOW" or "DATETIME_FIELD_OUT_OF_BOUNDS" => ("org.apache.spark.SparkDateTimeException", "java.time.DateTimeException"),
        "SQL_CONF_NOT_FOUND" => ("org.apache.spark.SparkNoSuchElementException", "java.util.NoSuchElementException"),
        _ when condition.StartsWith("INVALID_CONF_VALUE", StringComparison.Ordinal) => ("org.apache.spark.SparkIllegalArgumentException", "java.lang.IllegalArgumentException"),
        _ when condition.StartsWith("ARITHMETIC_OVERFLOW", StringComparison.Ordinal) || condition.StartsWith("INTERVAL_ARITHMETIC_OVERFLOW", StringComparison.Ordinal) || condition.StartsWith("NUMERIC_VALUE_OUT_OF_RANGE", StringComparison.Ordinal)
            => ("org.apache.spark.SparkArithmeticException", "java.lang.ArithmeticException"),
        _ when condition.StartsWith("INVALID_ARRAY_INDEX", StringComparison.Ordinal) || condition == "INVALID_INDEX_OF_ZERO" => ("org.apache.spark.SparkArrayIndexOutOfBoundsException", "java.lang.ArrayIndexOutOfBoundsException"),
        _ when condition.StartsWith("INVALID_DATETIME_PATTERN", StringComparison.Ordinal) || condition.StartsWith("INVALID_PARAMETER_VALUE", StringComparison.Ordinal) && condition.EndsWith(".PATTERN", StringComparison.Ordinal)
            => ("org.apache.spark.SparkIllegalArgumentException", "java.lang.IllegalArgumentException"),
        _ when condition.StartsWith("UNSUPPORTED_FEATURE", StringComparison.Ordinal) || condition == "CANNOT_CREATE_DATA_SOURCE_TABLE.EXTERNAL_METADATA_UNSUPPORTED" => ("org.apache.spark.SparkUnsupportedOperationException", "java.lang.UnsupportedOperationException"),
        _ => null,
    };
}
