using Firesteel.Columnar.Kernels;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Numerics;
using Firesteel.Types;
using Xunit;

namespace Firesteel.Columnar.Tests.Kernels;

/// <summary>Vectorised kernels against what one value at a time gives.</summary>
public sealed unsafe class KernelTests : IDisposable
{
    private readonly MemoryAllocator _allocator = new(MemoryManager.Process, "test");

    public void Dispose() => _allocator.Dispose();

    private ColumnVector Column<T>(DataType type, T[] values, Func<int, bool>? isNull = null) where T : unmanaged
    {
        var vector = new ColumnVector(type, _allocator);
        vector.Reset(values.Length);
        for (var i = 0; i < values.Length; i++)
            if (isNull?.Invoke(i) == true) vector.SetNull(i); else vector.Set(i, values[i]);
        return vector;
    }

    private ColumnVector Text(params string[] values)
    {
        var vector = new ColumnVector(StringType.Instance, _allocator);
        vector.Reset(values.Length);
        for (var i = 0; i < values.Length; i++) vector.SetString(i, System.Text.Encoding.UTF8.GetBytes(values[i]));
        return vector;
    }

    [Theory, InlineData(1, 1), InlineData(1000, 400), InlineData(1000, 3), InlineData(4096, 1)]
    public void ARunOfEqualKeysEndsWhereOneKeyChanges(int count, int longest)
    {
        var random = new Random(count + longest);
        var runs = new List<int>();
        while (runs.Count < count) runs.AddRange(Enumerable.Repeat(runs.Count, random.Next(1, longest + 1)));
        var rows = runs.Take(count).ToArray();
        ColumnVector[][] keySets =
        [
            [],
            [Column(LongType.Instance, rows.Select(r => (long)r).ToArray())],
            [Column(IntegerType.Instance, rows.Select(r => r / 700).ToArray()), Text([.. rows.Select(r => $"a text that is not short {r}")])],
            [Column(DoubleType.Instance, rows.Select(r => r % 2 == 0 ? double.NaN : r).ToArray()), Column(LongType.Instance, rows.Select(r => (long)r).ToArray(), i => rows[i] % 3 == 0)],
        ];
        var sparse = Enumerable.Range(0, count).Where(_ => random.Next(3) > 0).Select(i => (ushort)i).ToArray();
        fixed (ushort* indices = sparse)
            foreach (var keys in keySets)
                foreach (var selection in new[] { new Selection(count), new Selection(indices, sparse.Length) })
                    for (var from = 0; from < selection.Count;)
                    {
                        var end = from + 1;
                        while (end < selection.Count && KeyMatch.Rows(keys, selection[from], keys, selection[end])) end++;
                        Assert.Equal(end, from = KeyMatch.RunEnd(keys, selection, from));
                    }
    }

    [Theory, InlineData(0), InlineData(1), InlineData(7), InlineData(8), InlineData(100), InlineData(4096)]
    public void ComparisonsPickTheRowsThatPass(int count)
    {
        var random = new Random(count);
        double[] special = [double.NaN, 0.0, -0.0, double.PositiveInfinity, 1, -1];
        var doubles = Enumerable.Range(0, count).Select(_ => special[random.Next(special.Length)]).ToArray();
        var others = Enumerable.Range(0, count).Select(_ => special[random.Next(special.Length)]).ToArray();
        var longs = Enumerable.Range(0, count).Select(_ => random.NextInt64(-3, 4)).ToArray();
        foreach (var test in Enum.GetValues<CompareTest>())
        {
            Check(test, Column(DoubleType.Instance, doubles), Column(DoubleType.Instance, others), count);
            Check(test, Column(DoubleType.Instance, doubles, i => i % 3 == 0), Column(DoubleType.Instance, others, i => i % 5 == 0), count);
            Check(test, Column(LongType.Instance, longs, i => i % 4 == 1), Constant(LongType.Instance, 1L), count);
            Check(test, Constant(IntegerType.Instance, 0), Column(IntegerType.Instance, longs.Select(l => (int)l).ToArray()), count);
            Check(test, Column(FloatType.Instance, doubles.Select(d => (float)d).ToArray()), Constant(FloatType.Instance, float.NaN), count);
        }
    }

    [Theory, InlineData(1), InlineData(2), InlineData(7), InlineData(200), InlineData(1_000_003), InlineData(int.MaxValue)]
    public void PartitionsAreRemaindersThatAreNeverNegative(int partitions)
    {
        var random = new Random(partitions);
        int[] hashes = [int.MinValue, int.MinValue + 1, -partitions, -1, 0, 1, partitions, int.MaxValue, .. Enumerable.Range(0, 1000).Select(_ => random.Next(int.MinValue, int.MaxValue))];
        int[] expected = [.. hashes.Select(h => (int)(((long)h % partitions + partitions) % partitions))];
        fixed (int* p = hashes) Murmur3Hash.ToPartitions(p, hashes.Length, partitions);
        Assert.Equal(expected, hashes);
    }

    private ColumnVector Constant<T>(DataType type, T value) where T : unmanaged
    {
        var vector = Column(type, [value]);
        vector.MakeConstant();
        return vector;
    }

    private void Check(CompareTest test, ColumnVector left, ColumnVector right, int count)
    {
        var expected = Enumerable.Range(0, count).Where(i => !left.IsNull(i) && !right.IsNull(i) && Holds(test, ValueComparer.Compare(left, i, right, i))).ToList();
        var output = (ushort*)_allocator.Allocate(2L * count + 64).Pointer;
        Assert.Equal(expected, Read(output, CompareKernels.Select(test, left, right, new Selection(count), output)));
        var odd = Enumerable.Range(0, count).Where(i => i % 2 == 1).ToArray();
        for (var k = 0; k < odd.Length; k++) output[k] = (ushort)odd[k];
        Assert.Equal(expected.Where(i => i % 2 == 1), Read(output, CompareKernels.Select(test, left, right, new Selection(output, odd.Length), output)));
    }

    private static List<int> Read(ushort* rows, int count)
    {
        var list = new List<int>();
        for (var k = 0; k < count; k++) list.Add(rows[k]);
        return list;
    }

    private static bool Holds(CompareTest test, int order) => test switch
    {
        CompareTest.Equal => order == 0,
        CompareTest.NotEqual => order != 0,
        CompareTest.Less => order < 0,
        CompareTest.LessOrEqual => order <= 0,
        CompareTest.Greater => order > 0,
        _ => order >= 0,
    };

    [Fact]
    public void Murmur3IsTheSameForManyAsForOne()
    {
        var random = new Random(5);
        var longs = Enumerable.Range(0, 101).Select(_ => random.NextInt64()).ToArray();
        var hashes = (int*)_allocator.Allocate(4 * 101).Pointer;
        Murmur3Hash.Hash([Column(LongType.Instance, longs)], new Selection(101), hashes);
        for (var i = 0; i < longs.Length; i++) Assert.Equal(Murmur3.HashLong(longs[i], Murmur3.Seed), hashes[i]);
        Murmur3Hash.Hash([Column(LongType.Instance, longs, i => i == 3), Text([.. longs.Select(l => $"{l}")])], new Selection(101), hashes);
        Assert.Equal(Murmur3.HashBytes(System.Text.Encoding.UTF8.GetBytes($"{longs[3]}"), Murmur3.Seed), hashes[3]);
        Murmur3Hash.ToPartitions(hashes, 101, 7);
        for (var i = 0; i < 101; i++) Assert.InRange(hashes[i], 0, 6);
    }

    [Fact]
    public void KeysHashAlikeInEveryEncoding()
    {
        var values = Text("a", "", "a long text, longer than sixteen bytes", "a");
        var dictionary = Text("", "a", "a long text, longer than sixteen bytes");
        dictionary.Count = 3;
        var encoded = new ColumnVector(StringType.Instance, _allocator);
        var codes = encoded.StartCodes(dictionary, 4, null);
        (codes[0], codes[1], codes[2], codes[3]) = (1, 0, 2, 1);
        var flat = (ulong*)_allocator.Allocate(32).Pointer;
        var byCode = (ulong*)_allocator.Allocate(32).Pointer;
        KeyHash.Hash([values], new Selection(4), flat);
        KeyHash.Hash([encoded], new Selection(4), byCode);
        for (var i = 0; i < 4; i++) Assert.Equal(flat[i], byCode[i]);
        Assert.Equal(flat[0], flat[3]);
        Assert.NotEqual(flat[0], flat[1]);
        var zeros = Column(DoubleType.Instance, [0.0, -0.0, double.NaN, -double.NaN]);
        KeyHash.Hash([zeros], new Selection(4), flat);
        Assert.Equal(flat[0], flat[1]);
        Assert.Equal(flat[2], flat[3]);
    }

    [Theory, InlineData(true, true), InlineData(true, false), InlineData(false, true), InlineData(false, false)]
    public void SortKeysOrderAsValuesDo(bool ascending, bool nullsFirst)
    {
        var direction = new SortDirection(ascending, nullsFirst);
        ColumnVector[] columns =
        [
            Column(LongType.Instance, [0L, long.MinValue, long.MaxValue, -1, 5, 5], i => i == 4),
            Column(DoubleType.Instance, [0.0, -0.0, double.NaN, double.NegativeInfinity, -1.5, 2], i => i == 5),
            Column(new DecimalType(38, 0), [Int128.MinValue, Int128.MaxValue, 0, -1, 1, 1], i => i == 0),
            Text("b", "", "a", "aa", "ba", "b"),
        ];
        foreach (var column in columns)
        {
            var width = SortKeys.Width(column.Type);
            var keys = _allocator.Allocate(6 * width).Pointer;
            SortKeys.Encode(column, new Selection(6), direction, keys, width);
            for (var i = 0; i < 6; i++)
                for (var j = 0; j < 6; j++)
                    Assert.Equal(Math.Sign(RowComparer.CompareColumn(direction, column, i, column, j)),
                        Math.Sign(new ReadOnlySpan<byte>(keys + i * width, width).SequenceCompareTo(new ReadOnlySpan<byte>(keys + j * width, width))));
        }
    }
}
