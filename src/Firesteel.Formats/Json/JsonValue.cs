using Firesteel.Columnar.Vectors;

namespace Firesteel.Formats.Json;

/// <summary>Reads one JSON value of a known type into a row of a vector.</summary>
abstract unsafe class JsonValue
{
    /// <summary>
    /// Reads the value that the current token begins and leaves the tokenizer at its last token. False where it does not fit the type:
    /// the row is null then. A struct some of whose fields do not fit is kept, and marked in <paramref name="state"/>.
    /// </summary>
    public bool Read(JsonTokenizer tokens, ColumnVector target, int row, JsonState state)
    {
        if (tokens.Token == JsonToken.Null && !TakesNull)
        {
            target.SetNull(row);
            return true;
        }
        if (target.Nulls != null) target.Nulls[row] = 0;
        if (TryRead(tokens, target, row, state)) return true;
        target.SetNull(row);
        tokens.SkipChildren();
        return false;
    }

    /// <summary>Whether null is a value of the type like others.</summary>
    protected virtual bool TakesNull => false;

    /// <summary>Scalars leave the tokenizer where it is; arrays and objects are read to their end whatever comes.</summary>
    protected abstract bool TryRead(JsonTokenizer tokens, ColumnVector target, int row, JsonState state);
}

/// <summary>What is known of the record that is being read.</summary>
sealed class JsonState
{
    /// <summary>Whether a value did not fit its type.</summary>
    public bool IsBad { get; set; }
}
