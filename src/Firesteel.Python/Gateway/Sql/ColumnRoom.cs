using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Python.Gateway.Binding;
using Firesteel.Types;

namespace Firesteel.Python.Gateway.Sql;

/// <summary><c>Column</c> and its methods, windows, and metadata of columns.</summary>
static class ColumnRoom
{
    public static void Register(ClassTable table)
    {
        var column = table.Class<Column>("org.apache.spark.sql.Column")
            .New(a => new Column(a.Text(0)))
            .Get("expr", c => new ExpressionHandle(c.Expression))
            .Call("equals", (c, a) => a.Is<Column>(0) && c.Expression.Equals(a.Column(0).Expression))
            .Get("hashCode", c => c.Expression.GetHashCode())
            .Get("isNull", c => c.IsNull())
            .Get("isNotNull", c => c.IsNotNull())
            .Get("isNaN", c => c.IsNaN())
            .Get("asc", c => c.Asc())
            .Get("asc_nulls_first", c => c.AscNullsFirst())
            .Get("asc_nulls_last", c => c.AscNullsLast())
            .Get("desc", c => c.Desc())
            .Get("desc_nulls_first", c => c.DescNullsFirst())
            .Get("desc_nulls_last", c => c.DescNullsLast())
            .Get("outer", c => new Column(Outer(c.Expression)))
            .Call("isin", (c, a) => a.Is<DataFrame>(0) ? new Column(new InSubquery(Items(c.Expression), SubqueryPlans.Of(a.Of<DataFrame>(0)))) : c.IsIn([.. a.Items(0).Select(Java.JavaValues.ToClr)]))
            .Call("substr", (c, a) => c.Substr(a.Any(0), a.Any(1)))
            .Call("as", As)
            .Call("alias", As)
            .Call("name", As)
            .Call("cast", (c, a) => a.Is<DataType>(0) ? c.Cast(a.Of<DataType>(0)) : c.Cast(a.Text(0)))
            .Call("try_cast", (c, a) => a.Is<DataType>(0) ? c.TryCast(a.Of<DataType>(0)) : c.TryCast(a.Text(0)))
            .Call("getItem", (c, a) => c.GetItem(a.Any(0)))
            .Call("apply", (c, a) => c.GetItem(a.Any(0)))
            .Call("getField", (c, a) => c.GetField(a.Text(0)))
            .Call("withField", (c, a) => c.WithField(a.Text(0), a.Column(1)))
            .Call("dropFields", (c, a) => c.DropFields(a.Texts(0)))
            .Call("between", (c, a) => c.Between(a.Any(0), a.Any(1)))
            .Call("when", (c, a) => c.When(a.Column(0), a.Any(1)))
            .Call("otherwise", (c, a) => c.Otherwise(a.Any(0)))
            .Call("over", (c, a) => a.Count == 0 ? c.Over() : Over(c, a.Of<WindowSpec>(0)));
        foreach (var (name, operation) in Binary) column.Call(name, (c, a) => operation(c, a.Any(0)));

        table.Class<ExpressionHandle>("org.apache.spark.sql.catalyst.expressions.Expression").Get("sql", e => e.Sql).Get("toString", e => e.Sql);
        table.Class<WindowSpec>("org.apache.spark.sql.expressions.WindowSpec")
            .Call("partitionBy", (w, a) => w.PartitionBy(a.Columns(0)))
            .Call("orderBy", (w, a) => w.OrderBy(a.Columns(0)))
            .Call("rowsBetween", (w, a) => w.RowsBetween(a.Long(0), a.Long(1)))
            .Call("rangeBetween", (w, a) => w.RangeBetween(a.Long(0), a.Long(1)));
        table.Static("org.apache.spark.sql.expressions.Window")
            .Static("partitionBy", a => Window.PartitionBy(a.Columns(0)))
            .Static("orderBy", a => Window.OrderBy(a.Columns(0)))
            .Static("rowsBetween", a => Window.RowsBetween(a.Long(0), a.Long(1)))
            .Static("rangeBetween", a => Window.RangeBetween(a.Long(0), a.Long(1)));
        table.Class<ColumnMetadata>("org.apache.spark.sql.types.Metadata")
            .Static("fromJson", a => new ColumnMetadata(a.Text(0)))
            .Static("empty", _ => new ColumnMetadata("{}"))
            .Get("json", m => m.Json);
        table.Static("org.apache.spark.sql.catalyst.trees.PySparkCurrentOrigin")
            .StaticDo("set", a => CallOrigin.Set(a.OrNull<string>(0), a.OrNull<string>(1)))
            .StaticDo("clear", _ => CallOrigin.Set(null, null));
    }

    private static readonly (string Name, Func<Column, Column, Column> Operation)[] Binary =
    [
        ("plus", (a, b) => a.Plus(b)), ("minus", (a, b) => a.Minus(b)), ("multiply", (a, b) => a.Multiply(b)), ("divide", (a, b) => a.Divide(b)), ("mod", (a, b) => a.Mod(b)),
        ("equalTo", (a, b) => a.EqualTo(b)), ("notEqual", (a, b) => a.NotEqual(b)), ("lt", (a, b) => a.Lt(b)), ("leq", (a, b) => a.Leq(b)), ("gt", (a, b) => a.Gt(b)), ("geq", (a, b) => a.Geq(b)),
        ("eqNullSafe", (a, b) => a.EqNullSafe(b)), ("and", (a, b) => a.And(b)), ("or", (a, b) => a.Or(b)),
        ("bitwiseAND", (a, b) => a.BitwiseAND(b)), ("bitwiseOR", (a, b) => a.BitwiseOR(b)), ("bitwiseXOR", (a, b) => a.BitwiseXOR(b)),
        ("like", (a, b) => a.Like(b)), ("ilike", (a, b) => a.ILike(b)), ("rlike", (a, b) => a.RLike(b)),
        ("contains", (a, b) => a.Contains(b)), ("startsWith", (a, b) => a.StartsWith(b)), ("endsWith", (a, b) => a.EndsWith(b)),
    ];

    private static Column As(Column column, Arguments a)
    {
        if (a.IsItems(0)) return column.As(a.Texts(0));
        if (a.Count == 1) return column.As(a.Text(0));
        return new Column(new Alias(column.Named, a.Text(0)) { ExplicitMetadata = a.Of<ColumnMetadata>(1).Values });
    }

    private static readonly string[] Moments = ["count", "var_pop", "covar_pop", "skewness", "kurtosis"];

    // What pandas computes of several aggregates has a window for each of them.
    private static Column Over(Column column, WindowSpec window)
        => column.Expression is CaseWhen or UnresolvedFunction { NameParts: ["sqrt"], Arguments: [CaseWhen] }
            ? new Column(column.Expression.TransformUp(e => e is UnresolvedFunction { NameParts: [var name] } f && Moments.Contains(name) ? new WindowExpression(f, window.Spec) : e))
            : column.Over(window);

    // A column of the query around the one that it stands in, which is put together before that query is known.
    private static Expression Outer(Expression expression) => expression.TransformUp(e => e is UnresolvedAttribute a ? a with { IsOuter = true } : e);

    // A struct is compared field by field with as many columns.
    private static ValueList<Expression> Items(Expression value) => value is UnresolvedFunction { NameParts: ["struct"] } s ? s.Arguments : [value];
}

/// <summary>Metadata of a column, as JSON.</summary>
sealed record ColumnMetadata(string Json)
{
    public Foundation.Collections.ValueMap Values => ((StructType)SchemaJson.Parse($$"""{"type":"struct","fields":[{"name":"c","type":"integer","nullable":true,"metadata":{{Json}}}]}"""))[0].Metadata;
    public override string ToString() => Json;
}
