using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Catalyst.Functions.Collections;

/// <summary>Kernels that make arrays of whole arrays or single values.</summary>
static unsafe class ArrayBuilding
{
    public static void Concat(KernelCall call)
    {
        var child = call.Result.Children[0];
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var start = child.Count;
            foreach (var argument in call.Arguments)
            {
                var entry = argument.Values<ListEntry>()[argument.Position(row)];
                ValueCopy.Append(child, argument.Children[0], entry.Offset, entry.Length);
            }
            call.Result.Set(row, new ListEntry(start, child.Count - start));
        }
    }
}
