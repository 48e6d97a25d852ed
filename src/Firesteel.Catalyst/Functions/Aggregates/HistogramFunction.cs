using System.Runtime.InteropServices;
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

/// <summary>histogram_numeric(): a histogram of bins that are not of equal width, after Ben-Haim and Tom-Tov, "A Streaming Parallel Decision Tree Algorithm".</summary>
sealed class HistogramFunction : AggregateFunction
{
    private static readonly TypeClass Values = TypeClass.OneOf(TypeClass.Numeric, TypeClass.Date, TypeClass.Timestamp, TypeClass.TimestampNtz, TypeClass.YearMonthInterval, TypeClass.DayTimeInterval);

    public override string Name => "histogram_numeric";
    public override bool IsOrderSensitive(AggregateCall call) => true;
    public override ValueList<DataType> PartialTypes(AggregateCall call) => [BinaryType.Instance];
    public override AggregateKernel CreateKernel(AggregateCall call) => new HistogramKernel((int)call.State!);

    public override Expression Bind(FunctionCall call)
    {
        ArgumentChecks.Count(call, 2);
        var shown = Operands.Shown(call);
        var value = Operands.Fit(call, 0, Values);
        var number = Operands.Fit(call, 1, TypeClass.Int);
        if (!number.Foldable) throw ArgumentChecks.NotConstant(call.Origin, shown, "nb", IntegerType.Instance, call.Arguments[1]);
        var bins = ConstantFolding.Evaluate(number).Value as int? ?? throw ArgumentChecks.UnexpectedNull(call.Origin, shown, "nb");
        if (bins < 2)
            throw ArgumentChecks.Error(call.Origin, "DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE", ("sqlExpr", ArgumentChecks.Quote(shown)), ("exprName", "nb"), ("valueRange", $"[2, {int.MaxValue}]"), ("currentValue", $"{bins}"));
        var keepsType = bool.Parse(call.Session.Conf("spark.sql.legacy.histogramNumericPropagateInputType").ToLowerInvariant() is "false" ? "false" : "true");
        var type = new ArrayType(new StructType([new StructField("x", keepsType ? value.DataType : DoubleType.Instance, true), new StructField("y", DoubleType.Instance, true)]), true);
        return new AggregateCall(this, [value], type, true)
        {
            Name = Name, IsDistinct = call.IsDistinct, Filter = call.Filter, Origin = call.Origin, State = bins,
            Display = $"{Name}({(call.IsDistinct ? "DISTINCT " : "")}{call.Arguments[0].Sql}, {call.Arguments[1].Sql})",
        };
    }
}

/// <summary>Bins in order: a place and how many values it stands for. Where there are too many the two nearest become one.</summary>
sealed class NumericHistogram(int most)
{
    private const long Seed = 31183;

    private readonly List<(double X, double Y)> _bins = [];

    // Of equal distances one is chosen by chance, always the same.
    private JavaRandom _random = new(Seed);

    public IReadOnlyList<(double X, double Y)> Bins => _bins;

    public void Add(double value)
    {
        var (low, high) = (0, _bins.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (FloatingOrderCompare(_bins[middle].X, value) < 0) low = middle + 1; else high = middle;
        }
        if (low < _bins.Count && _bins[low].X == value) { _bins[low] = (value, _bins[low].Y + 1); return; }
        _bins.Insert(low, (value, 1));
        Trim();
    }

    public void Merge(IEnumerable<(double X, double Y)> bins)
    {
        _bins.AddRange(bins);
        _bins.Sort((a, b) => FloatingOrderCompare(a.X, b.X));
        Trim();
    }

    private static int FloatingOrderCompare(double a, double b) => Columnar.Kernels.FloatingOrder<double>.Compare(a, b);

    private void Trim()
    {
        while (_bins.Count > most)
        {
            var (smallest, place, equal) = (_bins[1].X - _bins[0].X, 0, 1);
            for (var i = 1; i < _bins.Count - 1; i++)
            {
                var distance = _bins[i + 1].X - _bins[i].X;
                if (distance < smallest) (smallest, place, equal) = (distance, i, 1);
                else if (distance == smallest && _random.NextDouble() <= 1.0 / ++equal) place = i;
            }
            var (a, b) = (_bins[place], _bins[place + 1]);
            var weight = a.Y + b.Y;
            _bins[place] = (a.X * (a.Y / weight) + b.X / weight * b.Y, weight);
            _bins.RemoveAt(place + 1);
        }
    }
}

sealed class HistogramKernel(int bins) : ImageKernel<NumericHistogram>
{
    protected override void Add(Sketched<NumericHistogram> state, ColumnVector[] arguments, int row)
        => (state.Sketch ??= new NumericHistogram(bins)).Add(NumberColumns.ToDouble(arguments[0], row));

    protected override byte[] Write(NumericHistogram histogram)
        => MemoryMarshal.AsBytes(histogram.Bins.SelectMany(b => new[] { b.X, b.Y }).ToArray().AsSpan()).ToArray();

    protected override NumericHistogram Read(ReadOnlySpan<byte> image, MemoryAllocator allocator)
    {
        var numbers = MemoryMarshal.Cast<byte, double>(image.ToArray());
        var read = new (double, double)[numbers.Length / 2];
        for (var i = 0; i < read.Length; i++) read[i] = (numbers[2 * i], numbers[2 * i + 1]);
        var histogram = new NumericHistogram(bins);
        histogram.Merge(read);
        return histogram;
    }

    protected override NumericHistogram Merge(NumericHistogram target, NumericHistogram source)
    {
        target.Merge(source.Bins);
        return target;
    }

    protected override void Finish(NumericHistogram? histogram, ColumnVector result, int row)
    {
        if (histogram == null) { result.SetNull(row); return; }
        var elements = result.Children[0];
        var start = elements.Count;
        elements.EnsureCapacity(start + histogram.Bins.Count);
        for (var i = 0; i < histogram.Bins.Count; i++)
        {
            NumberColumns.FromDouble(elements.Children[0], start + i, histogram.Bins[i].X);
            elements.Children[1].Set(start + i, histogram.Bins[i].Y);
        }
        elements.Count = start + histogram.Bins.Count;
        result.Set(row, new ListEntry(start, histogram.Bins.Count));
    }
}
