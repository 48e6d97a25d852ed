using Firesteel.Catalyst.Expressions;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis;

/// <summary>Whether a window's frame has a meaning: its bounds in order, of types that fit what is ordered by.</summary>
static class CheckWindows
{
    public static void Check(WindowExpression window, ExpressionResolver resolver)
    {
        var (spec, frame) = (window.Window, window.Window.Frame!);
        if (window.Function is WindowCall call)
        {
            if (call.Function.RequiresOrder && spec.OrderBy.Count == 0)
                throw AnalysisErrors.Error(window.Origin, "WINDOW_FUNCTION_FRAME_NOT_ORDERED", ("wf_name", call.Function.Name), ("wf_expr", call.Function.ToSql(call, SqlStyle.Pretty)));
            if (call.Function.RequiredFrame is { } required && !Same(required, frame, resolver))
                throw call.Function.Name is "lag" or "lead"
                    ? AnalysisErrors.Error(window.Origin, "_LEGACY_ERROR_TEMP_1035", ("prettyName", call.Function.Name))
                    : AnalysisErrors.Error(window.Origin, "_LEGACY_ERROR_TEMP_1036", ("wf", Text(frame)), ("required", Text(required)));
        }
        if (frame.Type == FrameType.Range) CheckRange(window, spec, frame);
        foreach (var offset in spec.FrameOffsets)
        {
            if (!offset.Foldable)
                throw Frame(window, "SPECIFIED_WINDOW_FRAME_WITHOUT_FOLDABLE", ("location", ReferenceEquals(offset, (frame.Lower as FrameBound.Offset)?.Value) ? "lower" : "upper"), ("expression", AnalysisErrors.Quote(offset)));
            if (frame.Type == FrameType.Rows && offset.DataType is not IntegerType)
                throw Frame(window, "SPECIFIED_WINDOW_FRAME_UNACCEPTED_TYPE", ("location", ReferenceEquals(offset, (frame.Lower as FrameBound.Offset)?.Value) ? "lower" : "upper"),
                    ("exprType", AnalysisErrors.Quote(offset.DataType)), ("expectedType", "\"INT\""));
        }
        if (Position(frame.Lower) > Position(frame.Upper))
            throw Frame(window, "SPECIFIED_WINDOW_FRAME_INVALID_BOUND", ("upper", frame.Upper.ToSql(SqlStyle.Pretty)), ("lower", frame.Lower.ToSql(SqlStyle.Pretty)));
        if (frame is { Lower: FrameBound.Offset l, Upper: FrameBound.Offset u } && Value(l.Value, resolver) is { } low && Value(u.Value, resolver) is { } high && low > high)
            throw Frame(window, "SPECIFIED_WINDOW_FRAME_WRONG_COMPARISON", ("comparison", "less than or equal"));
    }

    // A frame as Spark shows the object that stands for it.
    private static string Text(WindowFrame frame) => $"specifiedwindowframe({(frame.Type == FrameType.Rows ? "Row" : "Range")}Frame, {Text(frame.Lower)}, {Text(frame.Upper)})";

    private static string Text(FrameBound bound) => bound switch
    {
        FrameBound.UnboundedPreceding => "unboundedpreceding$()",
        FrameBound.UnboundedFollowing => "unboundedfollowing$()",
        FrameBound.CurrentRow => "currentrow$()",
        FrameBound.Offset o => o.Value.Sql,
        _ => "",
    };

    /// <summary>Bounds of a RANGE frame in the type that is ordered by.</summary>
    public static WindowSpec CoerceFrame(WindowSpec spec, ExpressionResolver resolver)
    {
        if (spec.Frame is not { Type: FrameType.Range } frame || spec.OrderBy.Count != 1) return spec;
        var type = spec.OrderBy[0].DataType;
        return spec with { Frame = frame with { Lower = Convert(frame.Lower), Upper = Convert(frame.Upper) } };

        FrameBound Convert(FrameBound bound) => bound is FrameBound.Offset o && o.Value.DataType != type && type is NumericType && o.Value.DataType is NumericType
            ? new FrameBound.Offset(TypeCoercion.CastTo(o.Value, type, resolver.Settings.Ansi)) : bound;
    }

    private static void CheckRange(WindowExpression window, WindowSpec spec, WindowFrame frame)
    {
        var offsets = spec.FrameOffsets.ToList();
        if (offsets.Count == 0) return;
        if (spec.OrderBy.Count == 0) throw Frame(window, "RANGE_FRAME_WITHOUT_ORDER");
        if (spec.OrderBy.Count > 1) throw Frame(window, "RANGE_FRAME_MULTI_ORDER", ("orderSpec", string.Join(",", spec.OrderBy.Select(o => o.Sql))));
        var ordered = spec.OrderBy[0].DataType;
        foreach (var offset in offsets)
        {
            // The bound would be taken in the type that is ordered by.
            if (ordered is StringType or BooleanType or BinaryType)
                throw Frame(window, "SPECIFIED_WINDOW_FRAME_UNACCEPTED_TYPE", ("location", ReferenceEquals(offset, (frame.Lower as FrameBound.Offset)?.Value) ? "lower" : "upper"),
                    ("exprType", AnalysisErrors.Quote(ordered)), ("expectedType", "(\"NUMERIC\" or \"INTERVAL DAY TO SECOND\" or \"INTERVAL YEAR TO MONTH\" or \"INTERVAL\")"));
            var fits = (ordered, offset.DataType) switch
            {
                (DateType, IntegerType or YearMonthIntervalType or DayTimeIntervalType or ShortType or ByteType) => true,
                (TimestampType or TimestampNTZType, CalendarIntervalType or YearMonthIntervalType or DayTimeIntervalType) => true,
                (NumericType a, NumericType b) => a == b || TypeCoercion.ImplicitType(b, (TypeClass)a, true) != null,
                (var a, var b) => a == b && a is YearMonthIntervalType or DayTimeIntervalType,
            };
            if (!fits)
                throw AnalysisErrors.Error(window.Origin, "DATATYPE_MISMATCH.RANGE_FRAME_INVALID_TYPE", ("sqlExpr", $"\"{spec.ToSql(SqlStyle.Pretty)}\""), ("orderSpecType", AnalysisErrors.Quote(ordered)), ("valueBoundaryType", AnalysisErrors.Quote(offset.DataType)));
        }
    }

    // A bound may be written in several ways.
    private static bool Same(WindowFrame a, WindowFrame b, ExpressionResolver resolver)
        => a == b || a.Type == b.Type && Same(a.Lower, b.Lower, resolver) && Same(a.Upper, b.Upper, resolver);

    private static bool Same(FrameBound a, FrameBound b, ExpressionResolver resolver)
        => a is FrameBound.Offset x && b is FrameBound.Offset y ? Value(x.Value, resolver) is { } value && value == Value(y.Value, resolver) : a == b;

    private static int Position(FrameBound bound) => bound switch
    {
        FrameBound.UnboundedPreceding => -2,
        FrameBound.UnboundedFollowing => 2,
        _ => 0,
    };

    private static decimal? Value(Expression offset, ExpressionResolver resolver)
        => offset.DataType is IntegralType && resolver.Plans.Evaluate(offset).Value is IConvertible n ? n.ToDecimal(null) : null;

    private static AnalysisException Frame(WindowExpression window, string kind, params ReadOnlySpan<(string, string)> parameters)
        => AnalysisErrors.Error(window.Origin, "DATATYPE_MISMATCH." + kind, [("sqlExpr", $"\"{window.Window.Frame!.ToSql(SqlStyle.Pretty)}\""), .. parameters]);
}
