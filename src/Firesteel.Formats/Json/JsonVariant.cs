using Firesteel.Columnar.Variants;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Formats.Json;

/// <summary>Any value as a variant.</summary>
sealed class JsonVariant : JsonValue
{
    private readonly VariantBuilder _builder = new();

    protected override bool TakesNull => true;

    protected override bool TryRead(JsonTokenizer tokens, ColumnVector target, int row, JsonState state)
    {
        _builder.Reset();
        var depth = tokens.Token is JsonToken.StartObject or JsonToken.StartArray ? tokens.Depth - 1 : tokens.Depth;
        try
        {
            if (!JsonVariants.TryRead(tokens, _builder)) return false;
            _builder.Store(target, row);
            return true;
        }
        catch (Exception e) when (e is VariantDuplicateKeyException or VariantSizeException)
        {
            while (tokens.Depth > depth && tokens.Next() is not (JsonToken.Error or JsonToken.End)) { }
            return false;
        }
    }
}
