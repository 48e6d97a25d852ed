using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Collections;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.HigherOrder;

/// <summary>aggregate (reduce) and array_sort by a comparison.</summary>
static unsafe class FoldLambdas
{
    private const string DefaultOrder = "lambdafunction((IF(((namedlambdavariable() IS NULL) AND (namedlambdavariable() IS NULL)), 0, (IF((namedlambdavariable() IS NULL), 1, "
        + "(IF((namedlambdavariable() IS NULL), -1, (IF((namedlambdavariable() < namedlambdavariable()), -1, (IF((namedlambdavariable() > namedlambdavariable()), 1, 0)))))))))), "
        + "namedlambdavariable(), namedlambdavariable())";

    public static FunctionDefinition[] All =>
    [
        new Rewrite("aggregate", 3, 4, BindAggregate) { As = ["reduce"], IsTransparent = true },
        new Rewrite("array_sort", 1, 2, BindSort) { IsTransparent = true },
    ];

    private static readonly Scalar Aggregate = Lambdas.Define("aggregate", 4, a => a[3].DataType, AggregateKernel, a => a[0].Nullable || a[3].Nullable);
    private static readonly Scalar SortBy = Lambdas.Define("array_sort", 2, a => a[0].DataType, SortByKernel);

    private static readonly Scalar Sort = new("array_sort", [TypeClass.Array], a => a[0].DataType, SortKernel)
    {
        Check = c =>
        {
            if (ArrayTypes.Array(c.Arguments[0]).ElementType is var type && !CoerceTypes.IsOrderable(type))
                throw ArgumentChecks.NotOrdered(c.Origin, "(namedlambdavariable() < namedlambdavariable())", "<", type);
        },
        Text = (c, s) => $"array_sort({c.Arguments[0].ToSql(s)}, {DefaultOrder})",
    };

    private static Expression BindAggregate(FunctionCall call)
    {
        var array = Lambdas.ArrayAt(call, 0);
        var zero = call.Arguments[1];
        var state = new LambdaParameter(zero.DataType, true);
        var merge = call.BindLambda(call.Arguments[2], state, new LambdaParameter(array.ElementType, array.ContainsNull));
        if (merge.DataType != zero.DataType && !TypeEquality.SameShape(merge.DataType, zero.DataType))
        {
            if (zero.DataType is NullType)
            {
                zero = Operands.CastTo(call, zero, merge.DataType);
                state = new LambdaParameter(zero.DataType, true);
                merge = call.BindLambda(call.Arguments[2], state, new LambdaParameter(array.ElementType, array.ContainsNull));
            }
            else if (TypeCoercion.ImplicitCast(merge.Body, zero.DataType, call.Session.Ansi, call.Session.TimeZone) is { } body) merge = merge with { Body = body };
            else throw ArgumentChecks.UnexpectedType(call.Origin, Operands.Shown(call), 2, merge, zero.DataType.QuotedSql);
        }
        LambdaFunction finish;
        if (call.Arguments.Count > 3) finish = call.BindLambda(call.Arguments[3], state);
        else
        {
            var same = new LambdaVariable("id", zero.DataType, true, ExprId.Next());
            finish = new LambdaFunction(same, [same]);
        }
        return Lambdas.Call(call, Aggregate, null, Operands.CastTo(call, call.Arguments[0], array), zero, merge, finish);
    }

    // Step by step over all rows at once: the i-th step merges the i-th elements of the rows that have one.
    private static void AggregateKernel(KernelCall call)
    {
        var (merge, finish) = (Lambdas.Body(call), Lambdas.Body(call, 1));
        var (arrays, zero) = (call.Arguments[0], call.Arguments[1]);
        var states = new ColumnVector(zero.Type, call.Context.Allocator, Math.Max(1, call.Selection.Count));
        var next = new ColumnVector(zero.Type, call.Context.Allocator, Math.Max(1, call.Selection.Count));
        try
        {
            var rows = new List<int>();
            for (var k = 0; k < call.Selection.Count; k++)
            {
                var row = call.Selection[k];
                if (arrays.IsNull(row)) { call.Result.SetNull(row); continue; }
                VectorCopy.AppendRow(states, rows.Count, zero, row);
                rows.Add(row);
            }
            for (var step = 0; ; step++)
            {
                merge.Start();
                var active = 0;
                for (var i = 0; i < rows.Count; i++)
                {
                    var entry = Entry(arrays, rows[i]);
                    if (step >= entry.Length) continue;
                    ValueCopy.AppendOne(merge.Parameters[0], states, i);
                    ValueCopy.AppendOne(merge.Parameters[1], arrays.Children[0], entry.Offset + step);
                    merge.Add(call, rows[i]);
                    active++;
                }
                if (active == 0) break;
                var merged = merge.Finish();
                next.Reset(rows.Count);
                for (int i = 0, at = 0; i < rows.Count; i++)
                {
                    if (step < Entry(arrays, rows[i]).Length) VectorCopy.AppendRow(next, i, merged, at++);
                    else VectorCopy.AppendRow(next, i, states, i);
                }
                (states, next) = (next, states);
            }
            finish.Start();
            for (var i = 0; i < rows.Count; i++)
            {
                ValueCopy.AppendOne(finish.Parameters[0], states, i);
                finish.Add(call, rows[i]);
            }
            var results = finish.Finish();
            for (var i = 0; i < rows.Count; i++) ValueCopy.One(call.Result, rows[i], results, i);
        }
        finally
        {
            states.Dispose();
            next.Dispose();
        }
    }

    private static ListEntry Entry(ColumnVector arrays, int row) => arrays.Values<ListEntry>()[arrays.Position(row)];

    private static Expression BindSort(FunctionCall call)
    {
        if (call.Arguments.Count == 1) return Sort.Bind(call);
        var array = Lambdas.ArrayAt(call, 0);
        var element = new LambdaParameter(array.ElementType, array.ContainsNull);
        var lambda = call.BindLambda(call.Arguments[1], element, element);
        var bound = (ScalarCall)Lambdas.Call(call, SortBy, null, call.Arguments[0], lambda);
        if (lambda.DataType is not IntegerType) throw ArgumentChecks.UnexpectedType(bound, 1, lambda, "\"INT\"");
        return bound;
    }

    private sealed class NullsLast(ColumnVector child) : IComparer<int>
    {
        public int Compare(int x, int y)
        {
            var (a, b) = (ValueOrder.IsNull(child, x), ValueOrder.IsNull(child, y));
            return a || b ? a.CompareTo(b) : ValueOrder.Compare(child, x, child, y);
        }
    }

    private static void SortKernel(KernelCall call)
    {
        var arrays = call.Arguments[0];
        var order = new NullsLast(arrays.Children[0]);
        for (var k = 0; k < call.Selection.Count; k++) Write(call, call.Selection[k], Positions(Entry(arrays, call.Selection[k])).Order(order));
    }

    private static IEnumerable<int> Positions(ListEntry entry) => Enumerable.Range(entry.Offset, entry.Length);

    private static void Write(KernelCall call, int row, IEnumerable<int> positions)
    {
        var target = call.Result.Children[0];
        var start = target.Count;
        foreach (var position in positions) ValueCopy.AppendOne(target, call.Arguments[0].Children[0], position);
        call.Result.Set(row, new ListEntry(start, target.Count - start));
    }

    private static void SortByKernel(KernelCall call)
    {
        var arrays = call.Arguments[0];
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            if (arrays.IsNull(row)) { call.Result.SetNull(row); continue; }
            Write(call, row, MergeSort([.. Positions(Entry(arrays, row))], call, row));
        }
    }

    // Stable, and never confused by a comparison that contradicts itself.
    private static int[] MergeSort(int[] positions, KernelCall call, int row)
    {
        if (positions.Length < 2) return positions;
        var left = MergeSort(positions[..(positions.Length / 2)], call, row);
        var right = MergeSort(positions[(positions.Length / 2)..], call, row);
        var (merged, i, j) = (new int[positions.Length], 0, 0);
        for (var at = 0; at < merged.Length; at++)
            merged[at] = j == right.Length || i < left.Length && Compare(left[i], right[j], call, row) <= 0 ? left[i++] : right[j++];
        return merged;
    }

    private static int Compare(int x, int y, KernelCall call, int row)
    {
        var body = Lambdas.Body(call);
        var child = call.Arguments[0].Children[0];
        body.Start();
        ValueCopy.AppendOne(body.Parameters[0], child, x);
        ValueCopy.AppendOne(body.Parameters[1], child, y);
        body.Add(call, row);
        var result = body.Finish();
        return result.IsNull(0) ? throw call.Error("COMPARATOR_RETURNS_NULL", ("firstValue", Show(child, x)), ("secondValue", Show(child, y))) : result.Values<int>()[0];
    }

    private static string Show(ColumnVector child, int position) => new Literal(LiteralVectors.Read(child, position), child.Type).Sql;
}
