using System.Collections.Concurrent;
using Expression = Firesteel.Catalyst.Expressions.Expression;
using Firesteel.Catalyst.Plans;
using Firesteel.Connect.Codec;
using Firesteel.Connect.Messages;
using Firesteel.Encoders;
using Firesteel.Remote;
using Firesteel.Sql.Sessions;
using Firesteel.Types;
using ExplainMode = Firesteel.Connect.Messages.AnalyzePlanRequest.Types.Explain.Types.ExplainMode;
using Operation = Firesteel.Connect.Messages.ConfigRequest.Types.Operation;

namespace Firesteel.Connect.Client;

/// <summary>A session on a Spark Connect server.</summary>
sealed class RemoteSession(ConnectClient client) : IRemoteSession
{
    private static long _planIds;
    private readonly ConcurrentDictionary<string, Row> _observed = new();
    private readonly LocalRows _rows = new(client);
    private string? _version;
    private int _stopped;

    public event Action<ProgressReport>? Progress;

    public string SessionId => client.SessionId;
    public bool IsStopped => Volatile.Read(ref _stopped) != 0;
    public string Version => _version ??= client.Analyze(new AnalyzePlanRequest { SparkVersion = new() }).SparkVersion.Version;

    public long NextPlanId() => Interlocked.Increment(ref _planIds);

    // Rows

    public QueryResult Run(LogicalPlan plan)
    {
        StructType? schema = null;
        var batches = new List<Google.Protobuf.ByteString>();
        foreach (var response in Execute(new Plan { Root = Encode(plan) }))
        {
            if (response.Schema is not null) schema = TypeCodec.Decode(response.Schema) as StructType;
            if (response.ArrowBatch is { } batch) batches.Add(batch.Data);
        }
        return ArrowRows.Read(schema, batches);
    }

    public IEnumerable<QueryResult> Stream(LogicalPlan plan)
    {
        StructType? schema = null;
        foreach (var response in Execute(new Plan { Root = Encode(plan) }))
        {
            if (response.Schema is not null) schema = TypeCodec.Decode(response.Schema) as StructType;
            if (response.ArrowBatch is { } batch) yield return ArrowRows.Read(schema, [batch.Data]);
        }
    }

    public LogicalPlan Sql(string text, IReadOnlyList<(string? Name, Expression Value)> arguments)
    {
        var encoder = Encoder();
        var sql = new SQL { Query = text };
        foreach (var (name, value) in arguments)
        {
            if (name is null) sql.PosArguments.Add(encoder.Encode(value));
            else sql.NamedArguments[name] = encoder.Encode(value);
        }
        var relation = new Relation { Common = new() { PlanId = NextPlanId() }, Sql = sql };
        var answer = Command(new Command { SqlCommand = new() { Input = relation } }).FirstOrDefault(r => r.SqlCommandResult is not null)?.SqlCommandResult.Relation;
        return new ReceivedRelation(answer ?? relation);
    }

    // Questions

    public StructType Schema(LogicalPlan plan) => (StructType)TypeCodec.Decode(client.Analyze(new AnalyzePlanRequest { Schema = new() { Plan = Root(plan) } }).Schema.Schema_);

    public string Explain(LogicalPlan plan, string mode) => client.Analyze(new AnalyzePlanRequest
    {
        Explain = new()
        {
            Plan = Root(plan),
            ExplainMode = mode.ToLowerInvariant() switch
            {
                "simple" => ExplainMode.Simple,
                "extended" => ExplainMode.Extended,
                "codegen" => ExplainMode.Codegen,
                "cost" => ExplainMode.Cost,
                "formatted" => ExplainMode.Formatted,
                _ => throw new ArgumentException($"Unknown explain mode: {mode}. Accepted explain modes are 'simple', 'extended', 'codegen', 'cost', 'formatted'."),
            },
        },
    }).Explain.ExplainString;

    public bool IsLocal(LogicalPlan plan) => client.Analyze(new AnalyzePlanRequest { IsLocal = new() { Plan = Root(plan) } }).IsLocal.IsLocal_;
    public bool IsStreaming(LogicalPlan plan) => client.Analyze(new AnalyzePlanRequest { IsStreaming = new() { Plan = Root(plan) } }).IsStreaming.IsStreaming_;
    public bool SameSemantics(LogicalPlan plan, LogicalPlan other) => client.Analyze(new AnalyzePlanRequest { SameSemantics = new() { TargetPlan = Root(plan), OtherPlan = Root(other) } }).SameSemantics.Result;
    public int SemanticHash(LogicalPlan plan) => client.Analyze(new AnalyzePlanRequest { SemanticHash = new() { Plan = Root(plan) } }).SemanticHash.Result;
    public IReadOnlyList<string> InputFiles(LogicalPlan plan) => client.Analyze(new AnalyzePlanRequest { InputFiles = new() { Plan = Root(plan) } }).InputFiles.Files;
    public void Persist(LogicalPlan plan, StorageLevel level) => client.Analyze(new AnalyzePlanRequest { Persist = new() { Relation = Encode(plan), StorageLevel = StorageLevels.Encode(level) } });
    public StorageLevel StorageLevelOf(LogicalPlan plan) => StorageLevels.Decode(client.Analyze(new AnalyzePlanRequest { GetStorageLevel = new() { Relation = Encode(plan) } }).GetStorageLevel.StorageLevel);
    public void Unpersist(LogicalPlan plan, bool blocking) => client.Analyze(new AnalyzePlanRequest { Unpersist = new() { Relation = Encode(plan), Blocking = blocking } });

    public Row? Observed(string name) => _observed.GetValueOrDefault(name);

    // Commands

    public LogicalPlan Checkpoint(LogicalPlan plan, bool isLocal, bool eager)
    {
        var answer = Command(new Command { CheckpointCommand = new() { Relation = Encode(plan), Local = isLocal, Eager = eager } }).First(r => r.CheckpointCommandResult is not null);
        return new ReceivedRelation(new Relation { CachedRemoteRelation = answer.CheckpointCommandResult.Relation });
    }

    public void CreateView(LogicalPlan plan, string name, bool isGlobal, bool replace)
        => Command(new Command { CreateDataframeView = new() { Input = Encode(plan), Name = name, IsGlobal = isGlobal, Replace = replace } });

    public void Save(SaveRequest request)
    {
        var write = new WriteOperation
        {
            Input = Encode(request.Plan),
            Mode = request.Mode switch
            {
                SaveMode.Append => WriteOperation.Types.SaveMode.Append,
                SaveMode.Overwrite => WriteOperation.Types.SaveMode.Overwrite,
                SaveMode.Ignore => WriteOperation.Types.SaveMode.Ignore,
                _ => WriteOperation.Types.SaveMode.ErrorIfExists,
            },
            PartitioningColumns = { request.PartitionBy },
        };
        if (request.Format is not null) write.Source = request.Format;
        if (request.Buckets is { } buckets)
        {
            write.BucketBy = new() { NumBuckets = buckets.Count, BucketColumnNames = { buckets.Columns } };
            write.SortColumnNames.Add(buckets.SortColumns);
        }
        foreach (var (key, value) in request.Options)
            if (request.Table is not null || !key.Equals("path", StringComparison.OrdinalIgnoreCase)) write.Options[key] = value;
        var method = request.IsInsert ? WriteOperation.Types.SaveTable.Types.TableSaveMethod.InsertInto : WriteOperation.Types.SaveTable.Types.TableSaveMethod.SaveAsTable;
        if (request.Table is not null) write.Table = new() { TableName = request.Table, SaveMethod = method };
        else if (request.Path is not null) write.Path = request.Path;
        Command(new Command { WriteOperation = write });
    }

    // Settings

    public void Set(string key, string value) => client.Configure(new Operation { Set = new() { Pairs = { new KeyValue { Key = key, Value = value } } } });
    public string Get(string key) => client.Configure(new Operation { Get = new() { Keys = { key } } }).Pairs[0].Value;
    public string? GetOption(string key) => client.Configure(new Operation { GetOption = new() { Keys = { key } } }).Pairs is [{ HasValue: true } pair] ? pair.Value : null;
    public IReadOnlyDictionary<string, string> GetAll() => client.Configure(new Operation { GetAll = new() }).Pairs.ToDictionary(p => p.Key, p => p.Value);
    public void Unset(string key) => client.Configure(new Operation { Unset = new() { Keys = { key } } });
    public bool IsModifiable(string key) => client.Configure(new Operation { IsModifiable = new() { Keys = { key } } }).Pairs[0].Value == "true";

    // The session itself

    public IRemoteSession NewSession() => new RemoteSession(new ConnectClient(client.Address with { SessionId = Guid.NewGuid().ToString() }));

    public IRemoteSession CloneSession() => new RemoteSession(new ConnectClient(client.Address with { SessionId = client.Clone(Guid.NewGuid().ToString()).NewSessionId }));

    public IReadOnlySet<string> Tags => client.Tags;
    public void AddTag(string tag) => client.SetTags(client.Tags.Append(tag));
    public void RemoveTag(string tag) => client.SetTags(client.Tags.Where(t => t != tag));
    public void ClearTags() => client.SetTags([]);
    public IReadOnlyList<string> InterruptAll() => client.Interrupt(new InterruptRequest { InterruptType = InterruptRequest.Types.InterruptType.All });
    public IReadOnlyList<string> InterruptTag(string tag) => client.Interrupt(new InterruptRequest { InterruptType = InterruptRequest.Types.InterruptType.Tag, OperationTag = tag });
    public IReadOnlyList<string> InterruptOperation(string operationId) => client.Interrupt(new InterruptRequest { InterruptType = InterruptRequest.Types.InterruptType.OperationId, OperationId = operationId });
    public void AddArtifact(string name, byte[] content) => _rows.Upload(name, content);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0) return;
        client.Release();
        client.Dispose();
    }

    private PlanEncoder Encoder() => new(_rows.Encode);
    private Relation Encode(LogicalPlan plan) => Encoder().EncodeRoot(plan);
    private Plan Root(LogicalPlan plan) => new() { Root = Encode(plan) };
    private List<ExecutePlanResponse> Command(Command command) => [.. Execute(new Plan { Command = command })];

    private IEnumerable<ExecutePlanResponse> Execute(Plan plan)
    {
        if (IsStopped) throw new SparkException("INVALID_HANDLE.SESSION_CLOSED", new Dictionary<string, string> { ["handle"] = SessionId });
        foreach (var response in client.Execute(plan))
        {
            foreach (var metrics in response.ObservedMetrics) Remember(metrics);
            if (response.ExecutionProgress is { } progress && Progress is { } handlers)
            {
                var stages = progress.Stages.Select(s => new StageProgress(s.StageId, s.NumTasks, s.NumCompletedTasks, s.InputBytesRead, s.Done)).ToList();
                handlers(new ProgressReport(response.OperationId, stages, progress.NumInflightTasks, stages.TrueForAll(s => s.Done)));
            }
            yield return response;
        }
    }

    private void Remember(ExecutePlanResponse.Types.ObservedMetrics metrics)
    {
        var values = metrics.Values.Select(v => LiteralCodec.Decode(v)).ToList();
        var schema = new StructType(metrics.Keys.Select((k, i) => new StructField(k, values[i].Type)));
        _observed[metrics.Name] = new Row([.. values.Select(v => ClrValues.FromLiteral(v.Value, v.Type))], schema);
    }
}
