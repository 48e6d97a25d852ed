using Firesteel.Python.Gateway.Binding;
using Firesteel.Python.Gateway.Java;
using Firesteel.Types;

namespace Firesteel.Python.Gateway.Sql;

/// <summary>Rows on the far side of the gateway: what programs get that collect with <c>df._jdf</c>.</summary>
static class RowRoom
{
    public static void Register(ClassTable table)
    {
        table.Class<DataFrame>("org.apache.spark.sql.classic.Dataset")
            .Get("collect", f => f.Collect().ToArray<object>())
            .Get("collectAsList", f => f.Collect().ToList<object?>())
            .Call("take", (f, a) => f.Take(a.Int(0)).ToArray<object>())
            .Call("takeAsList", (f, a) => f.Take(a.Int(0)).ToList<object?>())
            .Call("tail", (f, a) => f.Tail(a.Int(0)).ToArray<object>())
            .Call("head", (f, a) => a.Count > 0 ? f.Head(a.Int(0)).ToArray<object>() : f.First())
            .Get("first", f => f.First())
            .Get("toLocalIterator", f => new JavaIterator(f.Collect().ToList<object?>()))
            .Call("show", (f, a) =>
            {
                Console.WriteLine(f.ShowString(a.Is<int>(0) ? a.Int(0) : 20, a.Count > 1 ? a.Is<bool>(1) ? a.Bool(1) ? 20 : 0 : a.Int(1) : a.Is<bool>(0) && !a.Bool(0) ? 0 : 20));
                return JvmVoid.Value;
            })
            .Get("rdd", f => PythonRows.Pickled(f))
            .Get("javaRDD", f => new Rdd.JavaRdd(PythonRows.Pickled(f)))
            .Do("printSchema", (f, _) => Console.WriteLine(SchemaTree.Write(f.Schema(), int.MaxValue)))
            .Call("explain", (f, a) =>
            {
                f.Explain(a.Count == 0 ? "simple" : a.Is<bool>(0) ? a.Bool(0) ? "extended" : "simple" : a.Text(0));
                return JvmVoid.Value;
            });
        table.Class<Row>("org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema").Is("org.apache.spark.sql.Row")
            .Call("get", Value)
            .Call("apply", Value)
            .Call("getString", Value)
            .Call("getBoolean", Value)
            .Call("getInt", Value)
            .Call("getLong", Value)
            .Call("getDouble", Value)
            .Call("getDecimal", Value)
            .Call("getTimestamp", Value)
            .Call("getDate", Value)
            .Call("getStruct", Value)
            .Call("getAs", (r, a) => a.Is<string>(0) ? ToJava(r[a.Text(0)]) : Value(r, a))
            .Call("getList", (r, a) => Value(r, a) is ScalaSeq seq ? JavaValues.List(seq.Items) : throw a.Mismatch())
            .Call("isNullAt", (r, a) => r.IsNullAt(Position(r, a)))
            .Call("fieldIndex", (r, a) => r.FieldIndex(a.Text(0)))
            .Call("mkString", (r, a) => string.Join(a.Count > 0 ? a.Text(0) : "", r.Values.Select(v => JavaText.Of(ToJava(v)))))
            .Get("anyNull", r => r.AnyNull)
            .Get("size", r => r.Count)
            .Get("length", r => r.Count)
            .Get("schema", r => r.Schema)
            .Get("toSeq", r => new ScalaSeq([.. r.Values.Select(ToJava)]));
        table.Static("org.apache.spark.sql.RowFactory").Static("create", a => new Row([.. a.Items(0).Select(JavaValues.ToClr)]));
    }

    private static object? Value(Row row, Arguments a) => ToJava(row[Position(row, a)]);

    private static int Position(Row row, Arguments a) => a.Int(0) is var i && (uint)i < (uint)row.Count ? i
        : throw new Errors.JavaException("java.lang.ArrayIndexOutOfBoundsException", $"Index {i} out of bounds for length {row.Count}");

    private static object? ToJava(object? value) => value switch
    {
        decimal d => new BigDecimal(d),
        Timestamp t => new JavaTimestamp { Micros = t.EpochMicroseconds },
        object?[] items => new ScalaSeq([.. items.Select(ToJava)]),
        _ => value,
    };
}
