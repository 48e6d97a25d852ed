using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Catalyst.Functions.Text;

/// <summary>Makes a text of a text: the result lies in the input or in memory taken from the vector's arena.</summary>
interface ITextMap
{
    static abstract StringView Apply(StringView text, ColumnVector result);
}

/// <summary>Loops of kernels on text.</summary>
static class TextKernel
{
    public static void Map<TOp>(KernelCall call) where TOp : struct, ITextMap
    {
        var texts = call.In<StringView>(0);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            call.Result.Set(row, TOp.Apply(texts[row], call.Result));
        }
    }
}
