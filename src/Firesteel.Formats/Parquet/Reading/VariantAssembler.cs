using System.Runtime.CompilerServices;
using System.Text;
using Firesteel.Columnar.Variants;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Parquet.Metadata;
using Firesteel.Formats.Parquet.Schema;
using Firesteel.Types;

namespace Firesteel.Formats.Parquet.Reading;

/// <summary>Puts variants together from the struct in which they are stored. Not for use by two threads at once.</summary>
sealed unsafe class VariantAssembler
{
    private readonly VariantBuilder _builder = new();
    private readonly Part _root;
    private readonly int _metadata;

    public VariantAssembler(ParquetColumn variant)
    {
        _root = new Part(variant);
        _metadata = Part.IndexOf(variant.Node!, VariantLayout.Metadata);
    }

    /// <summary>A group with value and typed_value: places of its fields, -1 where it lacks them, and what the typed value is made of.</summary>
    private sealed class Part
    {
        public Part(ParquetColumn group)
        {
            Value = IndexOf(group.Node!, VariantLayout.Value);
            Typed = IndexOf(group.Node!, VariantLayout.TypedValue);
            if (Typed < 0) return;
            var typed = group.Children[Typed];
            IsUuid = typed.Node!.Element.LogicalType?.Kind == LogicalKind.Uuid;
            if (typed.Type is not (StructType or ArrayType)) return;
            Children = [.. typed.Children.Select(c => c.Type is StructType ? new Part(c) : throw VariantFormat.Malformed())];
            if (typed.Type is StructType s) Keys = [.. s.Fields.Select(f => Encoding.UTF8.GetBytes(f.Name))];
        }

        public int Value { get; }
        public int Typed { get; }
        public bool IsUuid { get; }
        public Part[] Children { get; } = [];

        /// <summary>The names of the fields, of an object.</summary>
        public byte[][] Keys { get; } = [];

        public static int IndexOf(ParquetNode group, string name) => Array.FindIndex(group.Children, c => c.Name == name);
    }

    public void Write(ColumnVector stored, ColumnVector target, int rows)
    {
        for (var row = 0; row < rows; row++)
        {
            if (stored.IsNull(row))
            {
                target.SetNull(row);
                continue;
            }
            var metadata = stored.Children[_metadata].Get<StringView>(row).Span;
            if (_root.Typed < 0)
            {
                if (stored.Children[_root.Value].IsNull(row)) throw VariantFormat.Malformed();
                VariantBlob.Set(target, row, stored.Children[_root.Value].Get<StringView>(row).Span, metadata);
                continue;
            }
            _builder.Reset();
            if (!TryAppend(_root, stored, row, metadata)) throw VariantFormat.Malformed();
            try { _builder.Store(target, row); }
            catch (VariantSizeException) { throw new SparkRuntimeException("VARIANT_CONSTRUCTOR_SIZE_LIMIT", new Dictionary<string, string>()); }
        }
    }

    // False where there is neither a value nor a typed one.
    private bool TryAppend(Part part, ColumnVector group, int row, ReadOnlySpan<byte> metadata)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw VariantFormat.Malformed();
        var hasValue = part.Value >= 0 && !group.Children[part.Value].IsNull(row);
        var value = hasValue ? group.Children[part.Value].Get<StringView>(row).Span : default;
        if (part.Typed >= 0 && group.Children[part.Typed] is var typed && typed.Physical != PhysicalType.Null && !typed.IsNull(row))
        {
            switch (typed.Type)
            {
                case StructType: AppendObject(part, typed, row, value, metadata); break;
                case ArrayType: AppendArray(part, typed, row, metadata); break;
                default: AppendScalar(part, typed, row); break;
            }
            return true;
        }
        if (!hasValue) return false;
        _builder.Append(new VariantView(value, metadata));
        return true;
    }

    private void AppendObject(Part part, ColumnVector typed, int row, ReadOnlySpan<byte> rest, ReadOnlySpan<byte> metadata)
    {
        var mark = _builder.Begin();
        for (var i = 0; i < part.Children.Length; i++)
        {
            if (typed.Children[i].IsNull(row) || IsMissing(part.Children[i], typed.Children[i], row)) continue;
            _builder.Field(mark, part.Keys[i]);
            TryAppend(part.Children[i], typed.Children[i], row, metadata);
        }
        if (!rest.IsEmpty)
        {
            // Fields that have no part of their own.
            var others = new VariantView(rest, metadata);
            if (others.Kind != VariantKind.Object) throw VariantFormat.Malformed();
            for (var i = 0; i < others.Count; i++)
            {
                _builder.Field(mark, others.Key(i));
                _builder.Append(others[i]);
            }
        }
        try { _builder.EndObject(mark); }
        catch (VariantDuplicateKeyException) { throw VariantFormat.Malformed(); }
    }

    private static bool IsMissing(Part part, ColumnVector group, int row)
        => (part.Value < 0 || group.Children[part.Value].IsNull(row)) && (part.Typed < 0 || group.Children[part.Typed].IsNull(row));

    private void AppendArray(Part part, ColumnVector typed, int row, ReadOnlySpan<byte> metadata)
    {
        var (entry, mark) = (typed.Values<ListEntry>()[row], _builder.Begin());
        for (var i = 0; i < entry.Length; i++)
        {
            _builder.Element(mark);
            if (typed.Children[0].IsNull(entry.Offset + i) || !TryAppend(part.Children[0], typed.Children[0], entry.Offset + i, metadata)) throw VariantFormat.Malformed();
        }
        _builder.EndArray(mark);
    }

    private void AppendScalar(Part part, ColumnVector typed, int row)
    {
        switch (typed.Type)
        {
            case BooleanType: _builder.Boolean(typed.Get<bool>(row)); break;
            case ByteType: _builder.Long(typed.Get<sbyte>(row)); break;
            case ShortType: _builder.Long(typed.Get<short>(row)); break;
            case IntegerType: _builder.Long(typed.Get<int>(row)); break;
            case LongType: _builder.Long(typed.Get<long>(row)); break;
            case FloatType: _builder.Float(typed.Get<float>(row)); break;
            case DoubleType: _builder.Double(typed.Get<double>(row)); break;
            case DecimalType d: _builder.Decimal(typed.Physical == PhysicalType.Int64 ? typed.Get<long>(row) : typed.Get<Int128>(row), d.Scale); break;
            case DateType: _builder.Date(typed.Get<int>(row)); break;
            case TimestampType: _builder.Timestamp(typed.Get<long>(row)); break;
            case TimestampNTZType: _builder.TimestampNtz(typed.Get<long>(row)); break;
            case StringType: _builder.String(typed.Get<StringView>(row).Span); break;
            case BinaryType when part.IsUuid: _builder.Uuid(typed.Get<StringView>(row).Span); break;
            case BinaryType: _builder.Binary(typed.Get<StringView>(row).Span); break;
            default: throw VariantFormat.Malformed();
        }
    }
}
