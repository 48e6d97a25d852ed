using Firesteel.Columnar.Memory;
using Firesteel.Formats.Orc.Metadata;
using Firesteel.Foundation.Time;
using Firesteel.Types;

namespace Firesteel.Formats.Orc.Reading;

/// <summary>Chooses the reader of each column, and says as which types a column can be read.</summary>
/// <param name="zone">The zone that local times are read in.</param>
sealed class OrcColumnReaders(OrcFile file, bool caseSensitive, ZoneRules zone, OrcScratch scratch, MemoryAllocator allocator)
{
    /// <exception cref="SparkException">FAILED_READ_FILE.NO_HINT where the stored type cannot be read so.</exception>
    public OrcColumnReader Create(OrcType stored, DataType wanted, bool isFlat = false)
    {
        if (!CanRead(stored, wanted)) throw OrcErrors.TypeMismatch(file.Path, stored, wanted);
        switch (stored.Kind)
        {
            case OrcKind.Boolean or OrcKind.Byte or OrcKind.Float or OrcKind.Double:
                return new OrcPlainReader(stored, file, allocator);
            case OrcKind.Short or OrcKind.Int or OrcKind.Long or OrcKind.Date:
                return new OrcIntegerReader(stored, file, scratch, allocator);
            case OrcKind.String or OrcKind.Char or OrcKind.Varchar or OrcKind.Binary:
                return new OrcTextReader(stored, wanted, isFlat, file, scratch, allocator);
            case OrcKind.Timestamp or OrcKind.TimestampInstant:
                return new OrcTimestampReader(stored, file, zone, scratch, allocator);
            case OrcKind.Decimal:
                return new OrcDecimalReader(stored, (DecimalType)wanted, file, scratch, allocator);
            case OrcKind.List:
                return new OrcListReader(stored, [Create(stored.Children[0], ((ArrayType)wanted).ElementType, isFlat: true)], file, scratch, allocator);
            case OrcKind.Map:
                var map = (MapType)wanted;
                return new OrcListReader(stored, [Create(stored.Children[0], map.KeyType, isFlat: true), Create(stored.Children[1], map.ValueType, isFlat: true)], file, scratch, allocator);
            default:
                var fields = ((StructType)wanted).Fields.Select(f => Find(stored, f.Name, caseSensitive, file.Path) is { } field ? Create(field, f.DataType, isFlat: true) : null);
                return new OrcStructReader(stored, [.. fields], file, allocator);
        }
    }

    /// <summary>Whether a column's values stand for those of a type as they are, so that nothing need be converted.</summary>
    public static bool CanRead(OrcType stored, DataType wanted) => stored.Kind switch
    {
        OrcKind.Boolean => wanted is BooleanType,
        OrcKind.Byte => wanted is ByteType,
        OrcKind.Short => wanted is ShortType or IntegerType or LongType,
        OrcKind.Int => wanted is IntegerType or LongType or YearMonthIntervalType,
        OrcKind.Long => wanted is LongType or DayTimeIntervalType or TimestampNTZType,
        OrcKind.Float => wanted is FloatType,
        OrcKind.Double => wanted is DoubleType,
        OrcKind.String or OrcKind.Char or OrcKind.Varchar => wanted is StringType or CharType or VarcharType,
        OrcKind.Binary => wanted is BinaryType,
        OrcKind.Date => wanted is DateType,
        OrcKind.Timestamp or OrcKind.TimestampInstant => wanted is TimestampType,
        // More digits before and behind the point hold all values.
        OrcKind.Decimal => wanted is DecimalType to && OrcSchema.ToSpark(stored) is DecimalType from && to.Scale >= from.Scale && to.Precision - to.Scale >= from.Precision - from.Scale,
        OrcKind.List => wanted is ArrayType,
        OrcKind.Map => wanted is MapType,
        OrcKind.Struct => wanted is StructType,
        _ => false,
    };

    /// <summary>The type nearest to the wanted one that a column can be read as: its fields and parts, with the atomic types of the file where those differ.</summary>
    /// <exception cref="SparkException">FAILED_READ_FILE.NO_HINT where the shapes differ.</exception>
    public static DataType Nearest(OrcType stored, DataType wanted, bool caseSensitive, string path)
    {
        switch (stored.Kind, wanted)
        {
            case (_, NullType):
                return wanted;
            case (OrcKind.List, ArrayType array):
                return array with { ElementType = Nearest(stored.Children[0], array.ElementType, caseSensitive, path) };
            case (OrcKind.Map, MapType map):
                return map with { KeyType = Nearest(stored.Children[0], map.KeyType, caseSensitive, path), ValueType = Nearest(stored.Children[1], map.ValueType, caseSensitive, path) };
            case (OrcKind.Struct, StructType record):
                return new StructType(record.Fields.Select(f => Find(stored, f.Name, caseSensitive, path) is { } field ? f with { DataType = Nearest(field, f.DataType, caseSensitive, path) } : f));
        }
        if (CanRead(stored, wanted)) return wanted;
        if (stored.Children.Count > 0 || wanted is ArrayType or MapType or StructType || stored.Kind is OrcKind.List or OrcKind.Map or OrcKind.Struct or OrcKind.Union) throw OrcErrors.TypeMismatch(path, stored, wanted);
        return OrcSchema.ToSpark(stored);
    }

    /// <summary>The field of that name, or null.</summary>
    /// <exception cref="SparkException">Names are compared without case and several are the same.</exception>
    public static OrcType? Find(OrcType type, string name, bool caseSensitive, string path)
    {
        var exact = type.FieldNames.IndexOf(name);
        if (caseSensitive) return exact >= 0 ? type.Children[exact] : null;
        var found = -1;
        for (var i = 0; i < type.FieldNames.Count; i++)
        {
            if (!string.Equals(type.FieldNames[i], name, StringComparison.OrdinalIgnoreCase)) continue;
            if (found >= 0) throw OrcErrors.Ambiguous(name, type.FieldNames, path);
            found = i;
        }
        return found < 0 ? null : type.Children[found];
    }
}
