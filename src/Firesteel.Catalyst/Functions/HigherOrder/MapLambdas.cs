using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Collections;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.HigherOrder;

/// <summary>map_filter, transform_keys, transform_values and map_zip_with.</summary>
static unsafe class MapLambdas
{
    public static FunctionDefinition[] All =>
    [
        new Rewrite("map_filter", 2, 2, c => Bind(c, Filter)) { IsTransparent = true },
        new Rewrite("transform_keys", 2, 2, c => Bind(c, Keys)) { IsTransparent = true },
        new Rewrite("transform_values", 2, 2, c => Bind(c, Values)) { IsTransparent = true },
        new Rewrite("map_zip_with", 3, 3, BindZip) { IsTransparent = true },
    ];

    private static readonly Scalar Filter = Lambdas.Define("map_filter", 2, a => a[0].DataType, FilterKernel);
    private static readonly Scalar Keys = Lambdas.Define("transform_keys", 2, a => new MapType(a[1].DataType, ArrayTypes.Map(a[0]).ValueType, ArrayTypes.Map(a[0]).ValueContainsNull), KeysKernel);
    private static readonly Scalar Values = Lambdas.Define("transform_values", 2, a => new MapType(ArrayTypes.Map(a[0]).KeyType, a[1].DataType, a[1].Nullable), ValuesKernel);
    private static readonly Scalar Zip = Lambdas.Define("map_zip_with", 3, a => new MapType(ArrayTypes.Map(a[0]).KeyType, a[2].DataType, a[2].Nullable), ZipKernel, a => a[0].Nullable || a[1].Nullable);

    private static Expression Bind(FunctionCall call, Scalar function)
    {
        var map = Lambdas.MapAt(call, 0);
        var lambda = call.BindLambda(call.Arguments[1], new LambdaParameter(map.KeyType, false), new LambdaParameter(map.ValueType, map.ValueContainsNull));
        var bound = (ScalarCall)Lambdas.Call(call, function, MapKeys.Policy(call), Operands.CastTo(call, call.Arguments[0], map), lambda);
        if (function == Keys) ArgumentChecks.CheckMapKey(call.Origin, bound.Sql, lambda.DataType);
        if (function == Filter && lambda.DataType is not BooleanType) throw ArgumentChecks.UnexpectedType(bound, 1, lambda, "\"BOOLEAN\"");
        return bound;
    }

    private static ListEntry Entry(ColumnVector maps, int row) => maps.Values<ListEntry>()[maps.Position(row)];

    private static ColumnVector RunOverEntries(KernelCall call)
    {
        var body = Lambdas.Body(call);
        var maps = call.Arguments[0];
        body.Start();
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            if (maps.IsNull(row)) continue;
            var entry = Entry(maps, row);
            for (var i = entry.Offset; i < entry.Offset + entry.Length; i++)
            {
                ValueCopy.AppendOne(body.Parameters[0], maps.Children[0], i);
                ValueCopy.AppendOne(body.Parameters[1], maps.Children[1], i);
                body.Add(call, row);
            }
        }
        return body.Finish();
    }

    private static void FilterKernel(KernelCall call)
    {
        var results = RunOverEntries(call);
        var (maps, at) = (call.Arguments[0], 0);
        var (keys, values) = (call.Result.Children[0], call.Result.Children[1]);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            if (maps.IsNull(row)) { call.Result.SetNull(row); continue; }
            var entry = Entry(maps, row);
            var start = keys.Count;
            for (var i = entry.Offset; i < entry.Offset + entry.Length; i++, at++)
            {
                if (results.IsNull(at) || !results.Values<bool>()[at]) continue;
                ValueCopy.AppendOne(keys, maps.Children[0], i);
                ValueCopy.AppendOne(values, maps.Children[1], i);
            }
            call.Result.Set(row, new ListEntry(start, keys.Count - start));
        }
    }

    private static void KeysKernel(KernelCall call)
    {
        var results = RunOverEntries(call);
        var (maps, at) = (call.Arguments[0], 0);
        var target = new MapKeys(call);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            if (maps.IsNull(row)) { call.Result.SetNull(row); continue; }
            var entry = Entry(maps, row);
            target.Start();
            for (var i = entry.Offset; i < entry.Offset + entry.Length; i++, at++) target.Add(results, at, maps.Children[1], i);
            target.Finish(row);
        }
    }

    private static void ValuesKernel(KernelCall call)
    {
        var results = RunOverEntries(call);
        var (maps, at) = (call.Arguments[0], 0);
        var (keys, values) = (call.Result.Children[0], call.Result.Children[1]);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            if (maps.IsNull(row)) { call.Result.SetNull(row); continue; }
            var entry = Entry(maps, row);
            var start = keys.Count;
            ValueCopy.Append(keys, maps.Children[0], entry.Offset, entry.Length);
            ValueCopy.Append(values, results, at, entry.Length);
            call.Result.Set(row, new ListEntry(start, entry.Length));
            at += entry.Length;
        }
    }

    private static Expression BindZip(FunctionCall call)
    {
        var (left, right) = (Lambdas.MapAt(call, 0), Lambdas.MapAt(call, 1));
        var key = TypeCoercion.WidestCommonTypeWithoutStrings([left.KeyType, right.KeyType], call.Session.Ansi)
            ?? throw ArgumentChecks.Error(call.Origin, "DATATYPE_MISMATCH.MAP_ZIP_WITH_DIFF_TYPES", ("sqlExpr", ArgumentChecks.Quote(Operands.Shown(call))), ("functionName", "`map_zip_with`"),
                ("leftType", ArgumentChecks.Quote(left.KeyType)), ("rightType", ArgumentChecks.Quote(right.KeyType)));
        var lambda = call.BindLambda(call.Arguments[2], new LambdaParameter(key, false), new LambdaParameter(left.ValueType, true), new LambdaParameter(right.ValueType, true));
        return Lambdas.Call(call, Zip, null, Operands.CastTo(call, call.Arguments[0], left with { KeyType = key }), Operands.CastTo(call, call.Arguments[1], right with { KeyType = key }), lambda);
    }

    private static int Find(ColumnVector keys, ListEntry entry, ColumnVector source, int key)
    {
        for (var i = entry.Offset; i < entry.Offset + entry.Length; i++)
            if (ValueOrder.Equal(keys, i, source, key)) return i;
        return -1;
    }

    private static void ZipKernel(KernelCall call)
    {
        var body = Lambdas.Body(call);
        var (left, right) = (call.Arguments[0], call.Arguments[1]);
        var keys = call.Result.Children[0];
        body.Start();
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            if (left.IsNull(row) || right.IsNull(row)) { call.Result.SetNull(row); continue; }
            var (a, b) = (Entry(left, row), Entry(right, row));
            var start = keys.Count;
            for (var i = a.Offset; i < a.Offset + a.Length; i++) One(call, row, body, left.Children[0], i, left, i, right, Find(right.Children[0], b, left.Children[0], i));
            for (var i = b.Offset; i < b.Offset + b.Length; i++)
                if (Find(left.Children[0], a, right.Children[0], i) < 0) One(call, row, body, right.Children[0], i, left, -1, right, i);
            call.Result.Set(row, new ListEntry(start, keys.Count - start));
        }
        var results = body.Finish();
        ValueCopy.Append(call.Result.Children[1], results, 0, results.Count);
    }

    private static void One(KernelCall call, int row, LambdaBody body, ColumnVector keys, int key, ColumnVector left, int leftAt, ColumnVector right, int rightAt)
    {
        ValueCopy.AppendOne(call.Result.Children[0], keys, key);
        ValueCopy.AppendOne(body.Parameters[0], keys, key);
        Put(body.Parameters[1], left, leftAt);
        Put(body.Parameters[2], right, rightAt);
        body.Add(call, row);
    }

    private static void Put(ColumnVector target, ColumnVector map, int at)
    {
        if (at < 0) ValueCopy.AppendNull(target);
        else ValueCopy.AppendOne(target, map.Children[1], at);
    }
}
