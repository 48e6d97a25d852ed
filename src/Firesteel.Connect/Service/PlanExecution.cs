using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Plans;
using Firesteel.Columnar.Vectors;
using Firesteel.Connect.Codec;
using Firesteel.Connect.Messages;
using Firesteel.Sql.Execution.Arrow;
using Firesteel.Sql.Sessions;
using Firesteel.Types;
using Google.Protobuf;

namespace Firesteel.Connect.Service;

/// <summary>Runs one ExecutePlan and puts its responses into the operation.</summary>
sealed class PlanExecution(ConnectSession session, Operation operation, SessionRegistry sessions, ResultChunks chunks)
{
    private readonly PlanDecoder _decoder = new(session);
    private ExecutePlanResponse? _held;

    /// <param name="reattachable">Whether the end is a response of its own, by which the client knows that it has everything.</param>
    public void Run(Plan? plan, bool reattachable)
    {
        try
        {
            plan ??= new Plan();
            switch (plan.OpTypeCase)
            {
                case Plan.OpTypeOneofCase.Root: RunQuery(plan.Root); break;
                case Plan.OpTypeOneofCase.Command: new CommandExecution(session, operation, _decoder, Respond).Run(plan.Command); break;
                case Plan.OpTypeOneofCase.CompressedOperation: Run(Decompress(plan.CompressedOperation), reattachable); return;
                default: throw InvalidPlan.NotSupported("spark.connect.Plan.op_type", plan.OpTypeCase);
            }
            operation.Cancellation.ThrowIfCancellationRequested();
            Observe();
            Profile();
            End(null, reattachable ? new ExecutePlanResponse { ResultComplete = new() } : null);
        }
        catch (Exception e)
        {
            End(operation.IsCancelled ? new OperationCanceledException(operation.Cancellation) : e, null);
        }
    }

    public static Plan Decompress(Plan.Types.CompressedOperation compressed)
    {
        var data = ZstdFrame.Decompress(compressed.Data.Span);
        return compressed.OpType == Plan.Types.CompressedOperation.Types.OpType.Relation
            ? new Plan { Root = ProtocolParsing.Parse(Messages.Relation.Parser, data) }
            : new Plan { Command = ProtocolParsing.Parse(Command.Parser, data) };
    }

    private void RunQuery(Messages.Relation relation)
    {
        var plan = session.Spark.State.Analyze(_decoder.Decode(relation));
        using var result = Compute(plan);
        var settings = ArrowSettings.Of(session.Spark.State);
        using var sender = new ResultSender(result.Schema, settings with { BatchBytes = Math.Min(settings.BatchBytes, sessions.Limits.BatchBytes) }, chunks, session.Spark.SparkContext.Engine.Memory, Respond);
        foreach (var batch in result.Batches) sender.Send(batch);
        sender.Finish();
    }

    // While it runs the client hears how far it is.
    private QueryResult Compute(LogicalPlan plan)
    {
        var (progress, interval) = (sessions.Progress, sessions.Limits.Progress);
        progress.Start(operation.Id);
        using var timer = interval <= TimeSpan.Zero ? null : sessions.Time.CreateTimer(_ => { if (progress.Report(operation.Id) is { } report) operation.AddIfRoom(Named(report)); }, null, interval, interval);
        try
        {
            return session.Runner(operation).RunAnalyzed(plan);
        }
        finally
        {
            progress.End(operation.Id);
        }
    }

    private void Observe()
    {
        if (_decoder.Observed.Count == 0) return;
        var response = new ExecutePlanResponse();
        foreach (var (name, planId, target, metrics) in _decoder.Observed.DistinctBy(o => o.Name))
        {
            var observed = new ExecutePlanResponse.Types.ObservedMetrics { Name = name, PlanId = planId };
            var (schema, values) = target.Row ?? Compute(metrics);
            for (var c = 0; c < schema.Count; c++)
            {
                observed.Keys.Add(schema[c].Name);
                observed.Values.Add(LiteralCodec.Encode(values[c], schema[c].DataType));
            }
            response.ObservedMetrics.Add(observed);
        }
        Respond(response);

        // The query has not come by the observed rows, as where they are kept, or one look at them is not enough.
        ObservedRow.Values Compute(LogicalPlan metrics)
        {
            using var result = session.Runner(operation.Cancellation).Run(metrics);
            var batch = result.Batches.First(b => b.SelectedCount > 0);
            return new(result.Schema, [.. batch.Columns.Select(c => LiteralVectors.Read(c, batch.Selection[0]))]);
        }
    }

    // What workers have profiled goes to the client as if it were observed, under a name of its own.
    private void Profile()
    {
        if (session.Profiles.Take() is not { Count: > 0 } updates) return;
        var observed = new ExecutePlanResponse.Types.ObservedMetrics { Name = "__python_accumulator__" };
        foreach (var update in updates)
        {
            observed.Keys.Add("");
            observed.Values.Add(new Messages.Expression.Types.Literal { Binary = UnsafeByteOperations.UnsafeWrap(update) });
        }
        Respond(new ExecutePlanResponse { ObservedMetrics = { observed } });
    }

    // A response waits for the next, so that the last one and the end go out together.
    private void Respond(ExecutePlanResponse response)
    {
        if (_held is { } held) operation.Add(held);
        _held = Named(response);
    }

    private void End(Exception? error, ExecutePlanResponse? complete)
    {
        if (complete != null) Named(complete);
        operation.Finish(error, _held, complete);
    }

    private ExecutePlanResponse Named(ExecutePlanResponse response)
    {
        (response.SessionId, response.ServerSideSessionId, response.OperationId) = (session.Id, session.ServerSideId, operation.Id);
        return response;
    }
}
