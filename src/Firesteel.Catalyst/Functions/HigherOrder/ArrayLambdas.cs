using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Collections;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.HigherOrder;

/// <summary>transform, filter, exists, forall and zip_with.</summary>
static unsafe class ArrayLambdas
{
    public static FunctionDefinition[] All =>
    [
        new Rewrite("transform", 2, 2, c => Bind(c, Transform)) { IsTransparent = true },
        new Rewrite("filter", 2, 2, c => Bind(c, Filter, BooleanType.Instance)) { IsTransparent = true },
        new Rewrite("exists", 2, 2, c => Bind(c, Exists, BooleanType.Instance)) { IsTransparent = true },
        new Rewrite("forall", 2, 2, c => Bind(c, ForAll, BooleanType.Instance)) { IsTransparent = true },
        new Rewrite("zip_with", 3, 3, BindZip) { IsTransparent = true },
    ];

    private static readonly Scalar Transform = Lambdas.Define("transform", 2, a => new ArrayType(a[1].DataType, a[1].Nullable), TransformKernel);
    private static readonly Scalar Filter = Lambdas.Define("filter", 2, a => a[0].DataType, FilterKernel);
    private static readonly Scalar Exists = Lambdas.Define("exists", 2, _ => BooleanType.Instance, call => Test(call, true), a => a[0].Nullable || a[1].Nullable);
    private static readonly Scalar ForAll = Lambdas.Define("forall", 2, _ => BooleanType.Instance, call => Test(call, false), a => a[0].Nullable || a[1].Nullable);
    private static readonly Scalar Zip = Lambdas.Define("zip_with", 3, a => new ArrayType(a[2].DataType, a[2].Nullable), ZipKernel, a => a[0].Nullable || a[1].Nullable);

    private static Expression Bind(FunctionCall call, Scalar function, DataType? required = null)
    {
        var array = Lambdas.ArrayAt(call, 0);
        var element = new LambdaParameter(array.ElementType, array.ContainsNull);
        var takesIndex = function == Transform || function == Filter;
        var lambda = takesIndex && Lambdas.Arity(call.Arguments[1]) == 2
            ? call.BindLambda(call.Arguments[1], element, new LambdaParameter(IntegerType.Instance, false))
            : call.BindLambda(call.Arguments[1], element);
        if (required != null && lambda.DataType is NullType) lambda = lambda with { Body = Operands.CastTo(call, lambda.Body, required) };
        var arrayArgument = Operands.CastTo(call, call.Arguments[0], array);
        var bound = (ScalarCall)Lambdas.Call(call, function, null, arrayArgument, lambda);
        if (required != null && lambda.DataType != required) throw ArgumentChecks.UnexpectedType(bound, 1, lambda, required.QuotedSql);
        return bound;
    }

    private static ListEntry Entry(ColumnVector arrays, int row) => arrays.Values<ListEntry>()[arrays.Position(row)];

    /// <summary>The body's value for every element of every selected row.</summary>
    private static ColumnVector RunOverElements(KernelCall call)
    {
        var body = Lambdas.Body(call);
        var arrays = call.Arguments[0];
        body.Start();
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            if (arrays.IsNull(row)) continue;
            var entry = Entry(arrays, row);
            for (var i = 0; i < entry.Length; i++)
            {
                ValueCopy.AppendOne(body.Parameters[0], arrays.Children[0], entry.Offset + i);
                if (body.Count > 1) ValueCopy.AppendValue(body.Parameters[1], i);
                body.Add(call, row);
            }
        }
        return body.Finish();
    }

    private static void TransformKernel(KernelCall call)
    {
        var results = RunOverElements(call);
        var (arrays, target, at) = (call.Arguments[0], call.Result.Children[0], 0);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            if (arrays.IsNull(row)) { call.Result.SetNull(row); continue; }
            var length = Entry(arrays, row).Length;
            var start = target.Count;
            ValueCopy.Append(target, results, at, length);
            call.Result.Set(row, new ListEntry(start, length));
            at += length;
        }
    }

    private static void FilterKernel(KernelCall call)
    {
        var results = RunOverElements(call);
        var (arrays, target, at) = (call.Arguments[0], call.Result.Children[0], 0);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            if (arrays.IsNull(row)) { call.Result.SetNull(row); continue; }
            var entry = Entry(arrays, row);
            var start = target.Count;
            for (var i = 0; i < entry.Length; i++, at++)
                if (!results.IsNull(at) && results.Values<bool>()[at]) ValueCopy.AppendOne(target, arrays.Children[0], entry.Offset + i);
            call.Result.Set(row, new ListEntry(start, target.Count - start));
        }
    }

    // One element decides: true for exists, false for forall; else a null leaves it unknown.
    private static void Test(KernelCall call, bool decisive)
    {
        var results = RunOverElements(call);
        var (arrays, at) = (call.Arguments[0], 0);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            if (arrays.IsNull(row)) { call.Result.SetNull(row); continue; }
            var length = Entry(arrays, row).Length;
            var (found, unknown) = (false, false);
            for (var i = 0; i < length; i++, at++)
            {
                if (results.IsNull(at)) unknown = true;
                else found |= results.Values<bool>()[at] == decisive;
            }
            if (found) call.Result.Set(row, decisive);
            else if (unknown) call.Result.SetNull(row);
            else call.Result.Set(row, !decisive);
        }
    }

    private static Expression BindZip(FunctionCall call)
    {
        var (left, right) = (Lambdas.ArrayAt(call, 0), Lambdas.ArrayAt(call, 1));
        var lambda = call.BindLambda(call.Arguments[2], new LambdaParameter(left.ElementType, true), new LambdaParameter(right.ElementType, true));
        return Lambdas.Call(call, Zip, null, Operands.CastTo(call, call.Arguments[0], left), Operands.CastTo(call, call.Arguments[1], right), lambda);
    }

    private static void ZipKernel(KernelCall call)
    {
        var body = Lambdas.Body(call);
        var (left, right) = (call.Arguments[0], call.Arguments[1]);
        body.Start();
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            if (left.IsNull(row) || right.IsNull(row)) continue;
            var (a, b) = (Entry(left, row), Entry(right, row));
            for (var i = 0; i < Math.Max(a.Length, b.Length); i++)
            {
                Put(body.Parameters[0], left.Children[0], a, i);
                Put(body.Parameters[1], right.Children[0], b, i);
                body.Add(call, row);
            }
        }
        var results = body.Finish();
        var (target, at) = (call.Result.Children[0], 0);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            if (left.IsNull(row) || right.IsNull(row)) { call.Result.SetNull(row); continue; }
            var length = Math.Max(Entry(left, row).Length, Entry(right, row).Length);
            var start = target.Count;
            ValueCopy.Append(target, results, at, length);
            call.Result.Set(row, new ListEntry(start, length));
            at += length;
        }
    }

    private static void Put(ColumnVector target, ColumnVector source, ListEntry entry, int index)
    {
        if (index < entry.Length) ValueCopy.AppendOne(target, source, entry.Offset + index);
        else ValueCopy.AppendNull(target);
    }
}
