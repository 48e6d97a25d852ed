using Firesteel.Catalyst.Expressions;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis;

/// <summary>Gives casts the session's mode and time zone, and raises those that do not exist.</summary>
static class CheckCasts
{
    public static Expression Complete(Cast cast, AnalysisSettings settings)
    {
        var mode = cast.Mode == EvalMode.Try ? EvalMode.Try : !cast.IsUserSpecified ? cast.Mode : settings.Ansi ? EvalMode.Ansi : EvalMode.Legacy;
        var target = cast.IsUserSpecified ? WithoutLength(cast.Target) : cast.Target;
        var complete = mode == cast.Mode && cast.TimeZone != null && target == cast.Target ? cast
            : cast with { Mode = mode, Target = target, TimeZone = cast.TimeZone ?? settings.Session.TimeZone };
        var from = cast.Child.DataType;
        if (cast.Relabels || CastRules.IsAllowed(from, target, mode)) return complete;
        if (mode == EvalMode.Legacy || !CastRules.IsAllowed(from, target, EvalMode.Legacy))
            throw Error(complete, "CAST_WITHOUT_SUGGESTION", ("srcType", AnalysisErrors.Quote(from)), ("targetType", AnalysisErrors.Quote(target)));
        throw mode == EvalMode.Try
            ? Error(complete, "CAST_WITHOUT_SUGGESTION", ("srcType", AnalysisErrors.Quote(from)), ("targetType", AnalysisErrors.Quote(target)))
            : Error(complete, "CAST_WITH_CONF_SUGGESTION", ("srcType", AnalysisErrors.Quote(from)), ("targetType", AnalysisErrors.Quote(target)),
                ("config", "\"spark.sql.ansi.enabled\""), ("configVal", "'false'"));
    }

    /// <summary>CHAR and VARCHAR exist in tables only: elsewhere they are strings.</summary>
    public static DataType WithoutLength(DataType type) => type switch
    {
        { UserDefined: not null } => type,
        CharType or VarcharType => StringType.Instance,
        ArrayType a => a with { ElementType = WithoutLength(a.ElementType) },
        MapType m => m with { KeyType = WithoutLength(m.KeyType), ValueType = WithoutLength(m.ValueType) },
        StructType s => new StructType(s.Fields.Select(f => f with { DataType = WithoutLength(f.DataType) })),
        _ => type,
    };

    private static AnalysisException Error(Cast cast, string kind, params ReadOnlySpan<(string, string)> parameters)
        => AnalysisErrors.Error(cast.Origin, "DATATYPE_MISMATCH." + kind, [("sqlExpr", AnalysisErrors.Quote(cast)), .. parameters]);
}
