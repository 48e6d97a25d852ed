using Firesteel.Catalyst.Parser;
using Firesteel.Catalyst.Plans;
using Firesteel.Connect.Codec;
using Firesteel.Connect.Messages;
using Firesteel.Types;
using DataType = Firesteel.Types.DataType;
using Case = Firesteel.Connect.Messages.AnalyzePlanRequest.AnalyzeOneofCase;

namespace Firesteel.Connect.Service;

/// <summary>Answers questions about plans.</summary>
sealed class PlanAnalysis(ConnectSession session)
{
    private SparkSession Spark => session.Spark;

    public AnalyzePlanResponse Run(AnalyzePlanRequest request)
    {
        var response = new AnalyzePlanResponse { SessionId = session.Id, ServerSideSessionId = session.ServerSideId };
        switch (request.AnalyzeCase)
        {
            case Case.Schema: response.Schema = new() { Schema_ = TypeCodec.Encode(Frame(request.Schema.Plan).Schema()) }; break;
            case Case.Explain: response.Explain = new() { ExplainString = Frame(request.Explain.Plan).ExplainString(Mode(request.Explain.ExplainMode)) }; break;
            case Case.TreeString: response.TreeString = new() { TreeString_ = SchemaTree.Write(Frame(request.TreeString.Plan).Schema(), request.TreeString.HasLevel ? request.TreeString.Level : int.MaxValue) }; break;
            case Case.IsLocal: response.IsLocal = new() { IsLocal_ = IsLocal(Frame(request.IsLocal.Plan).Plan) }; break;
            case Case.IsStreaming: response.IsStreaming = new() { IsStreaming_ = Frame(request.IsStreaming.Plan).IsStreaming() }; break;
            case Case.InputFiles:
                response.InputFiles = new();
                response.InputFiles.Files.Add(Frame(request.InputFiles.Plan).InputFiles());
                break;
            case Case.SparkVersion: response.SparkVersion = new() { Version = SparkSession.SparkVersion }; break;
            case Case.DdlParse: response.DdlParse = new() { Parsed = TypeCodec.Encode(DdlType(request.DdlParse.DdlString)) }; break;
            case Case.JsonToDdl: response.JsonToDdl = new() { DdlString = Ddl(SchemaJson.Parse(request.JsonToDdl.JsonString)) }; break;
            case Case.SameSemantics: response.SameSemantics = new() { Result = PlanShape.Of(Frame(request.SameSemantics.TargetPlan).Plan) == PlanShape.Of(Frame(request.SameSemantics.OtherPlan).Plan) }; break;
            case Case.SemanticHash: response.SemanticHash = new() { Result = PlanShape.Hash(PlanShape.Of(Frame(request.SemanticHash.Plan).Plan)) }; break;
            case Case.Persist:
                Frame(request.Persist.Relation).Persist(request.Persist.StorageLevel is { } level ? StorageLevels.Decode(level) : Firesteel.StorageLevel.MemoryAndDisk);
                response.Persist = new();
                break;
            case Case.Unpersist:
                Frame(request.Unpersist.Relation).Unpersist(request.Unpersist is { HasBlocking: true, Blocking: true });
                response.Unpersist = new();
                break;
            case Case.GetStorageLevel: response.GetStorageLevel = new() { StorageLevel = StorageLevels.Encode(Frame(request.GetStorageLevel.Relation).StorageLevel()) }; break;
            default: throw InvalidPlan.Because("UNKNOWN_ANALYZE_METHOD", ("other", request.AnalyzeCase == Case.None ? "ANALYZE_NOT_SET" : InvalidPlan.NameOf(request.AnalyzeCase)));
        }
        return response;
    }

    private DataFrame Frame(Plan? plan)
    {
        if (plan == null) return Frame((Messages.Relation?)null);
        if (plan.CompressedOperation != null) plan = PlanExecution.Decompress(plan.CompressedOperation);
        return new PlanDecoder(session).Frame(plan.Root ?? throw InvalidPlan.NotSupported("spark.connect.Plan.op_type", plan.OpTypeCase));
    }

    private DataFrame Frame(Messages.Relation? relation) => new PlanDecoder(session).Frame(relation);

    private static bool IsLocal(LogicalPlan plan) => plan is Catalyst.Plans.LocalRelation or Catalyst.Plans.Project { Child: Catalyst.Plans.LocalRelation };

    private static string Mode(AnalyzePlanRequest.Types.Explain.Types.ExplainMode mode) => mode switch
    {
        AnalyzePlanRequest.Types.Explain.Types.ExplainMode.Extended => "extended",
        AnalyzePlanRequest.Types.Explain.Types.ExplainMode.Codegen => "codegen",
        AnalyzePlanRequest.Types.Explain.Types.ExplainMode.Cost => "cost",
        AnalyzePlanRequest.Types.Explain.Types.ExplainMode.Formatted => "formatted",
        AnalyzePlanRequest.Types.Explain.Types.ExplainMode.Simple => "simple",
        _ => throw new NotSupportedException($"Unknown Explain Mode {(Enum.IsDefined(mode) ? InvalidPlan.NameOf(mode) : "UNRECOGNIZED")}!"),
    };

    private DataType DdlType(string text)
    {
        if (string.IsNullOrWhiteSpace(text)) return StructType.Empty;
        try
        {
            return SqlParser.ParseDataType(text, Spark.State.ParserOptions);
        }
        catch (ParseException)
        {
            return SqlParser.ParseTableSchema(text, Spark.State.ParserOptions);
        }
    }

    private static string Ddl(DataType type)
        => type is StructType s ? string.Join(",", s.Fields.Select(f => $"{SqlIdentifier.QuoteIfNeeded(f.Name)} {f.DataType.Sql}{(f.Nullable ? "" : " NOT NULL")}")) : type.Sql;
}
