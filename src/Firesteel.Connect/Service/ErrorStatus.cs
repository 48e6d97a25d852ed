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
    private const int MostTrace = 1024;

    public static RpcException Of(Exception error, ConnectSession? session, RpcStatusCode code = RpcStatusCode.Internal)
    {
        if (error is RpcException already) return already;
        if (error is OperationCanceledException) error = new SparkException("OPERATION_CANCELED");
        var classes = Execution.ErrorClasses.Of(error);
        var info = new Rpc.Messages.ErrorInfo { Reason = classes[0], Domain = "org.apache.spark" };
        info.Metadata["classes"] = JsonSerializer.Serialize(classes);
        if (session?.Spark.State.Settings is { } settings)
        {
            // A client that may not ask for details gets the little that fits here.
            if (settings.GetOrUndefined("spark.sql.connect.enrichError.enabled") == "true") info.Metadata["errorId"] = session.Keep(error);
            if (settings.GetOrUndefined("spark.sql.pyspark.jvmStacktrace.enabled") == "true") info.Metadata["stackTrace"] = Shortened($"{classes[0]}: {error.Message}\n{error.StackTrace}", MostTrace);
        }
        if (error is SparkException { Condition.Length: > 0 } spark)
        {
            info.Metadata["errorClass"] = spark.Condition;
            info.Metadata["sqlState"] = spark.SqlState;
            var parameters = JsonSerializer.Serialize(spark.Parameters);
            if (parameters.Length <= MostParameters) info.Metadata["messageParameters"] = parameters;
        }
        var message = Shortened(error.Message, MostMessage);
        var status = new Rpc.Messages.Status { Code = (int)code, Message = message };
        status.Details.Add(Any.Pack(info));
        return new RpcException(code, message, status, error);
    }

    private static string Shortened(string text, int most) => text.Length > most ? text[..most] : text;

    public static FetchErrorDetailsResponse.Types.Error Details(Exception error)
    {
        var details = new FetchErrorDetailsResponse.Types.Error { Message = error.Message };
        details.ErrorTypeHierarchy.Add(Execution.ErrorClasses.Of(error));
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
}
