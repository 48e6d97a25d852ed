using Firesteel.Catalyst.Plans.Scripting;
using Firesteel.Foundation.Collections;

namespace Firesteel.Sql.Scripting;

/// <summary>Which handler of a block takes an error: by its condition, else by its SQLSTATE, else by its class.</summary>
static class ErrorHandlers
{
    public static ErrorHandler? Find(ValueList<ErrorHandler> handlers, SparkException error)
    {
        if (handlers.Count == 0 || error.Condition.Length == 0) return null;
        var (whole, main) = (error.Condition.ToUpperInvariant(), error.Condition.Split('.')[0].ToUpperInvariant());
        return Named(whole) ?? Named(main) ?? handlers.FirstOrDefault(h => h.SqlStates.Contains(error.SqlState)) ?? Named(error.SqlState[..2] switch
        {
            "02" => "NOT FOUND",
            // Success, warnings, and the engine's own failures are no exceptions of SQL.
            "00" or "01" or "XX" => "",
            _ => "SQLEXCEPTION",
        });

        ErrorHandler? Named(string condition) => handlers.FirstOrDefault(h => h.Conditions.Contains(condition));
    }
}
