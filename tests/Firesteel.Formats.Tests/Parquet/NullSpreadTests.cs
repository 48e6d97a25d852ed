using System.Runtime.Intrinsics.X86;
using Firesteel.Formats.Buffers;
using Firesteel.Formats.Parquet.Reading;
using Xunit;

namespace Firesteel.Formats.Tests.Parquet;

/// <summary>Values move to the rows that are not null, in every variant alike.</summary>
public sealed unsafe class NullSpreadTests
{
    [Fact]
    public void VariantsAgreeWithTheDefinition()
    {
        foreach (var size in new[] { 1, 2, 4, 8, 16 })
        {
            for (var seed = 0; seed < 200; seed++)
            {
                var random = new Random(seed);
                var nulls = new byte[random.Next(1, 400)];
                var share = random.NextDouble();
                for (var i = 0; i < nulls.Length; i++) nulls[i] = random.NextDouble() < share ? (byte)1 : (byte)0;
                var present = nulls.Count(n => n == 0);
                var dense = new byte[nulls.Length * size];
                random.NextBytes(dense);
                var expected = new byte[dense.Length];
                for (int i = 0, from = 0; i < nulls.Length; i++)
                    if (nulls[i] == 0) dense.AsSpan(from++ * size, size).CopyTo(expected.AsSpan(i * size));
                Assert.Equal(expected, Run(NullSpread.SpreadScalar, dense, size, nulls, present));
                if (Avx512Vbmi2.IsSupported) Assert.Equal(expected, Run(NullSpread.SpreadAvx512, dense, size, nulls, present));
            }
        }
    }

    private delegate void Spreader(byte* data, int size, byte* nulls, int count, int present);

    private static byte[] Run(Spreader spread, byte[] dense, int size, byte[] nulls, int present)
    {
        var data = new byte[dense.Length + 64];
        dense.CopyTo(data, 0);
        fixed (byte* target = data, flags = nulls) spread(target, size, flags, nulls.Length, present);
        return data[..dense.Length];
    }
}
