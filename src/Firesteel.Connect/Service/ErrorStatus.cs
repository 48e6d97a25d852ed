using System.Text.Json;
using Firesteel.Connect.Messages;
using Firesteel.Connect.Rpc;
using Google.Protobuf.WellKnownTypes;
using Rpc = Firesteel.Connect.Rpc;

namespace Firesteel.Connect.Service;

/// <summary>Errors in the form that Spark's clients turn into exceptions of their own: an ErrorInfo in the status, details on demand.</summary>
static class ErrorStatus
{
    private const int MostMessage = 2048;
    private const int MostParameters = 1024;

    public static RpcException Of(Exception error, ConnectSession? session, RpcStatusCode code = RpcStatusCode.Internal)
    {
        if (error is RpcException already) return already;
        if (error is OperationCanceledException) error = SparkException.WithoutCondition("[OPERATION_CANCELED] Operation has been canceled. SQLSTATE: HY008", error);
        var classes = Classes(error);
        var info = new Rpc.Messages.ErrorInfo { Reason = classes[0], Domain = "org.apache.spark" };
        info.Metadata["classes"] = JsonSerializer.Serialize(classes);
        if (session != null) info.Metadata["errorId"] = session.Keep(error);
        if (error is SparkException { Condition.Length: > 0 } spark)
        {
            info.Metadata["errorClass"] = spark.Condition;
            info.Metadata["sqlState"] = spark.SqlState;
            var parameters = JsonSerializer.Serialize(spark.Parameters);
            if (parameters.Length <= MostParameters) info.Metadata["messageParameters"] = parameters;
        }
        var message = error.Message.Length > MostMessage ? error.Message[..MostMessage] : error.Message;
        var status = new Rpc.Messages.Status { Code = (int)code, Message = message };
        status.Details.Add(Any.Pack(info));
        return new RpcException(code, message, status, error);
    }

    public static FetchErrorDetailsResponse.Types.Error Details(Exception error)
    {
        var details = new FetchErrorDetailsResponse.Types.Error { Message = error.Message };
        details.ErrorTypeHierarchy.Add(Classes(error));
        if (error is SparkException { Condition.Length: > 0 } spark)
        {
            details.SparkThrowable = new FetchErrorDetailsResponse.Types.SparkThrowable { ErrorClass = spark.Condition, SqlState = spark.SqlState };
            foreach (var (name, value) in spark.Parameters) details.SparkThrowable.MessageParameters[name] = value;
            if (spark.Context is { } context)
                details.SparkThrowable.QueryContexts.Add(new FetchErrorDetailsResponse.Types.QueryContext
                {
                    ContextType = FetchErrorDetailsResponse.Types.QueryContext.Types.ContextType.Sql,
                    ObjectType = context.ObjectType,
                    ObjectName = context.ObjectName,
                    StartIndex = context.StartIndex,
                    StopIndex = context.StopIndex,
                    Fragment = context.Fragment,
                    Summary = context.Summary(),
                });
        }
        return details;
    }

    // Class names that clients know an error by, most special first.
    private static string[] Classes(Exception error) => error switch
    {
        ParseException => ["org.apache.spark.sql.catalyst.parser.ParseException", "org.apache.spark.sql.AnalysisException", "java.lang.Exception", "java.lang.Throwable", "java.lang.Object"],
        AnalysisException => ["org.apache.spark.sql.AnalysisException", "java.lang.Exception", "java.lang.Throwable", "java.lang.Object"],
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
        _ when condition.StartsWith("ARITHMETIC_OVERFLOW", StringComparison.Ordinal) || condition.StartsWith("INTERVAL_ARITHMETIC_OVERFLOW", StringComparison.Ordinal) || condition.StartsWith("NUMERIC_VALUE_OUT_OF_RANGE", StringComparison.Ordinal)
            => ("org.apache.spark.SparkArithmeticException", "java.lang.ArithmeticException"),
        _ when condition.StartsWith("INVALID_ARRAY_INDEX", StringComparison.Ordinal) || condition == "INVALID_INDEX_OF_ZERO" => ("org.apache.spark.SparkArrayIndexOutOfBoundsException", "java.lang.ArrayIndexOutOfBoundsException"),
        _ when condition.StartsWith("INVALID_DATETIME_PATTERN", StringComparison.Ordinal) || condition.StartsWith("INVALID_PARAMETER_VALUE", StringComparison.Ordinal) && condition.EndsWith(".PATTERN", StringComparison.Ordinal)
            => ("org.apache.spark.SparkIllegalArgumentException", "java.lang.IllegalArgumentException"),
        _ when condition.StartsWith("UNSUPPORTED_FEATURE", StringComparison.Ordinal) => ("org.apache.spark.SparkUnsupportedOperationException", "java.lang.UnsupportedOperationException"),
        _ => null,
    };
}
