using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Columnar.Tests.Vectors;

public sealed class VectorCopyTests
{
    [Fact]
    public unsafe void Texts_of_every_length_are_copied()
    {
        using var memory = new MemoryAllocator(MemoryManager.Process, "test");
        using var source = new ColumnVector(StringType.Instance, memory, 64);
        var texts = new string?[64];
        for (var row = 0; row < 64; row++)
        {
            // Some are larger than what is copied in one piece.
            texts[row] = row % 11 == 5 ? null : new string((char)('a' + row % 26), row % 20 == 19 ? 700_000 * (row / 20) : row % 9);
            if (texts[row] is { } text) source.SetString(row, System.Text.Encoding.UTF8.GetBytes(text));
            else source.SetNull(row);
        }
        ushort* odd = stackalloc ushort[32];
        for (var k = 0; k < 32; k++) odd[k] = (ushort)(2 * k + 1);
        using var target = new ColumnVector(StringType.Instance, memory);
        VectorCopy.Append(target, 0, source, new Selection(64));
        VectorCopy.Append(target, 64, source, new Selection(odd, 32));
        source.Reset(0);
        for (var row = 0; row < 96; row++)
        {
            var text = texts[row < 64 ? row : odd[row - 64]];
            Assert.Equal(text is null, target.IsNull(row));
            if (text is null) continue;
            Assert.Equal(text, target.Get<StringView>(row).ToString());
            Assert.Equal(new StringView(target.Get<StringView>(row).Data, text.Length), target.Get<StringView>(row));
        }
    }
}
