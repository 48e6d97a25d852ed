using System.Buffers.Binary;
using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Sketches;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Numerics;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Aggregates;

/// <summary>count_min_sketch(): the image of a count-min sketch, as Spark's library writes it.</summary>
sealed class CountMinFunction : AggregateFunction
{
    private static readonly TypeClass Values = new TypeClass.Strictly(TypeClass.OneOf(TypeClass.Integral, TypeClass.AnyString, TypeClass.Binary));

    public sealed record Setting(double Epsilon, double Confidence, int Seed);

    public override string Name => "count_min_sketch";
    public override ValueList<string> ParameterNames => ["column", "epsilon", "confidence", "seed"];
    public override ValueList<DataType> PartialTypes(AggregateCall call) => [BinaryType.Instance];
    public override Literal EmptyValue(AggregateCall call) => new(new BinaryValue(CountMinSketch.Create((Setting)call.State!).ToBytes()), BinaryType.Instance);
    public override AggregateKernel CreateKernel(AggregateCall call) => new CountMinKernel((Setting)call.State!);

    public override Expression Bind(FunctionCall call)
    {
        ArgumentChecks.Count(call, 4);
        var value = Operands.Fit(call, 0, Values);
        var epsilon = Constant<double>(call, 1, TypeClass.Double, "eps");
        var confidence = Constant<double>(call, 2, TypeClass.Double, "confidence");
        if (!(epsilon > 0)) throw OutOfRange(call, "eps", "(0.0, 1.7976931348623157E308]", epsilon);
        if (!(confidence > 0 && confidence < 1)) throw OutOfRange(call, "confidence", "(0.0, 1.0]", confidence);
        var seed = Operands.TryConstant<long>(call.Arguments[3], out var wide) ? unchecked((int)wide) : Constant<int>(call, 3, TypeClass.Int, "seed");
        return new AggregateCall(this, [value], BinaryType.Instance, false)
        {
            Name = Name, IsDistinct = call.IsDistinct, Filter = call.Filter, Origin = call.Origin, State = new Setting(epsilon, confidence, seed), Display = Operands.Shown(call),
        };
    }

    private static T Constant<T>(FunctionCall call, int index, TypeClass type, string name)
    {
        var argument = Operands.Fit(call, index, type);
        if (!argument.Foldable) throw ArgumentChecks.NotConstant(call.Origin, Operands.Shown(call), name, type.Default, call.Arguments[index]);
        return ConstantFolding.Evaluate(argument).Value is T value ? value : throw ArgumentChecks.UnexpectedNull(call.Origin, Operands.Shown(call), name);
    }

    private static AnalysisException OutOfRange(FunctionCall call, string name, string range, double value) => ArgumentChecks.Error(call.Origin, "DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE",
        ("sqlExpr", ArgumentChecks.Quote(Operands.Shown(call))), ("exprName", name), ("valueRange", range), ("currentValue", $"{new Literal(value, DoubleType.Instance).ToSql(SqlStyle.Exact)}"));
}

/// <summary>Rows of counters, each row with a hash of its own; a value's count is at most the smallest of its counters.</summary>
sealed class CountMinSketch(int depth, int width, long[] factors)
{
    private const int Version = 1;
    private const long Prime = (1L << 31) - 1;

    private readonly long[] _table = new long[depth * width];
    private long _total;

    public static CountMinSketch Create(CountMinFunction.Setting setting)
    {
        var width = Math.Max(1, (int)Math.Ceiling(2 / setting.Epsilon));
        var depth = Math.Max(1, (int)Math.Ceiling(-Math.Log(1 - setting.Confidence) / Math.Log(2)));
        var random = new JavaRandom(setting.Seed);
        var factors = new long[depth];
        for (var i = 0; i < depth; i++) factors[i] = random.NextInt(int.MaxValue);
        return new CountMinSketch(depth, width, factors);
    }

    public void Add(long value)
    {
        for (var i = 0; i < depth; i++)
        {
            var hash = unchecked(factors[i] * value);
            hash = unchecked(hash + (hash >> 32)) & Prime;
            _table[i * width + (int)hash % width]++;
        }
        _total++;
    }

    public void Add(ReadOnlySpan<byte> value)
    {
        var first = Murmur3.HashBytes(value, 0);
        var second = Murmur3.HashBytes(value, first);
        for (var i = 0; i < depth; i++) _table[i * width + Math.Abs(unchecked(first + i * second) % width)]++;
        _total++;
    }

    public void Merge(CountMinSketch other)
    {
        for (var i = 0; i < _table.Length; i++) _table[i] += other._table[i];
        _total += other._total;
    }

    public byte[] ToBytes()
    {
        var image = new byte[20 + 8 * (depth + _table.Length)];
        BinaryPrimitives.WriteInt32BigEndian(image, Version);
        BinaryPrimitives.WriteInt64BigEndian(image.AsSpan(4), _total);
        BinaryPrimitives.WriteInt32BigEndian(image.AsSpan(12), depth);
        BinaryPrimitives.WriteInt32BigEndian(image.AsSpan(16), width);
        for (var i = 0; i < depth; i++) BinaryPrimitives.WriteInt64BigEndian(image.AsSpan(20 + 8 * i), factors[i]);
        for (var i = 0; i < _table.Length; i++) BinaryPrimitives.WriteInt64BigEndian(image.AsSpan(20 + 8 * (depth + i)), _table[i]);
        return image;
    }

    /// <summary>Takes over the counters of an image of a sketch with the same setting.</summary>
    public void Load(ReadOnlySpan<byte> image)
    {
        _total = BinaryPrimitives.ReadInt64BigEndian(image[4..]);
        for (var i = 0; i < _table.Length; i++) _table[i] = BinaryPrimitives.ReadInt64BigEndian(image[(20 + 8 * (depth + i))..]);
    }
}

sealed class CountMinKernel(CountMinFunction.Setting setting) : ImageKernel<CountMinSketch>
{
    protected override void Add(Sketched<CountMinSketch> state, ColumnVector[] arguments, int row)
    {
        var sketch = state.Sketch ??= CountMinSketch.Create(setting);
        var flat = Columnar.Kernels.ValueComparer.Locate(arguments[0], ref row);
        switch (flat.Physical)
        {
            case PhysicalType.String: sketch.Add(flat.Get<StringView>(row).Span); break;
            case PhysicalType.Int8: sketch.Add(flat.Get<sbyte>(row)); break;
            case PhysicalType.Int16: sketch.Add(flat.Get<short>(row)); break;
            case PhysicalType.Int32: sketch.Add(flat.Get<int>(row)); break;
            default: sketch.Add(flat.Get<long>(row)); break;
        }
    }

    protected override byte[] Write(CountMinSketch sketch) => sketch.ToBytes();

    protected override CountMinSketch Read(ReadOnlySpan<byte> image, MemoryAllocator allocator)
    {
        var sketch = CountMinSketch.Create(setting);
        sketch.Load(image);
        return sketch;
    }

    protected override CountMinSketch Merge(CountMinSketch target, CountMinSketch source)
    {
        target.Merge(source);
        return target;
    }

    protected override void Finish(CountMinSketch? sketch, ColumnVector result, int row) => result.SetString(row, (sketch ?? CountMinSketch.Create(setting)).ToBytes());
}
