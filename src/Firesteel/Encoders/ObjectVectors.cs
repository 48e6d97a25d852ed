using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Encoders;

/// <summary>Objects of a type out of the columns of a batch, and back into columns.</summary>
static class ObjectVectors
{
    /// <summary>The columns that an object's members are; one column for a simple value.</summary>
    public static StructType SchemaOf<T>()
        => ObjectEncoder.CanEncode(typeof(T)) ? ObjectEncoder.For(typeof(T)).Schema : new StructType([new StructField("value", ClrTypes.DataTypeOf(typeof(T)), ClrTypes.MayBeNull(typeof(T)))]);

    /// <param name="types">The types of the vectors, which hold the members in order.</param>
    public static Func<ColumnVector[], int, T> Reader<T>(ValueList<DataType> types)
    {
        if (!ObjectEncoder.CanEncode(typeof(T)))
        {
            var read = VectorAccess.Reader<T>(types[0]);
            return (v, row) => read(v[0], row);
        }
        var encoder = ObjectEncoder.For(typeof(T));
        return (v, row) =>
        {
            var values = new object?[v.Length];
            for (var i = 0; i < values.Length; i++) values[i] = RowReader.Value(v[i], row, types[i]);
            return (T)encoder.FromRow(values);
        };
    }

    public static Action<ColumnVector[], int, T> Writer<T>()
    {
        var schema = SchemaOf<T>();
        if (!ObjectEncoder.CanEncode(typeof(T)))
        {
            var write = VectorAccess.Writer<T>(schema[0].DataType);
            return (v, row, value) =>
            {
                if (value is null) v[0].SetNull(row);
                else write(v[0], row, value);
            };
        }
        var encoder = ObjectEncoder.For(typeof(T));
        return (v, row, value) =>
        {
            var values = encoder.ToRow(value!);
            for (var i = 0; i < v.Length; i++) Catalyst.Expressions.Evaluation.LiteralVectors.Write(v[i], row, ClrValues.ToLiteral(values[i], schema[i].DataType));
        };
    }
}
