using System.Text;
using Firesteel.Columnar.Variants;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Text;
using Firesteel.Types;

namespace Firesteel.Formats.Json;

/// <summary>Prints rows as JSON objects; what the JSON source and <c>to_json</c> share.</summary>
sealed class JsonPrinter
{
    private readonly JsonFieldPrinter.Struct _root;

    /// <exception cref="AnalysisException">UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE.</exception>
    public JsonPrinter(StructType schema, JsonOptions options)
    {
        var formats = TemporalFormats.Of(options.DateFormat, options.TimestampFormat, options.TimestampNtzFormat, options.Zone);
        _root = new JsonFieldPrinter.Struct(schema, field => JsonFieldPrinter.Create(field.Name, field.DataType, options, formats), options);
    }

    public void Write(ColumnVector[] columns, int row, TextSink sink) => _root.WriteFields(columns, row, sink, 0);
}

/// <summary>Prints the values of one type.</summary>
abstract unsafe class JsonFieldPrinter
{
    /// <summary>Prints the value at a row of a flat vector, which is not null.</summary>
    public abstract void Write(ColumnVector values, int row, TextSink sink, int depth);

    public static JsonFieldPrinter Create(string column, DataType type, JsonOptions options, TemporalFormats formats) => type switch
    {
        StringType or CharType or VarcharType => new Text(options),
        BinaryType => new Binary(),
        FloatType => new Floating<float>(),
        DoubleType => new Floating<double>(),
        BooleanType or NumericType => new Bare(FieldWriter.Create(type, formats)!),
        ArrayType a => new Array(Create(column, a.ElementType, options, formats), options),
        MapType m => new Map(Key(column, m.KeyType, formats), Create(column, m.ValueType, options, formats), options),
        StructType s => new Struct(s, field => Create(column, field.DataType, options, formats), options),
        VariantType => new Variant(options.Zone),
        NullType => new Bare(FieldWriter.Create(BooleanType.Instance, formats)!),
        _ => new Quoted(FieldWriter.Create(type, formats) ?? throw Unsupported(column, type)),
    };

    // Keys stand as the engine holds them: dates and times are numbers.
    private static FieldWriter Key(string column, DataType type, TemporalFormats formats) => FieldWriter.Create(type switch
    {
        DateType or YearMonthIntervalType => IntegerType.Instance,
        TimestampType or TimestampNTZType or DayTimeIntervalType or TimeType => LongType.Instance,
        BinaryType => StringType.Instance,
        _ => type,
    }, formats) ?? throw Unsupported(column, type);

    private static AnalysisException Unsupported(string column, DataType type)
        => new("UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE", new Dictionary<string, string> { ["columnName"] = $"`{column}`", ["columnType"] = type.QuotedSql, ["format"] = "JSON" });

    private static void WriteValue(JsonFieldPrinter printer, ColumnVector vector, int row, TextSink sink, int depth)
    {
        if (FieldWriter.TryLocate(ref vector, ref row)) printer.Write(vector, row, sink, depth);
        else sink.Write("null"u8);
    }

    private static void NewLine(TextSink sink, int depth)
    {
        sink.Write((byte)'\n');
        for (var i = 0; i < depth; i++) sink.Write("  "u8);
    }

    private sealed class Bare(FieldWriter writer) : JsonFieldPrinter
    {
        public override void Write(ColumnVector values, int row, TextSink sink, int depth) => writer.Write(values, row, sink);
    }

    /// <summary>Values whose printed form holds nothing that needs an escape.</summary>
    private sealed class Quoted(FieldWriter writer) : JsonFieldPrinter
    {
        public override void Write(ColumnVector values, int row, TextSink sink, int depth)
        {
            sink.Write((byte)'"');
            writer.Write(values, row, sink);
            sink.Write((byte)'"');
        }
    }

    private sealed class Floating<T> : JsonFieldPrinter where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        private readonly FieldWriter _writer = FieldWriter.Create(typeof(T) == typeof(float) ? FloatType.Instance : DoubleType.Instance, TemporalFormats.Of(null, null, null, Foundation.Time.TimeZones.Utc))!;

        public override void Write(ColumnVector values, int row, TextSink sink, int depth)
        {
            var finite = T.IsFinite(values.Values<T>()[row]);
            if (!finite) sink.Write((byte)'"');
            _writer.Write(values, row, sink);
            if (!finite) sink.Write((byte)'"');
        }
    }

    private sealed class Text(JsonOptions options) : JsonFieldPrinter
    {
        public override void Write(ColumnVector values, int row, TextSink sink, int depth) => JsonText.Write(values.Values<StringView>()[row].Span, sink, options.WriteNonAsciiAsEscapes);
    }

    private sealed class Binary : JsonFieldPrinter
    {
        public override void Write(ColumnVector values, int row, TextSink sink, int depth)
        {
            var bytes = values.Values<StringView>()[row].Span;
            sink.Write((byte)'"');
            System.Buffers.Text.Base64.EncodeToUtf8(bytes, sink.Room(System.Buffers.Text.Base64.GetMaxEncodedToUtf8Length(bytes.Length)), out _, out var written);
            sink.Advance(written);
            sink.Write((byte)'"');
        }
    }

    private sealed class Variant(Foundation.Time.ZoneRules zone) : JsonFieldPrinter
    {
        private readonly System.Buffers.ArrayBufferWriter<byte> _text = new();

        public override void Write(ColumnVector values, int row, TextSink sink, int depth)
        {
            _text.ResetWrittenCount();
            VariantJson.Write(VariantBlob.Open(values.Values<StringView>()[row]), zone, _text);
            sink.Write(_text.WrittenSpan);
        }
    }

    private sealed class Array(JsonFieldPrinter element, JsonOptions options) : JsonFieldPrinter
    {
        public override void Write(ColumnVector values, int row, TextSink sink, int depth)
        {
            var entry = values.Values<ListEntry>()[row];
            sink.Write((byte)'[');
            if (options.Pretty) sink.Write((byte)' ');
            for (var i = 0; i < entry.Length; i++)
            {
                if (i > 0) sink.Write(options.Pretty ? ", "u8 : ","u8);
                WriteValue(element, values.Children[0], entry.Offset + i, sink, depth);
            }
            if (options.Pretty && entry.Length > 0) sink.Write((byte)' ');
            sink.Write((byte)']');
        }
    }

    private sealed class Map(FieldWriter key, JsonFieldPrinter value, JsonOptions options) : JsonFieldPrinter
    {
        private byte[] _key = [];

        public override void Write(ColumnVector values, int row, TextSink sink, int depth)
        {
            var entry = values.Values<ListEntry>()[row];
            sink.Write((byte)'{');
            var first = true;
            for (var i = 0; i < entry.Length; i++)
            {
                var (items, at) = (values.Children[1], entry.Offset + i);
                var isNull = items.Physical == PhysicalType.Null || items.IsNull(at);
                if (!first) sink.Write((byte)',');
                first = false;
                if (options.Pretty) NewLine(sink, depth + 1);
                var start = sink.Used;
                key.Write(values.Children[0], at, sink);
                var text = sink.From(start);
                if (_key.Length < text.Length) _key = new byte[text.Length * 2];
                text.CopyTo(_key);
                sink.Rewind(start);
                JsonText.Write(_key.AsSpan(0, text.Length), sink, options.WriteNonAsciiAsEscapes);
                sink.Write(options.Pretty ? " : "u8 : ":"u8);
                if (isNull) sink.Write("null"u8);
                else WriteValue(value, items, at, sink, depth + 1);
            }
            if (options.Pretty) Close(sink, first, depth);
            sink.Write((byte)'}');
        }
    }

    /// <summary>Objects; fields that are null are left out unless the option says otherwise.</summary>
    public sealed class Struct(StructType type, Func<StructField, JsonFieldPrinter> create, JsonOptions options) : JsonFieldPrinter
    {
        private readonly JsonFieldPrinter[] _fields = [.. type.Fields.Select(create)];
        private readonly byte[][] _names = [.. type.Fields.Select(f => JsonText.Quote(f.Name, options.WriteNonAsciiAsEscapes))];

        public override void Write(ColumnVector values, int row, TextSink sink, int depth) => WriteFields(values.Children, row, sink, depth);

        public void WriteFields(ColumnVector[] columns, int row, TextSink sink, int depth)
        {
            sink.Write((byte)'{');
            var first = true;
            for (var i = 0; i < _fields.Length; i++)
            {
                var vector = columns[i];
                var at = row;
                var found = FieldWriter.TryLocate(ref vector, ref at);
                if (!found && options.IgnoreNullFields) continue;
                if (!first) sink.Write((byte)',');
                first = false;
                if (options.Pretty) NewLine(sink, depth + 1);
                sink.Write(_names[i]);
                sink.Write(options.Pretty ? " : "u8 : ":"u8);
                if (found) _fields[i].Write(vector, at, sink, depth + 1);
                else sink.Write("null"u8);
            }
            if (options.Pretty) Close(sink, first, depth);
            sink.Write((byte)'}');
        }
    }

    private static void Close(TextSink sink, bool empty, int depth)
    {
        if (empty) sink.Write((byte)' ');
        else NewLine(sink, depth);
    }
}
