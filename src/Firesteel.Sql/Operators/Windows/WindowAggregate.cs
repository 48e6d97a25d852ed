using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Functions;
using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Sql.Execution;

namespace Firesteel.Sql.Operators.Windows;

/// <summary>An aggregate function over frames: once where the frame is the partition, running where frames only grow, else frame by frame.</summary>
sealed unsafe class WindowAggregate : IDisposable
{
    private const int Step = 4096;
    private readonly AggregateCall _call;
    private readonly ColumnVector[] _arguments;
    private readonly ColumnVector? _filter;
    private readonly FrameBounds _frame;
    private readonly ColumnVector _result;
    private readonly ColumnVector _one;
    private readonly AggregateKernel _kernel;
    private readonly NativeBuffer _state;
    private readonly TaskExecution _task;
    private readonly ushort[] _indices = GC.AllocateUninitializedArray<ushort>(Step, pinned: true);
    private AggregateStore _store;

    public WindowAggregate(AggregateCall call, ColumnVector[] columns, FrameBounds frame, ColumnVector result, TaskExecution task)
    {
        (_call, _frame, _result, _task) = (call, frame, result, task);
        _arguments = columns[..call.Arguments.Count];
        _filter = call.Filter == null ? null : columns[^1];
        _one = new ColumnVector(call.DataType, task.Memory, 1);
        _kernel = call.Function.CreateKernel(call);
        _state = task.Memory.Allocate(Math.Max(8, _kernel.StateSize));
        _store = new AggregateStore(task.Memory);
    }

    public void Compute(int start, int count, int[] peerStarts, int[] peerEnds)
    {
        if (_frame.IsWhole)
        {
            Restart();
            Take(start, start + count);
            Finish(start, count);
            return;
        }
        var (lower, upper) = (new int[count], new int[count]);
        _frame.Compute(start, count, peerStarts, peerEnds, lower, upper);
        if (_frame.IsGrowing) Running(start, count, upper);
        else
            for (var row = 0; row < count; row++)
            {
                Restart();
                Take(start + lower[row], start + upper[row]);
                Finish(start + row, 1);
            }
    }

    public void Dispose()
    {
        _store.Dispose();
        _state.Dispose();
    }

    private void Running(int start, int count, int[] upper)
    {
        Restart();
        var taken = 0;
        for (var row = 0; row < count;)
        {
            if (upper[row] > taken)
            {
                Take(start + taken, start + upper[row]);
                taken = upper[row];
            }
            var end = row + 1;
            while (end < count && upper[end] == upper[row]) end++;
            Finish(start + row, end - row);
            row = end;
        }
    }

    private void Restart()
    {
        _store.Dispose();
        _store = new AggregateStore(_task.Memory);
        _kernel.Initialize(_state.Pointer);
    }

    // Rows lie in one long vector, while selections count within a batch: views move along it.
    private void Take(int from, int to)
    {
        for (var at = from; at < to; at += Step)
        {
            var count = Math.Min(Step, to - at);
            var views = new ColumnVector[_arguments.Length];
            for (var i = 0; i < views.Length; i++) views[i] = VectorSlice.Of(_arguments[i], at);
            var selection = new Selection(count);
            if (_filter != null)
            {
                var kept = 0;
                for (var k = 0; k < count; k++)
                    if (!_filter.IsNull(at + k) && _filter.Get<byte>(at + k) != 0) _indices[kept++] = (ushort)k;
                fixed (ushort* indices = _indices) selection = new Selection(indices, kept);
            }
            _kernel.UpdateAll(views, selection, _state.Pointer, _store);
        }
    }

    // The value is computed once and copied to the rows that share it.
    private void Finish(int at, int count)
    {
        var state = _state.Pointer;
        _one.Reset(1);
        _kernel.Finish(&state, 1, _one, _store);
        if (_one.Encoding == VectorEncoding.Flat) _one.MakeConstant();
        for (var done = 0; done < count; done += Step)
            VectorCopy.Append(_result, at + done, _one, new Selection(Math.Min(Step, count - done)));
    }
}
