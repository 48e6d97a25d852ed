using Firesteel.Columnar.Variants;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Json;

namespace Firesteel.Catalyst.Functions.Json;

/// <summary>Reads JSON texts into rows of a variant column. Not for use by two threads at once.</summary>
sealed unsafe class JsonVariantText
{
    private readonly JsonTokenizer _tokens = new(JsonVariants.Strict);
    private readonly VariantBuilder _builder = new();

    /// <summary>False where the text is no JSON, has a key twice, or is too big.</summary>
    public bool TryRead(ReadOnlySpan<byte> text, ColumnVector target, int row)
    {
        fixed (byte* start = text)
        {
            _builder.Reset();
            _tokens.Reset(start, text.Length);
            try
            {
                _tokens.Next();
                if (!JsonVariants.TryRead(_tokens, _builder)) return false;
                _builder.Store(target, row);
                return true;
            }
            catch (Exception e) when (e is VariantDuplicateKeyException or VariantSizeException)
            {
                return false;
            }
        }
    }
}
