using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Functions.Text;
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

    // Whether nested values may be null is the files' business.
    private static DataType Open(DataType type) => type switch
    {
        ArrayType a => new ArrayType(Open(a.ElementType)),
        MapType m => new MapType(m.KeyType, Open(m.ValueType), true),
        StructType s => new StructType(s.Fields.Select(f => f with { DataType = Open(f.DataType), Nullable = true })),
        _ => type,
    };
}
