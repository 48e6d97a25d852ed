using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Frames.Steps;
using Firesteel.Python.Gateway.Binding;
using Firesteel.Python.Gateway.Java;

namespace Firesteel.Python.Gateway.Sql;

/// <summary>Joins, sets, groups and changes of shape.</summary>
static class CombiningRoom
{
    public static void Register(ClassTable table)
    {
        table.Class<DataFrame>("org.apache.spark.sql.classic.Dataset")
            .Call("crossJoin", (f, a) => f.CrossJoin(a.Of<DataFrame>(0)))
            .Call("join", Join)
            .Call("lateralJoin", LateralJoin)
            .Call("joinAsOf", (f, a) => NearestRows.AsOf(f, a.Of<DataFrame>(0), a.Column(1), a.Column(2), On(f, a.Of<DataFrame>(0), a), a.Text(4), a.OrNull<Column>(5), a.Bool(6), a.Text(7)))
            .Call("nearestByJoin", (f, a) => f.NearestByJoin(a.Of<DataFrame>(0), a.Column(1), a.Int(2), a.Text(3), a.Text(4), a.Text(5)))
            .Call("zip", (f, a) => RowNumbering.Zip(f, a.Of<DataFrame>(0)))
            .Call("union", (f, a) => f.Union(a.Of<DataFrame>(0)))
            .Call("unionAll", (f, a) => f.Union(a.Of<DataFrame>(0)))
            .Call("unionByName", (f, a) => f.UnionByName(a.Of<DataFrame>(0), a.Count > 1 && a.Bool(1)))
            .Call("intersect", (f, a) => f.Intersect(a.Of<DataFrame>(0)))
            .Call("intersectAll", (f, a) => f.IntersectAll(a.Of<DataFrame>(0)))
            .Call("except", (f, a) => f.Except(a.Of<DataFrame>(0)))
            .Call("exceptAll", (f, a) => f.ExceptAll(a.Of<DataFrame>(0)))
            .Call("groupBy", (f, a) => f.GroupBy(a.Columns(0)))
            .Call("rollup", (f, a) => f.Rollup(a.Columns(0)))
            .Call("cube", (f, a) => f.Cube(a.Columns(0)))
            .Call("groupingSets", (f, a) => RelationalGroupedDataset.OfSets(f, [.. a.Items(0).Select(s => ((ScalaSeq)s!).Items.Cast<Column>().ToArray())], a.Columns(1)))
            .Call("agg", (f, a) => f.Agg(a.Column(0), a.Count > 1 ? a.Columns(1) : []))
            .Call("unpivotWithSeq", Unpivot)
            .Call("unpivot", Unpivot)
            .Call("describe", (f, a) => f.Describe(a.Texts(0)))
            .Call("summary", (f, a) => f.Summary(a.Texts(0)))
            .Get("scalar", f => new Column(new ScalarSubquery(SubqueryPlans.Of(f))))
            .Get("exists", f => new Column(new Exists(SubqueryPlans.Of(f))));

        table.Class<RelationalGroupedDataset>("org.apache.spark.sql.classic.RelationalGroupedDataset").Is("org.apache.spark.sql.RelationalGroupedDataset")
            .Call("agg", (g, a) => a.Is<Column>(0) ? g.Agg(a.Column(0), a.Count > 1 ? a.Columns(1) : []) : g.AggInOrder(JavaMapOrder.Of(a.TextMap(0))))
            .Get("count", g => g.Count())
            .Call("sum", (g, a) => g.Sum(a.Texts(0)))
            .Call("avg", (g, a) => g.Avg(a.Texts(0)))
            .Call("mean", (g, a) => g.Avg(a.Texts(0)))
            .Call("max", (g, a) => g.Max(a.Texts(0)))
            .Call("min", (g, a) => g.Min(a.Texts(0)))
            .Call("pivot", Pivot)
            .Get("toString", g => g.ToString());

        table.Class<DataFrameNaFunctions>("org.apache.spark.sql.classic.DataFrameNaFunctions")
            .Call("drop", (n, a) => a.Is<int>(0) ? n.Drop(a.Int(0), a.Count > 1 ? a.Texts(1) : null) : a.Is<string>(0) ? n.Drop(a.Text(0), a.Count > 1 ? a.Texts(1) : null) : a.Count > 0 ? n.Drop(a.Texts(0)) : n.Drop())
            .Call("fill", (n, a) => Fill(n, a))
            .Call("replace", (n, a) => n.Frame.With(new ReplaceValues(new(a.IsItems(0) ? a.Texts(0) : [a.Text(0)]), new(Pairs(a)), n.Frame.Plan)));
        table.Class<DataFrameStatFunctions>("org.apache.spark.sql.classic.DataFrameStatFunctions")
            .Call("approxQuantile", (s, a) => a.Is<string>(0) ? Quantiles(s, a.Text(0), a) : a.Texts(0).Select(c => (object?)Quantiles(s, c, a)).ToList())
            .Call("corr", (s, a) => s.Corr(a.Text(0), a.Text(1), a.Count > 2 ? a.Text(2) : "pearson"))
            .Call("cov", (s, a) => s.Cov(a.Text(0), a.Text(1)))
            .Call("crosstab", (s, a) => s.Crosstab(a.Text(0), a.Text(1)))
            .Call("freqItems", (s, a) => s.Frame.With(new FrequentValues(new(a.Texts(0)), a.Count > 1 ? a.Double(1) : 0.01, s.Frame.Plan)))
            .Call("sampleBy", (s, a) => s.Frame.With(new SampleStrata(a.Is<string>(0) ? ColumnName.Parse(a.Text(0)) : a.Column(0).Named, new(Fractions(a)), a.Long(2), s.Frame.Plan)));
    }

    private static object Join(DataFrame frame, Arguments a)
    {
        var right = a.Of<DataFrame>(0);
        if (a.Count == 1) return frame.Join(right);
        var type = a.Count > 2 ? a.Text(2) : "inner";
        if (a.Is<Column>(1)) return frame.Join(right, a.Column(1), type);
        if (a.Is<string>(1)) return frame.Join(right, a.Text(1), type);
        var names = a.Texts(1);
        return names.Length > 0 ? frame.Join(right, names, type) : frame.With(new Join(frame.Plan, right.Plan, JoinTypes.Parse(type), null));
    }

    private static Column? On(DataFrame left, DataFrame right, Arguments a)
    {
        if (a.IsNull(3) || a.Is<Column>(3)) return a.OrNull<Column>(3);
        return a.Texts(3).Select(name => left.Col(name) == right.Col(name)).Aggregate((Column?)null, (all, one) => all is null ? one : all & one);
    }

    private static object LateralJoin(DataFrame frame, Arguments a)
    {
        var condition = a.Is<Column>(1) ? a.Column(1).Expression : null;
        var type = a.Count > 1 && a.Is<string>(a.Count - 1) ? a.Text(a.Count - 1) : "inner";
        var join = JoinTypes.Parse(type);
        if (join is not (Catalyst.Plans.JoinType.Inner or Catalyst.Plans.JoinType.LeftOuter or Catalyst.Plans.JoinType.Cross))
            throw new AnalysisException("UNSUPPORTED_JOIN_TYPE", new Dictionary<string, string> { ["typ"] = type, ["supported"] = "'inner', 'leftouter', 'left', 'left_outer', 'cross'" });
        return frame.With(new LateralJoin(frame.Plan, SubqueryPlans.Of(a.Of<DataFrame>(0)), join, condition));
    }

    private static object Unpivot(DataFrame frame, Arguments a)
        => a.Count == 4 ? frame.Unpivot(a.Columns(0), a.Columns(1), a.Text(2), a.Text(3)) : frame.Unpivot(a.Columns(0), a.Text(1), a.Text(2));

    private static object Pivot(RelationalGroupedDataset groups, Arguments a)
    {
        var column = a.Is<Column>(0) ? a.Column(0) : Functions.Col(a.Text(0));
        return a.Count > 1 ? groups.Pivot(column, a.Items(1).Select(JavaValues.ToClr)) : groups.Pivot(column);
    }

    private static object Fill(DataFrameNaFunctions na, Arguments a)
    {
        if (a[0] is System.Collections.IDictionary or ScalaMap)
        {
            var map = a.Map(0).ToList();
            return na.Frame.With(new FillMissing(new(map.Select(e => e.Key)), new(map.Select(e => Constant(e.Value))), na.Frame.Plan));
        }
        return na.Frame.With(new FillMissing(new(a.Count > 1 ? a.Texts(1) : []), [Constant(a[0])], na.Frame.Plan));
    }

    private static List<KeyValuePair<Literal, Literal>> Pairs(Arguments a) => a[1] switch
    {
        System.Collections.IDictionary map => [.. map.Keys.Cast<object?>().Select(k => KeyValuePair.Create(Constant(k), Constant(map[k!])))],
        ScalaMap map => [.. map.Entries.Select(e => KeyValuePair.Create(Constant(e.Key), Constant(e.Value)))],
        _ => throw a.Mismatch(),
    };

    private static IEnumerable<KeyValuePair<Literal, double>> Fractions(Arguments a) => a[1] switch
    {
        System.Collections.IDictionary map => map.Keys.Cast<object>().Select(k => KeyValuePair.Create(Constant(k), Convert.ToDouble(map[k], System.Globalization.CultureInfo.InvariantCulture))),
        ScalaMap map => map.Entries.Select(e => KeyValuePair.Create(Constant(e.Key), Convert.ToDouble(e.Value, System.Globalization.CultureInfo.InvariantCulture))),
        _ => throw a.Mismatch(),
    };

    private static Literal Constant(object? value) => (Literal)Functions.Lit(JavaValues.ToClr(value)).Expression;

    private static List<object?> Quantiles(DataFrameStatFunctions stat, string column, Arguments a)
        => JavaValues.List(stat.ApproxQuantile(column, [.. a.Items(1).Select(p => Convert.ToDouble(p, System.Globalization.CultureInfo.InvariantCulture))], a.Double(2)));
}
