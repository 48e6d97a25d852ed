using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Expressions.Evaluation.Casts;

/// <summary>Arrays and maps, child by child.</summary>
sealed class ListCaster(Cast cast, DataType from, DataType to, Caster?[] children) : Caster(cast, from, to)
{
    protected override bool TryConvert(ColumnVector flat, int at, ColumnVector result, int row)
    {
        var entry = flat.Get<ListEntry>(at);
        var start = result.Children[0].Count;
        for (var c = 0; c < children.Length; c++)
        {
            var (source, target) = (flat.Children[c], result.Children[c]);
            if (children[c] is not { } caster)
            {
                VectorCopy.AppendRange(target, start, source, entry.Offset, entry.Length);
                continue;
            }
            target.EnsureCapacity(start + entry.Length);
            target.Count = start + entry.Length;
            for (var i = 0; i < entry.Length; i++)
            {
                if (source.Physical == PhysicalType.Null || source.IsNull(entry.Offset + i)) target.SetNull(start + i);
                else caster.One(source, entry.Offset + i, target, start + i);
            }
        }
        result.Set(row, new ListEntry(start, entry.Length));
        return true;
    }
}

/// <summary>Structs, field by field.</summary>
sealed class StructCaster(Cast cast, DataType from, DataType to, Caster?[] fields) : Caster(cast, from, to)
{
    protected override bool TryConvert(ColumnVector flat, int at, ColumnVector result, int row)
    {
        for (var c = 0; c < fields.Length; c++)
        {
            var (source, target) = (flat.Children[c], result.Children[c]);
            target.EnsureCapacity(row + 1);
            if (source.Physical == PhysicalType.Null || source.IsNull(at)) target.SetNull(row);
            else if (fields[c] is { } caster) caster.One(source, at, target, row);
            else VectorCopy.AppendRow(target, row, source, at);
        }
        return true;
    }
}
