using System.Buffers;
using System.Runtime.CompilerServices;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Formats.Json;

/// <summary>What stands next in a JSON text.</summary>
enum JsonToken : byte { End, StartObject, EndObject, StartArray, EndArray, FieldName, String, Integer, Float, True, False, Null, Error }

/// <summary>
/// Walks through a JSON text in UTF-8, token by token, with the liberties that the options give. After an error every further token is
/// an error. Names and strings are slices of the text; those with escapes are copied when their value is asked for.
/// </summary>
sealed unsafe class JsonTokenizer(JsonOptions options)
{
    private static readonly SearchValues<byte> InDouble = SearchValues.Create([(byte)'"', (byte)'\\', .. Controls]);
    private static readonly SearchValues<byte> InSingle = SearchValues.Create([(byte)'\'', (byte)'\\', .. Controls]);
    private readonly bool[] _isObject = new bool[Math.Max(1, options.MaxNestingDepth)];
    private byte* _data;
    private int _end;
    private int _at;
    private int _depth;
    private bool _needsComma;
    private bool _valueNext;
    private byte[] _scratch = [];

    private static byte[] Controls => [.. Enumerable.Range(0, 0x20).Select(i => (byte)i)];

    public JsonToken Token { get; private set; }

    /// <summary>Whether the text is no JSON.</summary>
    public bool Failed => Token == JsonToken.Error;

    public int Depth => _depth;

    /// <summary>Where the current token begins and, for scalars, how long it is; of strings without the quotes.</summary>
    public int Start { get; private set; }
    public int Length { get; private set; }

    /// <summary>Place behind the current token.</summary>
    public int Position => _at;

    /// <summary>Whether the current name or string has escapes.</summary>
    public bool HasEscapes { get; private set; }

    public ReadOnlySpan<byte> Raw => new(_data + Start, Length);
    public byte* RawStart => _data + Start;

    public void Reset(byte* data, int length)
    {
        (_at, _end, _depth, _needsComma, _valueNext, Token) = (0, length, 0, false, false, JsonToken.End);
        _data = data;
    }

    public JsonToken Next()
    {
        if (Token == JsonToken.Error) return Token;
        return Token = Read();
    }

    /// <summary>Moves to the end of the object or array that the current token starts; of a scalar there is nothing to skip.</summary>
    public void SkipChildren()
    {
        if (Token is not (JsonToken.StartObject or JsonToken.StartArray)) return;
        var outside = _depth - 1;
        while (_depth > outside)
            if (Next() is JsonToken.Error or JsonToken.End) { Token = JsonToken.Error; return; }
    }

    /// <summary>The current name or string with its escapes resolved; valid until the next call.</summary>
    public ReadOnlySpan<byte> Text()
    {
        if (!HasEscapes) return Raw;
        if (_scratch.Length < Length) _scratch = new byte[Math.Max(Length, 256)];
        return _scratch.AsSpan(0, JsonEscapes.Unescape(Raw, _scratch));
    }

    /// <summary>The current string as a view: of the text itself, or of a copy in the arena where it has escapes.</summary>
    public StringView View(ByteArena arena)
    {
        if (!HasEscapes) return new StringView(_data + Start, Length);
        var target = arena.Allocate(Length);
        var length = JsonEscapes.Unescape(Raw, new Span<byte>(target, Length));
        arena.Shrink(target + length);
        return new StringView(target, length);
    }

    private JsonToken Read()
    {
        if (!SkipBlanks()) return JsonToken.Error;
        if (_at >= _end) return _depth == 0 ? JsonToken.End : JsonToken.Error;
        var c = _data[_at];
        if (_valueNext)
        {
            _valueNext = false;
            return Value(c);
        }
        if (_depth == 0) return Value(c);
        var inObject = _isObject[_depth - 1];
        if (c == (inObject ? (byte)'}' : (byte)']'))
        {
            _at++;
            _depth--;
            _needsComma = true;
            return inObject ? JsonToken.EndObject : JsonToken.EndArray;
        }
        if (_needsComma)
        {
            if (c != ',') return JsonToken.Error;
            _at++;
            if (!SkipBlanks() || _at >= _end) return JsonToken.Error;
            c = _data[_at];
        }
        return inObject ? Name(c) : Value(c);
    }

    private JsonToken Name(byte c)
    {
        if (c == '"' || c == '\'' && options.AllowSingleQuotes)
        {
            if (!Quoted(c)) return JsonToken.Error;
        }
        else
        {
            if (!options.AllowUnquotedFieldNames || !IsNamePart(c) || c is >= (byte)'0' and <= (byte)'9') return JsonToken.Error;
            Start = _at;
            while (_at < _end && IsNamePart(_data[_at])) _at++;
            (Length, HasEscapes) = (_at - Start, false);
        }
        var (start, length) = (Start, Length);
        if (!SkipBlanks() || _at >= _end || _data[_at] != ':') return JsonToken.Error;
        _at++;
        (Start, Length) = (start, length);
        _valueNext = true;
        return JsonToken.FieldName;
    }

    private static bool IsNamePart(byte c) => c >= 0x80 || c is (byte)'_' or (byte)'$' or (byte)'-' or (byte)'@' or (byte)'#' or (byte)'*' || char.IsAsciiLetterOrDigit((char)c);

    private JsonToken Value(byte c)
    {
        _needsComma = true;
        Start = _at;
        switch (c)
        {
            case (byte)'"': return Quoted(c) ? JsonToken.String : JsonToken.Error;
            case (byte)'\'' when options.AllowSingleQuotes: return Quoted(c) ? JsonToken.String : JsonToken.Error;
            case (byte)'{': return Open(isObject: true);
            case (byte)'[': return Open(isObject: false);
            case (byte)'t': return Word("true"u8) ? JsonToken.True : JsonToken.Error;
            case (byte)'f': return Word("false"u8) ? JsonToken.False : JsonToken.Error;
            case (byte)'n': return Word("null"u8) ? JsonToken.Null : JsonToken.Error;
            case (byte)'N': return options.AllowNonNumericNumbers && Word("NaN"u8) ? JsonToken.Float : JsonToken.Error;
            case (byte)'I': return options.AllowNonNumericNumbers && Word("Infinity"u8) ? JsonToken.Float : JsonToken.Error;
            case (byte)'+': return options.AllowNonNumericNumbers && (Word("+Infinity"u8) || Word("+INF"u8)) ? JsonToken.Float : JsonToken.Error;
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'): return Number();
            default: return JsonToken.Error;
        }
    }

    private JsonToken Open(bool isObject)
    {
        if (_depth >= _isObject.Length) return JsonToken.Error;
        _isObject[_depth++] = isObject;
        _at++;
        _needsComma = false;
        return isObject ? JsonToken.StartObject : JsonToken.StartArray;
    }

    private bool Word(ReadOnlySpan<byte> word)
    {
        if (_end - _at < word.Length || !new ReadOnlySpan<byte>(_data + _at, word.Length).SequenceEqual(word)) return false;
        if (_at + word.Length < _end && IsNamePart(_data[_at + word.Length])) return false;
        _at += word.Length;
        Length = word.Length;
        return true;
    }

    private JsonToken Number()
    {
        var token = JsonToken.Integer;
        if (_data[_at] == '-')
        {
            _at++;
            if (_at < _end && _data[_at] == 'I')
            {
                _at--;
                return options.AllowNonNumericNumbers && (Word("-Infinity"u8) || Word("-INF"u8)) ? JsonToken.Float : JsonToken.Error;
            }
        }
        var first = _at;
        if (!Digits()) return JsonToken.Error;
        if (_data[first] == '0' && _at - first > 1 && !options.AllowNumericLeadingZeros) return JsonToken.Error;
        if (_at < _end && _data[_at] == '.')
        {
            _at++;
            token = JsonToken.Float;
            if (!Digits()) return JsonToken.Error;
        }
        if (_at < _end && (_data[_at] | 0x20) == 'e')
        {
            _at++;
            token = JsonToken.Float;
            if (_at < _end && _data[_at] is (byte)'+' or (byte)'-') _at++;
            if (!Digits()) return JsonToken.Error;
        }
        Length = _at - Start;
        // A number ends where a name cannot go on.
        return _at < _end && IsNamePart(_data[_at]) && _data[_at] is not ((byte)'#' or (byte)'*' or (byte)'@') ? JsonToken.Error : token;
    }

    private bool Digits()
    {
        var start = _at;
        while (_at < _end && (uint)(_data[_at] - '0') <= 9) _at++;
        return _at > start;
    }

    private bool Quoted(byte quote)
    {
        Start = ++_at;
        HasEscapes = false;
        var stops = quote == '"' ? InDouble : InSingle;
        while (true)
        {
            var found = new ReadOnlySpan<byte>(_data + _at, _end - _at).IndexOfAny(stops);
            if (found < 0) return false;
            _at += found;
            var c = _data[_at];
            if (c == quote)
            {
                Length = _at - Start;
                _at++;
                return true;
            }
            if (c == '\\')
            {
                HasEscapes = true;
                var length = JsonEscapes.Length(new ReadOnlySpan<byte>(_data + _at, _end - _at), options.AllowBackslashEscapingAnyCharacter, options.AllowSingleQuotes);
                if (length == 0) return false;
                _at += length;
                continue;
            }
            if (!options.AllowUnquotedControlChars) return false;
            _at++;
        }
    }

    // False for a comment without an end.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool SkipBlanks()
    {
        while (_at < _end && _data[_at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') _at++;
        return _at >= _end || _data[_at] is not ((byte)'/' or (byte)'#') || !options.AllowComments || SkipComments();
    }

    private bool SkipComments()
    {
        while (_at < _end)
        {
            if (_data[_at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            {
                _at++;
                continue;
            }
            var rest = new ReadOnlySpan<byte>(_data + _at, _end - _at);
            if (rest.StartsWith("//"u8))
            {
                var line = rest.IndexOfAny((byte)'\n', (byte)'\r');
                _at = line < 0 ? _end : _at + line;
            }
            else if (rest.StartsWith("/*"u8))
            {
                var close = rest[2..].IndexOf("*/"u8);
                if (close < 0) return false;
                _at += close + 4;
            }
            else
            {
                return true;
            }
        }
        return true;
    }
}
