using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Collections;

/// <summary>Arrays as sets: distinct, union, intersection, difference, overlap.</summary>
static unsafe class ArraySets
{
    public static FunctionDefinition[] All =>
    [
        new Scalar("array_distinct", [TypeClass.Array], a => a[0].DataType, Distinct) { Check = ArgumentChecks.CheckOrdered },
        new Scalar("array_union", [TypeClass.Array, TypeClass.Array], ArrayTypes.Merged, Union) { Check = ArgumentChecks.CheckOrdered, Adapt = ArrayTypes.ToCommonArray },
        new Scalar("array_intersect", [TypeClass.Array, TypeClass.Array], a => new ArrayType(ArrayTypes.Array(a[0]).ElementType, ArrayTypes.Array(a[0]).ContainsNull && ArrayTypes.Array(a[1]).ContainsNull), call => Filter(call, true)) { Check = ArgumentChecks.CheckOrdered, Adapt = ArrayTypes.ToCommonArray },
        new Scalar("array_except", [TypeClass.Array, TypeClass.Array], a => a[0].DataType, call => Filter(call, false)) { Check = ArgumentChecks.CheckOrdered, Adapt = ArrayTypes.ToCommonArray },
        new Scalar("arrays_overlap", [TypeClass.Array, TypeClass.Array], BooleanType.Instance, Overlap) { Check = ArgumentChecks.CheckOrdered, Adapt = ArrayTypes.ToCommonArray, NullableWhen = a => a.Any(x => ArrayTypes.Array(x).ContainsNull) },
    ];

    /// <summary>Places of values by their hash.</summary>
    private sealed class ValueSet
    {
        private readonly Dictionary<int, List<(ColumnVector Vector, int Position)>> _places = [];
        private bool _hasNull;

        public void Clear() { _places.Clear(); _hasNull = false; }

        public bool Contains(ColumnVector vector, int position)
        {
            if (ValueOrder.IsNull(vector, position)) return _hasNull;
            return _places.TryGetValue(ValueHash.Of<int, Murmur3Hash>(vector, position, 42), out var places) && places.Exists(p => ValueOrder.Equal(p.Vector, p.Position, vector, position));
        }

        /// <summary>False where it is there already.</summary>
        public bool Add(ColumnVector vector, int position)
        {
            if (ValueOrder.IsNull(vector, position)) return !_hasNull && (_hasNull = true);
            var hash = ValueHash.Of<int, Murmur3Hash>(vector, position, 42);
            if (!_places.TryGetValue(hash, out var places)) _places[hash] = places = [];
            if (places.Exists(p => ValueOrder.Equal(p.Vector, p.Position, vector, position))) return false;
            places.Add((vector, position));
            return true;
        }
    }

    private static ListEntry Entry(ColumnVector arrays, int row) => arrays.Values<ListEntry>()[arrays.Position(row)];

    private static void Distinct(KernelCall call)
    {
        var (arrays, set) = (call.Arguments[0], new ValueSet());
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            set.Clear();
            var start = call.Result.Children[0].Count;
            AddDistinct(call.Result.Children[0], arrays.Children[0], Entry(arrays, row), set);
            call.Result.Set(row, new ListEntry(start, call.Result.Children[0].Count - start));
        }
    }

    private static void AddDistinct(ColumnVector target, ColumnVector child, ListEntry entry, ValueSet set)
    {
        for (var i = entry.Offset; i < entry.Offset + entry.Length; i++)
            if (set.Add(child, i)) ValueCopy.AppendOne(target, child, i);
    }

    private static void Union(KernelCall call)
    {
        var (left, right, set) = (call.Arguments[0], call.Arguments[1], new ValueSet());
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            set.Clear();
            var start = call.Result.Children[0].Count;
            AddDistinct(call.Result.Children[0], left.Children[0], Entry(left, row), set);
            AddDistinct(call.Result.Children[0], right.Children[0], Entry(right, row), set);
            call.Result.Set(row, new ListEntry(start, call.Result.Children[0].Count - start));
        }
    }

    private static void Filter(KernelCall call, bool keepCommon)
    {
        var (left, right) = (call.Arguments[0], call.Arguments[1]);
        var (others, seen) = (new ValueSet(), new ValueSet());
        var target = call.Result.Children[0];
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            others.Clear();
            seen.Clear();
            var (entry, other) = (Entry(left, row), Entry(right, row));
            for (var i = other.Offset; i < other.Offset + other.Length; i++) others.Add(right.Children[0], i);
            var start = target.Count;
            for (var i = entry.Offset; i < entry.Offset + entry.Length; i++)
                if (others.Contains(left.Children[0], i) == keepCommon && seen.Add(left.Children[0], i)) ValueCopy.AppendOne(target, left.Children[0], i);
            call.Result.Set(row, new ListEntry(start, target.Count - start));
        }
    }

    private static void Overlap(KernelCall call)
    {
        var (left, right, set) = (call.Arguments[0], call.Arguments[1], new ValueSet());
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            set.Clear();
            var (a, b) = (Entry(left, row), Entry(right, row));
            var (found, hasNull) = (false, false);
            for (var i = a.Offset; i < a.Offset + a.Length; i++)
                if (ValueOrder.IsNull(left.Children[0], i)) hasNull = true;
                else set.Add(left.Children[0], i);
            for (var i = b.Offset; i < b.Offset + b.Length && !found; i++)
                if (ValueOrder.IsNull(right.Children[0], i)) hasNull = true;
                else found = set.Contains(right.Children[0], i);
            if (!found && hasNull && a.Length > 0 && b.Length > 0) call.Result.SetNull(row);
            else call.Result.Set(row, found);
        }
    }
}
