using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Functions.Text;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Configuration;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Sql.Commands;

/// <summary>Converts values to the type of the column that stores them, by the session's policy.</summary>
static class StoreAssignment
{
    /// <exception cref="AnalysisException">INCOMPATIBLE_DATA_FOR_TABLE.CANNOT_SAFELY_CAST.</exception>
    public static Expression Convert(Expression value, DataType declared, ValueList<string> column, ValueList<string> table, SessionState session)
    {
        var type = CheckCasts.WithoutLength(declared);
        var policy = session.Settings.StoreAssignmentPolicy;
        var allowed = policy switch
        {
            StoreAssignmentPolicy.Legacy => true,
            StoreAssignmentPolicy.Strict => TypeCoercion.CanUpCast(value.DataType, type),
            _ => TypeCoercion.CanAnsiStoreAssign(Open(value.DataType), Open(type)),
        };
        if (!allowed)
            throw Statements.Error("INCOMPATIBLE_DATA_FOR_TABLE.CANNOT_SAFELY_CAST", ("tableName", SqlIdentifier.Quote(table)), ("colName", SqlIdentifier.Quote(column)),
                ("srcType", AnalysisErrors.Quote(value.DataType)), ("targetType", AnalysisErrors.Quote(declared)));
        var converted = value.DataType == type ? value
            : new Cast(value, type, policy == StoreAssignmentPolicy.Legacy && !session.Ansi ? EvalMode.Legacy : EvalMode.Ansi) { TimeZone = session.TimeZone };
        return DeclaredTypes.HasLength(declared) ? DeclaredLengths.Check(converted, declared) : converted;
    }

    /// <summary>The error for a number that does not fit the column that it was to be stored in; any other error stays as it is.</summary>
    public static SparkException Overflow(SparkException error, Project rows)
    {
        foreach (var alias in rows.List.OfType<Alias>())
            if (alias.Child is Cast { Child.DataType: NumericType from, Target: NumericType to } && (error.Condition != "CAST_OVERFLOW" || error.Parameters.GetValueOrDefault("sourceType") == AnalysisErrors.Quote(from) && error.Parameters.GetValueOrDefault("targetType") == AnalysisErrors.Quote(to)))
                return new SparkRuntimeException("CAST_OVERFLOW_IN_TABLE_INSERT", new Dictionary<string, string> { ["sourceType"] = AnalysisErrors.Quote(from), ["targetType"] = AnalysisErrors.Quote(to), ["columnName"] = SqlIdentifier.Quote(alias.Name) }, null, error);
        return error;
    }

    // Whether nested values may be null is the files' business.
    private static DataType Open(DataType type) => type switch
    {
        { UserDefined: not null } => type,
        ArrayType a => new ArrayType(Open(a.ElementType)),
        MapType m => new MapType(m.KeyType, Open(m.ValueType), true),
        StructType s => new StructType(s.Fields.Select(f => f with { DataType = Open(f.DataType), Nullable = true })),
        _ => type,
    };
}
