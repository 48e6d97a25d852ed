using System.Text.Json;
using Firesteel.Connect.Messages;
using Firesteel.Connect.Rpc;

namespace Firesteel.Connect.Client;

/// <summary>Errors of a server as the exceptions that a local session would throw.</summary>
static class RemoteErrors
{
    /// <param name="details">Asks the server for an error's details by its id; null where it has none.</param>
    public static Exception Of(RpcException error, Func<string, FetchErrorDetailsResponse?> details)
    {
        if (error.Details?.Details.FirstOrDefault(d => d.Is(Rpc.Messages.ErrorInfo.Descriptor))?.Unpack<Rpc.Messages.ErrorInfo>() is not { } info)
            return SparkException.WithoutCondition(error.Code == RpcStatusCode.Unauthenticated ? $"The server refuses the call: {error.Message}" : error.Message, error);
        if (info.Metadata.TryGetValue("errorId", out var id) && details(id) is { HasRootErrorIdx: true } fetched && fetched.RootErrorIdx < fetched.Errors.Count)
        {
            var root = fetched.Errors[fetched.RootErrorIdx];
            var throwable = root.SparkThrowable;
            return Make([.. root.ErrorTypeHierarchy], root.Message, throwable?.ErrorClass ?? "", throwable?.MessageParameters.ToDictionary() ?? [], Context(throwable), error);
        }
        var classes = info.Metadata.TryGetValue("classes", out var list) ? JsonSerializer.Deserialize<string[]>(list) ?? [] : [info.Reason];
        var parameters = info.Metadata.TryGetValue("messageParameters", out var map) ? JsonSerializer.Deserialize<Dictionary<string, string>>(map) : null;
        return Make(classes, error.Message, info.Metadata.GetValueOrDefault("errorClass", ""), parameters ?? [], null, error);
    }

    private static Exception Make(string[] classes, string message, string condition, Dictionary<string, string> parameters, QueryContext? context, Exception cause)
    {
        var names = classes.Select(c => c[(c.LastIndexOf('.') + 1)..]).ToHashSet(StringComparer.Ordinal);
        if (condition.Length == 0)
        {
            if (names.Contains("IllegalArgumentException")) return new ArgumentException(message, cause);
            return names.Contains("UnsupportedOperationException") ? new NotSupportedException(message, cause) : SparkException.WithoutCondition(message, cause);
        }
        // The server's words stand; they may be Spark's own.
        if (names.Contains("ParseException")) return new ParseException(condition, parameters, context, cause) { Text = message };
        if (names.Contains("AnalysisException")) return new AnalysisException(condition, parameters, context, cause) { Text = message };
        var isOfRows = names.Contains("RuntimeException") && names.All(n => n is not ("SparkNoSuchElementException" or "SparkIllegalArgumentException" or "SparkUnsupportedOperationException"));
        return isOfRows ? new SparkRuntimeException(condition, parameters, context, cause) { Text = message } : new SparkException(condition, parameters, context, cause) { Text = message };
    }

    private static QueryContext? Context(FetchErrorDetailsResponse.Types.SparkThrowable? throwable)
        => throwable?.QueryContexts.FirstOrDefault(c => c.ContextType == FetchErrorDetailsResponse.Types.QueryContext.Types.ContextType.Sql) is { Fragment.Length: > 0 } c
            ? new QueryContext(c.Fragment, 0, c.Fragment.Length - 1, c.ObjectType, c.ObjectName) : null;
}
