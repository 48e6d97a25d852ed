using System.Text;
using Firesteel.Columnar.Memory;
using Firesteel.Formats.Text;
using Firesteel.Foundation.Time;
using Firesteel.Types;

namespace Firesteel.Formats.Csv;

/// <summary>
/// Finds the types of CSV columns: each starts at the narrowest and moves, value by value, along int, bigint, decimal, double, date,
/// timestamp, boolean, string. The first record of the first text fixes the number of columns.
/// </summary>
sealed unsafe class CsvSchemaInference(CsvOptions options, MemoryAllocator allocator)
{
    private const int BatchRows = 1024;
    private readonly DateFieldParser _date = new(DateTimeFormatter.ForParsing(options.DateFormat ?? "yyyy-MM-dd"));
    private readonly TimestampFieldParser _timestamp = new(CsvColumns.Format(options.TimestampFormat), options.Zone);
    private readonly TimestampNtzFieldParser _ntz = new(CsvColumns.Format(options.TimestampNtzFormat));
    private readonly DoubleParser _double = new(Encoding.UTF8.GetBytes(options.NanValue), Encoding.UTF8.GetBytes(options.PositiveInfinity), Encoding.UTF8.GetBytes(options.NegativeInfinity));
    private readonly byte[] _nullValue = Encoding.UTF8.GetBytes(options.NullValue);
    private readonly bool _dateIsTimestamp = options.TimestampFormat == null || new TimestampFieldParser(CsvColumns.Format(options.TimestampFormat), options.Zone).TryParse("1970-01-01"u8, out _);
    private readonly Random _sample = new(1);

    /// <summary>The schema of texts that belong to one table; null where none has a record.</summary>
    public StructType? Infer(IEnumerable<TextWindow> texts)
    {
        List<string?>? first = null;
        DataType[] types = [];
        foreach (var window in texts)
        {
            using (window)
            {
                var record = CsvHeader.ReadRecord(window, options, allocator);
                if (record == null) continue;
                if (first == null)
                {
                    first = record;
                    types = new DataType[first.Count];
                    Array.Fill(types, options.InferSchema ? NullType.Instance : StringType.Instance);
                    if (!options.InferSchema) break;
                }
                if (!options.Header) Merge(types, record);
                ReadAll(window, types, options.Header ? first : null);
            }
        }
        if (first == null) return null;
        var names = CsvHeader.Names(first, options);
        return new StructType(names.Select((name, i) => new StructField(name, types[i] is NullType ? StringType.Instance : types[i])));
    }

    private void Merge(DataType[] types, List<string?> record)
    {
        for (var i = 0; i < Math.Min(types.Length, record.Count); i++)
            if (record[i] is { } value) types[i] = Next(types[i], Encoding.UTF8.GetBytes(value));
    }

    private void ReadAll(TextWindow window, DataType[] types, List<string?>? header)
    {
        using var rows = new CsvRows(types.Length, BatchRows, allocator);
        var tokenizer = new CsvTokenizer(options, [.. Enumerable.Range(0, types.Length)], countAll: false);
        while (true)
        {
            tokenizer.Read(window, long.MaxValue, rows);
            if (rows.Count == 0)
            {
                if (!window.Refill() && window.Position >= window.End) return;
                continue;
            }
            for (var row = 0; row < rows.Count; row++)
            {
                if (options.SamplingRatio < 1 && _sample.NextDouble() >= options.SamplingRatio) continue;
                var fields = rows.Fields + (long)row * rows.Slots;
                if (header != null && IsHeader(rows, fields, header)) continue;
                for (var i = 0; i < types.Length; i++)
                {
                    if (types[i] is StringType || fields[i].Length <= 0) continue;
                    types[i] = Next(types[i], new ReadOnlySpan<byte>(rows.Bytes(fields[i]), fields[i].Length));
                }
            }
        }
    }

    // Lines equal to the header are no data wherever they stand.
    private static bool IsHeader(CsvRows rows, CsvField* fields, List<string?> header)
    {
        for (var i = 0; i < header.Count; i++)
        {
            var value = fields[i].Length < 0 ? null : Encoding.UTF8.GetString(rows.Bytes(fields[i]), fields[i].Length);
            if (value != header[i]) return false;
        }
        return true;
    }

    private DataType Next(DataType known, ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text.SequenceEqual(_nullValue)) return known;
        var found = known switch
        {
            NullType or IntegerType => Whole(text),
            LongType => Long(text),
            DecimalType => Decimal(text),
            DoubleType => Double(text),
            DateType => Date(text),
            TimestampNTZType => Ntz(text),
            TimestampType => Timestamp(text),
            BooleanType => Boolean(text),
            _ => StringType.Instance,
        };
        return Common(known, found);
    }

    private DataType Whole(ReadOnlySpan<byte> text) => new WholeParser<int>().TryParse(text, out _) ? IntegerType.Instance : Long(text);
    private DataType Long(ReadOnlySpan<byte> text) => new WholeParser<long>().TryParse(text, out _) ? LongType.Instance : Decimal(text);

    // Only numbers without a fraction that are too long for a bigint become decimals.
    private DataType Decimal(ReadOnlySpan<byte> text)
    {
        var digits = text is [(byte)'+' or (byte)'-', ..] ? text[1..] : text;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')) return Double(text);
        var zeros = digits.IndexOfAnyExcept((byte)'0');
        var precision = zeros < 0 ? 1 : digits.Length - zeros;
        return precision <= DecimalType.MaxPrecision ? new DecimalType(precision, 0) : Double(text);
    }

    private DataType Double(ReadOnlySpan<byte> text) => _double.TryParse(text, out _) ? DoubleType.Instance : options.PreferDate ? Date(text) : Ntz(text);
    private DataType Date(ReadOnlySpan<byte> text) => _date.TryParse(text, out _) ? DateType.Instance : Ntz(text);
    private DataType Ntz(ReadOnlySpan<byte> text) => options.TimestampIsNtz && _ntz.TryParse(text, out _) ? TimestampNTZType.Instance : Timestamp(text);
    private DataType Timestamp(ReadOnlySpan<byte> text) => _timestamp.TryParse(text, out _) ? TimestampType.Instance : Boolean(text);
    private static DataType Boolean(ReadOnlySpan<byte> text) => new BooleanParser().TryParse(text, out _) ? BooleanType.Instance : StringType.Instance;

    private DataType Common(DataType a, DataType b) => (a, b) switch
    {
        _ when a == b => a,
        (NullType, _) => b,
        (IntegerType, LongType) or (LongType, IntegerType) => LongType.Instance,
        (IntegerType or LongType, DoubleType) or (DoubleType, IntegerType or LongType) => DoubleType.Instance,
        (DecimalType, DoubleType) or (DoubleType, DecimalType) => DoubleType.Instance,
        (IntegerType, DecimalType d) => Wider(new DecimalType(10, 0), d),
        (DecimalType d, IntegerType) => Wider(new DecimalType(10, 0), d),
        (LongType, DecimalType d) => Wider(new DecimalType(20, 0), d),
        (DecimalType d, LongType) => Wider(new DecimalType(20, 0), d),
        (DecimalType x, DecimalType y) => Wider(x, y),
        (DateType, TimestampType or TimestampNTZType) when _dateIsTimestamp => b,
        (TimestampType or TimestampNTZType, DateType) when _dateIsTimestamp => a,
        (TimestampType, TimestampNTZType) or (TimestampNTZType, TimestampType) => TimestampType.Instance,
        _ => StringType.Instance,
    };

    private static DataType Wider(DecimalType a, DecimalType b)
    {
        var scale = Math.Max(a.Scale, b.Scale);
        var range = Math.Max(a.Precision - a.Scale, b.Precision - b.Scale);
        return range + scale > DecimalType.MaxPrecision ? DoubleType.Instance : new DecimalType(range + scale, scale);
    }
}
