using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Firesteel.Columnar.Variants;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Numerics;
using Firesteel.Foundation.Time;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions.Evaluation.Casts;

/// <summary>
/// Gives variants a type: <c>CAST</c> and <c>variant_get</c>. A variant null is null in every type but VARIANT; a value that has no place
/// in the type is an error (INVALID_VARIANT_CAST) or null. One for a thread.
/// </summary>
sealed unsafe class FromVariant
{
    private readonly DataType _to;
    private readonly EvaluationContext _context;
    private readonly ZoneRules _zone;
    private readonly bool _failOnError;
    private readonly QueryContext? _position;
    private readonly FromVariant[] _children;
    private readonly byte[][] _names;
    private readonly Dictionary<(VariantKind Kind, int Scale), (ColumnVector Value, Caster? Caster)> _casters = [];
    private VariantBuilder? _builder;

    public FromVariant(DataType to, string timeZone, bool failOnError, QueryContext? position, EvaluationContext context)
    {
        (_to, _failOnError, _position, _context) = (to, failOnError, position, context);
        _zone = TimeZones.Get(timeZone);
        _children = to switch
        {
            ArrayType a => [Of(a.ElementType)],
            MapType m => [Of(m.ValueType)],
            StructType s => [.. s.Fields.Select(f => Of(f.DataType))],
            _ => [],
        };
        _names = to is StructType type ? [.. type.Fields.Select(f => Encoding.UTF8.GetBytes(f.Name))] : [];
        FromVariant Of(DataType child) => new(child, timeZone, failOnError, position, context);
    }

    /// <summary>Writes a value to a row, which may become null.</summary>
    public void Write(VariantView value, ColumnVector result, int row)
    {
        var kind = value.Kind;
        switch (_to)
        {
            case VariantType: Rebuild(value, result, row); break;
            case var _ when kind == VariantKind.Null: result.SetNull(row); break;
            case ArrayType when kind == VariantKind.Array: WriteArray(value, result, row); break;
            case MapType when kind == VariantKind.Object: WriteMap(value, result, row); break;
            case StructType when kind == VariantKind.Object: WriteStruct(value, result, row); break;
            case ArrayType or MapType or StructType: Refuse(value, result, row); break;
            case StringType when kind is VariantKind.Object or VariantKind.Array:
                var text = new System.Buffers.ArrayBufferWriter<byte>();
                VariantJson.Write(value, _zone, text);
                result.SetString(row, text.WrittenSpan);
                break;
            case StringType or BinaryType when kind is VariantKind.String or VariantKind.Binary: result.SetString(row, value.Bytes); break;
            case StringType when kind == VariantKind.Decimal:
                Span<byte> digits = stackalloc byte[DecimalText.MaxLength];
                var (unscaled, scale) = value.ShortestDecimal;
                result.SetString(row, digits[..DecimalText.WritePlain(unscaled, scale, digits)]);
                break;
            case var _ when kind is VariantKind.Object or VariantKind.Array: Refuse(value, result, row); break;
            default: WriteScalar(value, kind, result, row); break;
        }
    }

    // Keys that the value has no use for are left behind.
    private void Rebuild(VariantView value, ColumnVector result, int row)
    {
        _builder ??= new VariantBuilder();
        _builder.Reset();
        _builder.Append(value);
        _builder.Store(result, row);
    }

    private void WriteArray(VariantView value, ColumnVector result, int row)
    {
        var (elements, count) = (result.Children[0], value.Count);
        var start = elements.Count;
        elements.EnsureCapacity(start + count);
        elements.Count = start + count;
        for (var i = 0; i < count; i++) _children[0].Write(value[i], elements, start + i);
        result.Set(row, new ListEntry(start, count));
    }

    private void WriteMap(VariantView value, ColumnVector result, int row)
    {
        var (keys, values, count) = (result.Children[0], result.Children[1], value.Count);
        var start = keys.Count;
        keys.EnsureCapacity(start + count);
        values.EnsureCapacity(start + count);
        keys.Count = values.Count = start + count;
        for (var i = 0; i < count; i++)
        {
            keys.SetString(start + i, value.Key(i));
            _children[0].Write(value[i], values, start + i);
        }
        result.Set(row, new ListEntry(start, count));
    }

    private void WriteStruct(VariantView value, ColumnVector result, int row)
    {
        for (var f = 0; f < _children.Length; f++)
        {
            result.Children[f].EnsureCapacity(row + 1);
            if (value.TryField(_names[f], out var field)) _children[f].Write(field, result.Children[f], row);
            else result.Children[f].SetNull(row);
        }
    }

    // A scalar goes through the cast between its own type and ours.
    private void WriteScalar(VariantView value, VariantKind kind, ColumnVector result, int row)
    {
        var scale = kind == VariantKind.Decimal ? value.Decimal.Scale : 0;
        if (!_casters.TryGetValue((kind, scale), out var entry)) _casters[(kind, scale)] = entry = Prepare(kind, scale);
        if (entry.Value is null)
        {
            Refuse(value, result, row);
            return;
        }
        var target = entry.Caster == null ? result : entry.Value;
        var at = entry.Caster == null ? row : 0;
        switch (kind)
        {
            case VariantKind.Boolean: target.Set(at, value.Boolean); break;
            case VariantKind.Long or VariantKind.Timestamp or VariantKind.TimestampNtz: target.Set(at, value.Long); break;
            case VariantKind.Date: target.Set(at, (int)value.Long); break;
            case VariantKind.Double: target.Set(at, value.Double); break;
            case VariantKind.Float: target.Set(at, value.Float); break;
            case VariantKind.Decimal: target.Set(at, value.Decimal.Unscaled); break;
            case VariantKind.Uuid:
                Span<byte> uuid = stackalloc byte[36];
                target.Reset(1);
                target.SetString(at, uuid[..VariantJson.WriteUuid(value, uuid)]);
                break;
            default: target.Set(at, new StringView((byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(value.Bytes)), value.Bytes.Length)); break;
        }
        if (entry.Caster == null) return;
        entry.Caster.One(target, at, result, row);
        if (_failOnError && result.IsNull(row)) throw Error(value);
    }

    // No vector where the types do not go together.
    private (ColumnVector, Caster?) Prepare(VariantKind kind, int scale)
    {
        DataType from = kind switch
        {
            VariantKind.Boolean => BooleanType.Instance,
            VariantKind.Long => LongType.Instance,
            VariantKind.Double => DoubleType.Instance,
            VariantKind.Float => FloatType.Instance,
            VariantKind.Decimal => new DecimalType(DecimalType.MaxPrecision, scale),
            VariantKind.Binary => BinaryType.Instance,
            VariantKind.Date => DateType.Instance,
            VariantKind.Timestamp => TimestampType.Instance,
            VariantKind.TimestampNtz => TimestampNTZType.Instance,
            _ => StringType.Instance,
        };
        if (!CastRules.IsAllowed(from, _to, EvalMode.Ansi)) return default;
        var cast = new Cast(Literal.NullOf(from), _to, EvalMode.Try) { TimeZone = _zone.Id };
        return (_context.Own(new ColumnVector(from, _context.Allocator, 1)), new CasterFactory(cast, _context).Create(from, _to));
    }

    private void Refuse(VariantView value, ColumnVector result, int row)
    {
        if (_failOnError) throw Error(value);
        result.SetNull(row);
    }

    private SparkRuntimeException Error(VariantView value) => new("INVALID_VARIANT_CAST",
        new Dictionary<string, string> { ["value"] = VariantJson.Text(value, _zone), ["dataType"] = $"\"{_to.Sql}\"" }, _position);
}
