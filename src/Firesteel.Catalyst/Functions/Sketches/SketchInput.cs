using System.Runtime.InteropServices;
using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Sketches;

/// <summary>The hash by which a sketch knows a value.</summary>
static class SketchInput
{
    /// <summary>False for nothing at all: null, and text or bytes of no length.</summary>
    public static bool TryHash(ColumnVector vector, int row, out (ulong Low, ulong High) hash)
    {
        hash = default;
        if (ValueComparer.IsNull(vector, row)) return false;
        var flat = ValueComparer.Locate(vector, ref row);
        switch (flat.Physical)
        {
            case PhysicalType.String:
                var text = flat.Get<StringView>(row);
                if (text.Length == 0) return false;
                hash = SketchHash.Of(text.Span);
                return true;
            case PhysicalType.Int8: hash = SketchHash.OfLong(flat.Get<sbyte>(row)); return true;
            case PhysicalType.Int16: hash = SketchHash.OfLong(flat.Get<short>(row)); return true;
            case PhysicalType.Int32: hash = SketchHash.OfLong(flat.Get<int>(row)); return true;
            case PhysicalType.Int64: hash = SketchHash.OfLong(flat.Get<long>(row)); return true;
            case PhysicalType.Float32: hash = SketchHash.OfDouble(flat.Get<float>(row)); return true;
            case PhysicalType.Float64: hash = SketchHash.OfDouble(flat.Get<double>(row)); return true;
            case PhysicalType.Array:
                var entry = flat.Get<ListEntry>(row);
                if (entry.Length == 0) return false;
                hash = SketchHash.Of(Elements(flat.Children[0], entry));
                return true;
            default: return false;
        }
    }

    private static unsafe ReadOnlySpan<byte> Elements(ColumnVector elements, ListEntry entry) => ((ArrayElement)elements.ElementSize) switch
    {
        ArrayElement.Int => MemoryMarshal.AsBytes(new ReadOnlySpan<int>(elements.Values<int>() + entry.Offset, entry.Length)),
        _ => MemoryMarshal.AsBytes(new ReadOnlySpan<long>(elements.Values<long>() + entry.Offset, entry.Length)),
    };

    private enum ArrayElement { Int = 4, Long = 8 }
}
