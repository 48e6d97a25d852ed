using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Catalyst.Functions;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Expressions.Evaluation;

/// <summary>What evaluation on one thread may use: memory, the task's place and the session's settings that matter at run time.</summary>
sealed class EvaluationContext(MemoryAllocator allocator) : IDisposable
{
    public MemoryAllocator Allocator => allocator;
    public int PartitionIndex { get; init; }
    public string TimeZone { get; init; } = "UTC";
    public CancellationToken Cancellation { get; init; }

    /// <summary>Path, start and length of the file split being read, for input_file_name() and its like.</summary>
    public InputFile? CurrentFile { get; set; }

    private readonly List<IDisposable> _owned = [];

    /// <summary>Disposes something together with the context.</summary>
    public T Own<T>(T item) where T : IDisposable { _owned.Add(item); return item; }

    public void Dispose()
    {
        foreach (var item in _owned) item.Dispose();
        _owned.Clear();
    }
}

/// <summary>The file split that rows come from.</summary>
sealed record InputFile(string Path, long Start, long Length);

/// <summary>
/// Computes one expression over batches, on one thread. The result is position-aligned with the batch, valid at selected positions
/// only and until the next call; it may be the batch's own vector.
/// </summary>
abstract class Evaluator
{
    public abstract ColumnVector Evaluate(ColumnarBatch batch, Selection selection);
}

/// <summary>One evaluation of a scalar function's kernel over a batch.</summary>
sealed class KernelCall(ScalarCall call, EvaluationContext context, object? prepared, ColumnVector result)
{
    public ScalarCall Call => call;
    public EvaluationContext Context => context;

    /// <summary>What <see cref="ScalarFunction.Prepare"/> made.</summary>
    public object? Prepared => prepared;

    /// <summary>Flat or constant vectors. Under <see cref="NullHandling.Propagate"/> no selected row of any is null.</summary>
    public ColumnVector[] Arguments { get; set; } = [];

    public Selection Selection { get; set; }

    /// <summary>Flat, with room for all positions and, under <see cref="NullHandling.Propagate"/>, the arguments' nulls already in it. Rows may be set null.</summary>
    public ColumnVector Result => result;

    /// <summary>An error with the position of the call in the query.</summary>
    public SparkRuntimeException Error(string condition, params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        var map = new Dictionary<string, string>();
        foreach (var (name, value) in parameters) map[name] = value;
        return new SparkRuntimeException(condition, map, call.Origin.Context);
    }
}

/// <summary>Makes the evaluator of a bound expression; node kinds register theirs, so that the compiler names none of them.</summary>
delegate Evaluator EvaluatorFactory(Expression expression, CompilationScope scope);
