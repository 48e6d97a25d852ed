using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Parser;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Columnar.Arrow;
using Firesteel.Connect.Codec;
using Firesteel.Connect.Messages;
using Firesteel.Foundation.Collections;
using Google.Protobuf;
using Case = Firesteel.Connect.Messages.Command.CommandTypeOneofCase;
using Proto = Firesteel.Connect.Messages.Command;

namespace Firesteel.Connect.Service;

/// <summary>Runs the commands of the protocol.</summary>
sealed class CommandExecution(ConnectSession session, Operation operation, PlanDecoder decoder, Action<ExecutePlanResponse> respond)
{
    private SparkSession Spark => session.Spark;

    public void Run(Proto command)
    {
        switch (command.CommandTypeCase)
        {
            case Case.SqlCommand: Sql(command.SqlCommand); break;
            case Case.CreateDataframeView: CreateView(command.CreateDataframeView); break;
            case Case.WriteOperation: Write(command.WriteOperation); break;
            case Case.WriteOperationV2: Write(command.WriteOperationV2); break;
            case Case.MergeIntoTableCommand: Merge(command.MergeIntoTableCommand); break;
            case Case.CheckpointCommand: Checkpoint(command.CheckpointCommand); break;
            case Case.RemoveCachedRemoteRelationCommand: session.Forget(command.RemoveCachedRemoteRelationCommand.Relation?.RelationId ?? ""); break;
            case Case.RegisterFunction: Spark.State.Functions.Register(PythonCodec.Definition(command.RegisterFunction, command.RegisterFunction.FunctionName)); break;
            case Case.RegisterTableFunction: Spark.State.Functions.Register(PythonCodec.TableFunction(command.RegisterTableFunction)); break;
            case Case.RegisterDataSource:
                var source = command.RegisterDataSource.PythonDataSource ?? throw InvalidPlan.NotSupported("spark.connect.CommonInlineUserDefinedDataSource.data_source", command.RegisterDataSource.DataSourceCase);
                Spark.State.PythonSources.Register(command.RegisterDataSource.Name, new Catalyst.Expressions.Python.PythonFunction(source.Command.ToByteArray(), source.PythonVer));
                break;
            case Case.GetResourcesCommand: respond(new ExecutePlanResponse { GetResourcesCommandResult = new() }); break;
            case Case.WriteStreamOperationStart or Case.StreamingQueryCommand or Case.StreamingQueryManagerCommand or Case.StreamingQueryListenerBusCommand: throw NotHere.Streaming();
            case Case.MlCommand: throw NotHere.MachineLearning();
            case Case.PipelineCommand: throw NotHere.Pipelines();
            case Case.Extension: throw InvalidPlan.Because("NO_HANDLER_FOR_EXTENSION", ("extensionTypeUrl", command.Extension.TypeUrl));
            default: throw InvalidPlan.NotSupported("spark.connect.Command.command_type", command.CommandTypeCase);
        }
    }

    // A query is only handed back, to be run when its rows are asked for; any other statement runs now and its rows are the answer.
    private void Sql(SqlCommand command)
    {
        var relation = command.Input ?? new Messages.Relation { Common = new(), Sql = LegacyQuery(command) };
        var sql = relation.RelTypeCase switch
        {
            Messages.Relation.RelTypeOneofCase.Sql => relation.Sql,
            Messages.Relation.RelTypeOneofCase.WithRelations when relation.WithRelations.Root.RelTypeCase == Messages.Relation.RelTypeOneofCase.Sql => relation.WithRelations.Root.Sql,
            var other => throw InvalidPlan.Because("SQL_COMMAND_EXPECTS_SQL_OR_WITH_RELATIONS", ("other", InvalidPlan.NameOf(other))),
        };
        var plan = Spark.State.Parse(sql.Query);
        var answer = relation;
        if (plan is Catalyst.Plans.Commands.Command or UnresolvedWith { Child: Catalyst.Plans.Commands.Command })
        {
            if (relation.RelTypeCase == Messages.Relation.RelTypeOneofCase.WithRelations)
                plan = new UnresolvedWith(new(relation.WithRelations.References.Where(r => r.SubqueryAlias != null).Select(r => new CteDefinition(r.SubqueryAlias.Alias, ValueList<string>.Empty, decoder.Decode(r.SubqueryAlias.Input)))), false, plan);
            var parameters = SqlArguments.Of(sql.NamedArguments, sql.PosArguments, sql.Args, sql.PosArgs, decoder.Expressions, Spark.State);
            using var result = session.Runner(operation.Cancellation).With(parameters).Run(plan);
            answer = new Messages.Relation { Common = new(), LocalRelation = new() { Data = Rows(result) } };
        }
        else if (relation.RelTypeCase == Messages.Relation.RelTypeOneofCase.Sql)
        {
            // Errors of the query come with this call.
            Spark.State.Analyze(plan, SqlArguments.Of(sql.NamedArguments, sql.PosArguments, sql.Args, sql.PosArgs, decoder.Expressions, Spark.State));
        }
        respond(new ExecutePlanResponse { SqlCommandResult = new() { Relation = answer } });
    }

    private static SQL LegacyQuery(SqlCommand command)
    {
        var sql = new SQL { Query = command.Sql };
        sql.Args.Add(command.Args);
        sql.PosArgs.Add(command.PosArgs);
        sql.NamedArguments.Add(command.NamedArguments);
        sql.PosArguments.Add(command.PosArguments);
        return sql;
    }

    private ByteString Rows(Firesteel.Sql.Sessions.QueryResult result)
    {
        var writer = new ArrowStreamWriter(result.Schema, Spark.State.TimeZone);
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        writer.WriteSchema(output);
        foreach (var batch in result.Batches) writer.WriteBatch(output, batch.Columns, batch.Selection);
        ArrowMessages.WriteEnd(output);
        return ByteString.CopyFrom(output.WrittenSpan);
    }

    private void CreateView(CreateDataFrameViewCommand command)
    {
        var frame = decoder.Frame(command.Input);
        switch (command.IsGlobal, command.Replace)
        {
            case (true, true): frame.CreateOrReplaceGlobalTempView(command.Name); break;
            case (true, false): frame.CreateGlobalTempView(command.Name); break;
            case (false, true): frame.CreateOrReplaceTempView(command.Name); break;
            default: frame.CreateTempView(command.Name); break;
        }
    }

    private void Write(WriteOperation write)
    {
        var writer = decoder.Frame(write.Input).Write().Options(write.Options).Mode(write.Mode switch
        {
            WriteOperation.Types.SaveMode.Append => SaveMode.Append,
            WriteOperation.Types.SaveMode.Overwrite => SaveMode.Overwrite,
            WriteOperation.Types.SaveMode.Ignore => SaveMode.Ignore,
            _ => SaveMode.ErrorIfExists,
        });
        if (write.HasSource) writer.Format(write.Source);
        if (write.PartitioningColumns.Count > 0) writer.PartitionBy([.. write.PartitioningColumns]);
        if (write.BucketBy is { } buckets) writer.BucketBy(buckets.NumBuckets, buckets.BucketColumnNames[0], [.. buckets.BucketColumnNames.Skip(1)]);
        if (write.SortColumnNames.Count > 0) writer.SortBy(write.SortColumnNames[0], [.. write.SortColumnNames.Skip(1)]);
        switch (write.SaveTypeCase)
        {
            case WriteOperation.SaveTypeOneofCase.Path: writer.Save(write.Path); break;
            case WriteOperation.SaveTypeOneofCase.Table when write.Table.SaveMethod == WriteOperation.Types.SaveTable.Types.TableSaveMethod.InsertInto: writer.InsertInto(write.Table.TableName); break;
            case WriteOperation.SaveTypeOneofCase.Table: writer.SaveAsTable(write.Table.TableName); break;
            default: writer.Save(); break;
        }
    }

    private void Write(WriteOperationV2 write)
    {
        var (query, name) = (decoder.Frame(write.Input).Plan, SqlParser.ParseMultipartIdentifier(write.TableName));
        var target = new UnresolvedRelation(name);
        RunPlan(write.Mode switch
        {
            WriteOperationV2.Types.Mode.Create => Create(TableCreation.Create),
            WriteOperationV2.Types.Mode.Replace => Create(TableCreation.Replace),
            WriteOperationV2.Types.Mode.CreateOrReplace => Create(TableCreation.CreateOrReplace),
            WriteOperationV2.Types.Mode.Append => new InsertInto(target, query, false) { ByName = true },
            WriteOperationV2.Types.Mode.OverwritePartitions => new InsertInto(target, query, true) { ByName = true },
            WriteOperationV2.Types.Mode.Overwrite => new InsertInto(target, query, true) { ByName = true, ReplaceWhere = decoder.Expressions.Decode(write.OverwriteCondition) },
            _ => throw InvalidPlan.NotAmong("spark.connect.WriteOperationV2.Mode", write.Mode),
        });

        LogicalPlan Create(TableCreation mode) => new Catalyst.Plans.Commands.CreateTable(new ObjectName(name), mode, ValueList<ColumnDefinition>.Empty, TableSpec.Empty with
        {
            Provider = write.HasProvider ? write.Provider : null,
            Partitioning = new(write.PartitioningColumns.Select(p => decoder.Expressions.Decode(p) switch
            {
                UnresolvedFunction f => new PartitionTransform(f.NameParts[^1], f.Arguments),
                var e => new PartitionTransform("identity", [e]),
            })),
            Properties = new ValueMap(write.TableProperties),
            Options = new ValueMap(write.Options, ignoreCase: true),
        }, false, query);
    }

    private void Merge(MergeIntoTableCommand merge)
    {
        var clauses = merge.MatchActions.Select(a => Clause(a, MergeClauseKind.Matched))
            .Concat(merge.NotMatchedActions.Select(a => Clause(a, MergeClauseKind.NotMatched)))
            .Concat(merge.NotMatchedBySourceActions.Select(a => Clause(a, MergeClauseKind.NotMatchedBySource)));
        RunPlan(new MergeInto(new UnresolvedRelation(SqlParser.ParseMultipartIdentifier(merge.TargetTableName)), decoder.Decode(merge.SourceTablePlan), decoder.Expressions.Decode(merge.MergeCondition), new(clauses), merge.WithSchemaEvolution));
    }

    private MergeClause Clause(Messages.Expression expression, MergeClauseKind kind)
    {
        var action = expression.MergeAction ?? throw InvalidPlan.NotSupported("spark.connect.Expression.expr_type", expression.ExprTypeCase);
        var what = action.ActionType switch
        {
            MergeAction.Types.ActionType.Delete => MergeActionKind.Delete,
            MergeAction.Types.ActionType.Insert => MergeActionKind.Insert,
            MergeAction.Types.ActionType.InsertStar => MergeActionKind.InsertAll,
            MergeAction.Types.ActionType.Update => MergeActionKind.Update,
            MergeAction.Types.ActionType.UpdateStar => MergeActionKind.UpdateAll,
            _ => throw InvalidPlan.NotAmong("spark.connect.MergeAction.ActionType", action.ActionType),
        };
        return new MergeClause(kind, action.Condition == null ? null : decoder.Expressions.Decode(action.Condition), what,
            new(action.Assignments.Select(a => new Assignment(decoder.Expressions.Decode(a.Key), decoder.Expressions.Decode(a.Value)))));
    }

    private void Checkpoint(CheckpointCommand checkpoint)
    {
        var frame = decoder.Frame(checkpoint.Relation);
        var kept = !checkpoint.Local ? frame.Checkpoint(checkpoint.Eager)
            : frame.LocalCheckpoint(checkpoint.Eager, checkpoint.StorageLevel is { } level ? StorageLevels.Decode(level) : StorageLevel.MemoryAndDisk);
        respond(new ExecutePlanResponse { CheckpointCommandResult = new() { Relation = new() { RelationId = session.Keep(kept.Plan) } } });
    }

    private void RunPlan(LogicalPlan plan) => session.Runner(operation.Cancellation).Run(plan).Dispose();
}
