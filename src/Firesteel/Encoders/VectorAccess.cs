using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Encoders;

/// <summary>Reads the value at a row of a vector, in any encoding.</summary>
delegate T VectorRead<out T>(ColumnVector vector, int row);

/// <summary>Writes a value to a row of a flat vector.</summary>
delegate void VectorWrite<in T>(ColumnVector vector, int row, T value);

/// <summary>Typed access to vectors for code of the program; plain numbers and texts are not boxed.</summary>
static class VectorAccess
{
    public static VectorRead<T> Reader<T>(DataType type)
    {
        var physical = PhysicalTypes.Of(type);
        if (type is BooleanType or IntegralType or FractionalType)
        {
            if (typeof(T) == typeof(bool) && physical == PhysicalType.Bool) return As<T, bool>((v, r) => v.Get<bool>(r));
            if (typeof(T) == typeof(sbyte) && physical == PhysicalType.Int8) return As<T, sbyte>((v, r) => v.Get<sbyte>(r));
            if (typeof(T) == typeof(short) && physical == PhysicalType.Int16) return As<T, short>((v, r) => v.Get<short>(r));
            if (typeof(T) == typeof(int) && physical == PhysicalType.Int32) return As<T, int>((v, r) => v.Get<int>(r));
            if (typeof(T) == typeof(long) && physical == PhysicalType.Int64) return As<T, long>((v, r) => v.Get<long>(r));
            if (typeof(T) == typeof(float) && physical == PhysicalType.Float32) return As<T, float>((v, r) => v.Get<float>(r));
            if (typeof(T) == typeof(double) && physical == PhysicalType.Float64) return As<T, double>((v, r) => v.Get<double>(r));
        }
        if (typeof(T) == typeof(string) && type is (StringType or CharType or VarcharType))
            return As<T, string?>((v, r) => v.IsNull(r) ? null : System.Text.Encoding.UTF8.GetString(v.Get<StringView>(r).Span));
        return (v, r) => ClrConversion.To<T>(RowReader.Value(v, r, type));
    }

    public static VectorWrite<T> Writer<T>(DataType type)
    {
        if (type is BooleanType or IntegralType or FractionalType)
        {
            if (typeof(T) == typeof(bool)) return To<T, bool>((v, r, x) => v.Set(r, x));
            if (typeof(T) == typeof(sbyte)) return To<T, sbyte>((v, r, x) => v.Set(r, x));
            if (typeof(T) == typeof(short) && type is ShortType) return To<T, short>((v, r, x) => v.Set(r, x));
            if (typeof(T) == typeof(int) && type is IntegerType) return To<T, int>((v, r, x) => v.Set(r, x));
            if (typeof(T) == typeof(long) && type is LongType) return To<T, long>((v, r, x) => v.Set(r, x));
            if (typeof(T) == typeof(float) && type is FloatType) return To<T, float>((v, r, x) => v.Set(r, x));
            if (typeof(T) == typeof(double) && type is DoubleType) return To<T, double>((v, r, x) => v.Set(r, x));
        }
        if (typeof(T) == typeof(string) && type is StringType) return To<T, string?>(WriteText);
        return (v, r, x) => LiteralVectors.Write(v, r, ClrValues.ToLiteral(x, type));
    }

    private static void WriteText(ColumnVector vector, int row, string? value)
    {
        if (value is null)
        {
            vector.SetNull(row);
            return;
        }
        var most = System.Text.Encoding.UTF8.GetMaxByteCount(value.Length);
        if (most <= 1024)
        {
            Span<byte> bytes = stackalloc byte[most];
            vector.SetString(row, bytes[..System.Text.Encoding.UTF8.GetBytes(value, bytes)]);
        }
        else vector.SetString(row, System.Text.Encoding.UTF8.GetBytes(value));
    }

    private static VectorRead<T> As<T, TActual>(VectorRead<TActual> read) => (VectorRead<T>)(object)read;
    private static VectorWrite<T> To<T, TActual>(VectorWrite<TActual> write) => (VectorWrite<T>)(object)write;
}
