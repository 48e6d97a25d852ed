using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions;

/// <summary>Which conversions exist, which may give null and which may fail.</summary>
static class CastRules
{
    public static bool IsAllowed(DataType from, DataType to, EvalMode mode) => true;
    public static bool IsNullable(DataType from, DataType to, EvalMode mode) => mode != EvalMode.Ansi && from is StringType && to is not StringType;
    public static bool CanFail(DataType from, DataType to) => from is StringType && to is not StringType;
}
