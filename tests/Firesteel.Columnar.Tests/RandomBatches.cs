using System.Text;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Columnar.Tests;

/// <summary>Batches of made-up values of any type, the same for the same seed.</summary>
sealed class RandomBatches(StructType schema, int seed, int distinct, double nulls)
{
    /// <summary>Every physical type.</summary>
    public static readonly StructType AllTypes = new(
        new StructField("id", LongType.Instance, Nullable: false),
        new StructField("b", BooleanType.Instance),
        new StructField("i8", ByteType.Instance),
        new StructField("i16", ShortType.Instance),
        new StructField("i32", IntegerType.Instance),
        new StructField("f32", FloatType.Instance),
        new StructField("f64", DoubleType.Instance),
        new StructField("dec9", new DecimalType(9, 2)),
        new StructField("dec18", new DecimalType(18, 4)),
        new StructField("dec30", new DecimalType(30, 6)),
        new StructField("s", StringType.Instance),
        new StructField("bin", BinaryType.Instance),
        new StructField("d", DateType.Instance),
        new StructField("ts", TimestampType.Instance),
        new StructField("ntz", TimestampNTZType.Instance),
        new StructField("arr", new ArrayType(IntegerType.Instance)),
        new StructField("mp", new MapType(StringType.Instance, new ArrayType(DoubleType.Instance))),
        new StructField("st", new StructType(
            new StructField("x", IntegerType.Instance),
            new StructField("deep", new ArrayType(new StructType(
                new StructField("p", StringType.Instance),
                new StructField("q", new ArrayType(LongType.Instance, ContainsNull: false))))))));

    private readonly Random _random = new(seed);

    public ColumnarBatch Next(MemoryAllocator allocator, int rows)
    {
        var batch = ColumnarBatch.Allocate(schema, allocator, rows);
        batch.Reset(rows);
        for (var c = 0; c < schema.Count; c++)
            for (var row = 0; row < rows; row++) Fill(batch.Columns[c], row, schema[c].DataType, schema[c].Nullable);
        batch.SetRows(rows);
        return batch;
    }

    private void Fill(ColumnVector vector, int row, DataType type, bool nullable)
    {
        vector.EnsureCapacity(row + 1);
        if (nullable && _random.NextDouble() < nulls)
        {
            SetNull(vector, row);
            return;
        }
        var value = _random.Next(distinct);
        switch (type)
        {
            case BooleanType: vector.Set(row, (byte)(value & 1)); break;
            case ByteType: vector.Set(row, (sbyte)(value * 7)); break;
            case ShortType: vector.Set(row, (short)(value * 31)); break;
            case IntegerType: vector.Set(row, value * 65_537); break;
            case DateType: vector.Set(row, value - 1000); break;
            case FloatType: vector.Set(row, value / 3f - 10); break;
            case DoubleType: vector.Set(row, value / 7.0 - 10); break;
            case DecimalType { Precision: <= 9 } or TimestampType or TimestampNTZType: vector.Set(row, value * 1009L - 500_000); break;
            case DecimalType { Precision: > DecimalType.MaxLongPrecision }: vector.Set(row, (Int128)(value - 500) * 1_000_000_007_000_000_009); break;
            case LongType or DecimalType: vector.Set(row, value * 1_000_003_007L - 1_000_000_000); break;
            case StringType: vector.SetString(row, Encoding.UTF8.GetBytes($"wörd {value}{new string('x', value % 90)}")); break;
            case BinaryType: vector.SetString(row, BitConverter.GetBytes(value)); break;
            case StructType s:
                for (var i = 0; i < s.Count; i++) Fill(vector.Children[i], row, s[i].DataType, s[i].Nullable);
                break;
            case ArrayType a: FillEntries(vector, row, [(a.ElementType, a.ContainsNull)]); break;
            case MapType m: FillEntries(vector, row, [(m.KeyType, false), (m.ValueType, m.ValueContainsNull)]); break;
            default: throw new NotSupportedException(type.SimpleString);
        }
    }

    private void FillEntries(ColumnVector vector, int row, (DataType Type, bool Nullable)[] parts)
    {
        var (start, length) = (vector.Children[0].Count, _random.Next(4));
        for (var c = 0; c < parts.Length; c++)
        {
            for (var i = 0; i < length; i++) Fill(vector.Children[c], start + i, parts[c].Type, parts[c].Nullable);
            vector.Children[c].Count = start + length;
        }
        vector.Set(row, new ListEntry(start, length));
    }

    private static void SetNull(ColumnVector vector, int row)
    {
        vector.SetNull(row);
        if (vector.Physical is PhysicalType.Array or PhysicalType.Map) vector.Set(row, new ListEntry(0, 0));
        if (vector.Physical != PhysicalType.Struct) return;
        foreach (var child in vector.Children)
        {
            child.EnsureCapacity(row + 1);
            SetNull(child, row);
        }
    }
}
