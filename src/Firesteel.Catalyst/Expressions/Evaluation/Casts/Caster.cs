using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions.Evaluation.Casts;

/// <summary>
/// Converts values of one type to another, value by value or many at once. What cannot be converted is an error in ANSI mode and null otherwise.
/// </summary>
abstract class Caster(Cast cast, DataType from, DataType to)
{
    protected DataType From => from;
    protected DataType To => to;
    protected EvalMode Mode => cast.Mode;
    protected bool IsAnsi => cast.Mode == EvalMode.Ansi;

    /// <summary>False for modes that must say when a value does not fit.</summary>
    protected bool IsLegacy => cast.Mode == EvalMode.Legacy;
    protected QueryContext? Context => cast.Origin.Context;

    /// <summary>Converts the value at <paramref name="at"/> of a flat vector, which is not null; false where it cannot be.</summary>
    protected abstract bool TryConvert(ColumnVector flat, int at, ColumnVector result, int row);

    /// <summary>The error for a value that cannot be converted.</summary>
    protected virtual SparkRuntimeException Error(ColumnVector flat, int at) => EvaluationErrors.CastOverflow(SqlValueText.Of(flat, at), from, to, Context);

    /// <summary>Whether legacy mode raises the error too.</summary>
    protected virtual bool AlwaysThrows => false;

    /// <summary>Converts one value that is not null.</summary>
    public void One(ColumnVector flat, int at, ColumnVector result, int row)
    {
        if (TryConvert(flat, at, result, row)) return;
        if (IsAnsi || AlwaysThrows && IsLegacy) throw Error(flat, at);
        result.SetNull(row);
    }

    /// <summary>Converts selected rows, none of them null, of a flat vector or the single row of a constant.</summary>
    public virtual void Many(ColumnVector input, Selection rows, ColumnVector result)
    {
        for (var k = 0; k < rows.Count; k++)
        {
            var row = rows[k];
            One(input, row, result, row);
        }
    }
}
