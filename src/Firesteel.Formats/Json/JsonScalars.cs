using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Text;
using Firesteel.Foundation.Numerics;
using Firesteel.Types;

namespace Firesteel.Formats.Json;

/// <summary>Strings; of any other value its JSON text.</summary>
sealed unsafe class JsonString : JsonValue
{
    protected override bool TryRead(JsonTokenizer tokens, ColumnVector target, int row, JsonState state)
    {
        if (tokens.Token == JsonToken.String)
        {
            target.Set(row, tokens.View(target.Arena));
            return true;
        }
        var from = tokens.RawStart;
        if (tokens.Token is JsonToken.StartObject or JsonToken.StartArray)
        {
            var start = tokens.Start;
            tokens.SkipChildren();
            if (tokens.Failed) return false;
            target.Set(row, new StringView(from, tokens.Position - start));
            return true;
        }
        if (tokens.Token is not (JsonToken.Integer or JsonToken.Float or JsonToken.True or JsonToken.False)) return false;
        target.Set(row, new StringView(from, tokens.Length));
        return true;
    }
}

/// <summary>true and false.</summary>
sealed class JsonBoolean : JsonValue
{
    protected override bool TryRead(JsonTokenizer tokens, ColumnVector target, int row, JsonState state)
    {
        if (tokens.Token is not (JsonToken.True or JsonToken.False)) return false;
        target.Set(row, tokens.Token == JsonToken.True ? (byte)1 : (byte)0);
        return true;
    }
}

/// <summary>Whole numbers.</summary>
sealed class JsonWhole<T> : JsonValue where T : unmanaged, System.Numerics.IBinaryInteger<T>, System.Numerics.IMinMaxValue<T>
{
    protected override bool TryRead(JsonTokenizer tokens, ColumnVector target, int row, JsonState state)
    {
        if (tokens.Token != JsonToken.Integer || !new WholeParser<T>().TryParse(tokens.Raw, out var value)) return false;
        target.Set(row, value);
        return true;
    }
}

/// <summary>Bytes, which may also be written without sign.</summary>
sealed class JsonByte : JsonValue
{
    protected override bool TryRead(JsonTokenizer tokens, ColumnVector target, int row, JsonState state)
    {
        if (tokens.Token != JsonToken.Integer || !new WholeParser<short>().TryParse(tokens.Raw, out var value) || value is < sbyte.MinValue or > byte.MaxValue) return false;
        target.Set(row, unchecked((sbyte)value));
        return true;
    }
}

/// <summary>Doubles and floats: numbers, and the words for those that are none, quoted or not.</summary>
sealed class JsonFloating<T>(JsonOptions options) : JsonValue where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
{
    protected override bool TryRead(JsonTokenizer tokens, ColumnVector target, int row, JsonState state)
    {
        if (tokens.Token is not (JsonToken.Integer or JsonToken.Float or JsonToken.String)) return false;
        if (!TryWord(tokens.Raw, out var value))
        {
            if (tokens.Token == JsonToken.String) return false;
            if (typeof(T) == typeof(float))
            {
                if (!NumberText.TryParseFloat(tokens.Raw, out var single)) return false;
                value = Unsafe.BitCast<float, T>(single);
            }
            else
            {
                if (!NumberText.TryParseDouble(tokens.Raw, out var wide)) return false;
                value = Unsafe.BitCast<double, T>(wide);
            }
        }
        target.Set(row, value);
        return true;
    }

    private bool TryWord(ReadOnlySpan<byte> text, out T value)
    {
        value = T.Zero;
        if (text.IsEmpty || text[^1] is >= (byte)'0' and <= (byte)'9' || !options.AllowNonNumericNumbers) return false;
        if (text.SequenceEqual("NaN"u8)) value = T.NaN;
        else if (text.SequenceEqual("Infinity"u8) || text.SequenceEqual("+Infinity"u8) || text.SequenceEqual("+INF"u8)) value = T.PositiveInfinity;
        else if (text.SequenceEqual("-Infinity"u8) || text.SequenceEqual("-INF"u8)) value = T.NegativeInfinity;
        return value != T.Zero;
    }
}

/// <summary>Decimals: numbers, and strings that hold one.</summary>
sealed class JsonDecimal(DecimalType type) : JsonValue
{
    protected override bool TryRead(JsonTokenizer tokens, ColumnVector target, int row, JsonState state)
    {
        if (tokens.Token is not (JsonToken.Integer or JsonToken.Float or JsonToken.String)) return false;
        if (type.Precision <= DecimalType.MaxLongPrecision)
        {
            if (!new ShortDecimalParser(type.Precision, type.Scale).TryParse(tokens.Text(), out var value)) return false;
            target.Set(row, value);
            return true;
        }
        if (!new LongDecimalParser(type.Precision, type.Scale).TryParse(tokens.Text(), out var wide)) return false;
        target.Set(row, wide);
        return true;
    }
}

/// <summary>Values that are written as strings.</summary>
sealed class JsonQuoted<T, TParser>(TParser parser) : JsonValue where T : unmanaged where TParser : struct, IFieldParser<T>
{
    protected override bool TryRead(JsonTokenizer tokens, ColumnVector target, int row, JsonState state)
    {
        if (tokens.Token != JsonToken.String || !parser.TryParse(tokens.Text(), out var value)) return false;
        target.Set(row, value);
        return true;
    }
}

/// <summary>Instants: strings, or whole numbers of seconds.</summary>
sealed class JsonTimestamp(TimestampFieldParser parser) : JsonValue
{
    protected override bool TryRead(JsonTokenizer tokens, ColumnVector target, int row, JsonState state)
    {
        long value;
        if (tokens.Token == JsonToken.Integer && new WholeParser<long>().TryParse(tokens.Raw, out value)) value = unchecked(value * 1_000_000);
        else if (tokens.Token != JsonToken.String || !parser.TryParse(tokens.Text(), out value)) return false;
        target.Set(row, value);
        return true;
    }
}

/// <summary>Binary as base64.</summary>
sealed unsafe class JsonBinary : JsonValue
{
    protected override bool TryRead(JsonTokenizer tokens, ColumnVector target, int row, JsonState state)
    {
        if (tokens.Token != JsonToken.String) return false;
        var text = tokens.Text();
        var room = Base64.GetMaxDecodedFromUtf8Length(text.Length) + 3;
        var bytes = target.Arena.Allocate(room);
        if (Base64.DecodeFromUtf8(text, new Span<byte>(bytes, room), out _, out var written) != OperationStatus.Done) return false;
        target.Set(row, new StringView(bytes, written));
        return true;
    }
}

/// <summary>Columns that hold nothing but nulls.</summary>
sealed class JsonNull : JsonValue
{
    protected override bool TryRead(JsonTokenizer tokens, ColumnVector target, int row, JsonState state) => false;
}
