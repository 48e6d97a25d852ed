using Firesteel.Types;

namespace Firesteel.Columnar.Arrow;

/// <summary>A column as an Arrow stream describes it.</summary>
/// <param name="Width">Bits of an integer or decimal, bytes of a fixed-size value, items of a fixed-size list.</param>
/// <param name="DictionaryId">Set where the values stand in a dictionary.</param>
sealed record ArrowField(string Name, bool Nullable, ArrowTypeId Id, DataType Type, IReadOnlyList<ArrowField> Children)
{
    public int Width { get; init; }
    public bool IsSigned { get; init; } = true;
    public ArrowTimeUnit Unit { get; init; } = ArrowTimeUnit.Microsecond;
    public long? DictionaryId { get; init; }
    public int IndexWidth { get; init; } = 32;

    public StructField ToField() => new(Name, Type, Nullable);

    /// <exception cref="SparkException">UNSUPPORTED_ARROWTYPE.</exception>
    public static ArrowField Read(FlatTable field, int depth = 0)
    {
        var id = (ArrowTypeId)field.Byte(2);
        if (depth > ArrowFormat.MaxDepth) throw Unsupported(id);
        var children = new ArrowField[field.Count(5)];
        for (var i = 0; i < children.Length; i++) children[i] = Read(field.TableAt(5, i), depth + 1);
        var type = field.Table(3) ?? throw Unsupported(id);
        var read = new ArrowField(field.Text(0) ?? "", field.Bool(1), id, NullType.Instance, children);
        read = id switch
        {
            ArrowTypeId.Null => read,
            ArrowTypeId.Bool => read with { Type = BooleanType.Instance },
            ArrowTypeId.Int => Int(read with { Width = type.Int(0), IsSigned = type.Bool(1) }),
            ArrowTypeId.FloatingPoint => read with { Type = type.Short(0) == 2 ? DoubleType.Instance : FloatType.Instance, Width = 16 << type.Short(0) },
            ArrowTypeId.Decimal => read with { Type = new DecimalType(type.Int(0), type.Int(1)), Width = type.Int(2, 128) },
            ArrowTypeId.Utf8 or ArrowTypeId.LargeUtf8 or ArrowTypeId.Utf8View => read with { Type = StringType.Instance },
            ArrowTypeId.Binary or ArrowTypeId.LargeBinary or ArrowTypeId.BinaryView => read with { Type = BinaryType.Instance },
            ArrowTypeId.FixedSizeBinary => read with { Type = BinaryType.Instance, Width = type.Int(0) },
            ArrowTypeId.Date => read with { Type = DateType.Instance, Unit = type.Short(0, 1) == 0 ? ArrowTimeUnit.Second : ArrowTimeUnit.Millisecond },
            ArrowTypeId.Time => read with { Type = TimeType.Default, Unit = (ArrowTimeUnit)type.Short(0, 1), Width = type.Int(1, 32) },
            ArrowTypeId.Timestamp => read with { Type = type.Text(1) is { Length: > 0 } ? TimestampType.Instance : TimestampNTZType.Instance, Unit = (ArrowTimeUnit)type.Short(0) },
            ArrowTypeId.Duration => read with { Type = DayTimeIntervalType.Default, Unit = (ArrowTimeUnit)type.Short(0, 1) },
            ArrowTypeId.Interval => type.Short(0) switch
            {
                0 => read with { Type = YearMonthIntervalType.Default },
                2 => read with { Type = CalendarIntervalType.Instance },
                _ => throw Unsupported(id),
            },
            ArrowTypeId.List or ArrowTypeId.LargeList => read with { Type = new ArrayType(children[0].Type, children[0].Nullable) },
            ArrowTypeId.FixedSizeList => read with { Type = new ArrayType(children[0].Type, children[0].Nullable), Width = type.Int(0) },
            ArrowTypeId.Struct when IsVariant(field) => read with { Type = VariantType.Instance },
            ArrowTypeId.Struct => read with { Type = new StructType(children.Select(c => c.ToField())) },
            ArrowTypeId.Map => read with { Type = new MapType(children[0].Children[0].Type, children[0].Children[1].Type, children[0].Children[1].Nullable) },
            _ => throw Unsupported(id),
        };
        return field.Table(4) is { } dictionary ? read with { DictionaryId = dictionary.Long(0), IndexWidth = dictionary.Table(1)?.Int(0) ?? 32 } : read;
    }

    private static bool IsVariant(FlatTable field)
    {
        for (var c = 0; c < field.Count(5); c++)
        {
            var child = field.TableAt(5, c);
            for (var m = 0; child.Text(0) == "metadata" && m < child.Count(6); m++)
                if (child.TableAt(6, m) is var mark && mark.Text(0) == ArrowFormat.VariantMark && mark.Text(1) == "true") return true;
        }
        return false;
    }

    private static ArrowField Int(ArrowField field) => field with
    {
        // An unsigned number needs the next wider type.
        Type = (field.Width, field.IsSigned) switch
        {
            (8, true) => ByteType.Instance,
            (16, true) or (8, false) => ShortType.Instance,
            (32, true) or (16, false) => IntegerType.Instance,
            (64, true) or (32, false) => LongType.Instance,
            _ => new DecimalType(20, 0),
        },
    };

    private static SparkException Unsupported(ArrowTypeId id) => new("UNSUPPORTED_ARROWTYPE", new Dictionary<string, string> { ["typeName"] = id.ToString() });
}
