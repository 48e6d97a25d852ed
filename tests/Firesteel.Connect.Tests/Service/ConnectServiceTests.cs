using Firesteel.Columnar.Arrow;
using Firesteel.Connect.Messages;
using Firesteel.Connect.Tests.Support;
using Google.Protobuf;

namespace Firesteel.Connect.Tests.Service;

public class ConnectServiceTests
{
    private readonly string _session = Guid.NewGuid().ToString();

    [Fact]
    public async Task A_query_gives_its_schema_its_rows_and_its_end()
    {
        await using var server = await RunningServer.Start();
        var (responses, trailers) = await server.Call("ExecutePlan", ExecutePlanResponse.Parser, Execute("select id, cast(id as string) s from range(3)"));
        Assert.Equal("0", trailers.GetValues("grpc-status").Single());
        Assert.Equal(["id", "s"], responses[0].Schema.Struct.Fields.Select(f => f.Name));
        Assert.Equal(3, responses.Where(r => r.ArrowBatch != null).Sum(r => r.ArrowBatch.RowCount));
        Assert.Equal(2, new ArrowStreamReader(responses.First(r => r.ArrowBatch != null).ArrowBatch.Data.Memory).Schema.Count);
        Assert.NotNull(responses[^1].ResultComplete);
    }

    [Fact]
    public async Task An_execution_is_attached_to_again_until_it_is_released()
    {
        await using var server = await RunningServer.Start();
        var request = Execute("select 1");
        request.OperationId = Guid.NewGuid().ToString();
        var (first, _) = await server.Call("ExecutePlan", ExecutePlanResponse.Parser, request);
        var reattach = new ReattachExecuteRequest { SessionId = _session, OperationId = request.OperationId, LastResponseId = first[0].ResponseId };
        var (rest, _) = await server.Call("ReattachExecute", ExecutePlanResponse.Parser, reattach);
        Assert.Equal(first.Skip(1).Select(r => r.ResponseId), rest.Select(r => r.ResponseId));
        await server.Call("ReleaseExecute", ReleaseExecuteResponse.Parser, new ReleaseExecuteRequest { SessionId = _session, OperationId = request.OperationId, ReleaseAll = new() });
        var (_, trailers) = await server.Call("ReattachExecute", ExecutePlanResponse.Parser, reattach);
        Assert.Contains("INVALID_HANDLE.OPERATION_NOT_FOUND", Uri.UnescapeDataString(trailers.GetValues("grpc-message").Single()));
    }

    [Fact]
    public async Task Errors_carry_their_condition_and_keep_their_details()
    {
        await using var server = await RunningServer.Start();
        var (_, trailers) = await server.Call("ExecutePlan", ExecutePlanResponse.Parser, Execute("select nothing"));
        Assert.Equal("13", trailers.GetValues("grpc-status").Single());
        var status = Connect.Rpc.Messages.Status.Parser.ParseFrom(Convert.FromBase64String(trailers.GetValues("grpc-status-details-bin").Single()));
        var info = status.Details[0].Unpack<Connect.Rpc.Messages.ErrorInfo>();
        Assert.Equal("org.apache.spark.sql.AnalysisException", info.Reason);
        Assert.Equal("UNRESOLVED_COLUMN.WITHOUT_SUGGESTION", info.Metadata["errorClass"]);
        Assert.Equal("42703", info.Metadata["sqlState"]);
        var (details, _) = await server.Call("FetchErrorDetails", FetchErrorDetailsResponse.Parser, new FetchErrorDetailsRequest { SessionId = _session, ErrorId = info.Metadata["errorId"] });
        Assert.Equal("nothing", details[0].Errors[0].SparkThrowable.QueryContexts[0].Fragment);
    }

    [Fact]
    public async Task Columns_name_the_plan_that_they_come_from()
    {
        await using var server = await RunningServer.Start();
        var range = new Relation { Common = new() { PlanId = 1 }, Range = new() { End = 3, Step = 1 } };
        var filter = new Relation { Common = new() { PlanId = 2 }, Filter = new() { Input = range, Condition = new() { UnresolvedFunction = new() { FunctionName = ">", Arguments = { Id(1), new Messages.Expression { Literal = new() { Long = 0 } } } } } } };
        var drop = new Relation { Common = new() { PlanId = 3 }, Drop = new() { Input = new Relation { Join = new() { Left = filter, Right = new Relation { Common = new() { PlanId = 4 }, Range = new() { End = 3, Step = 1 } }, JoinType = Join.Types.JoinType.Inner, JoinCondition = new() { UnresolvedFunction = new() { FunctionName = "==", Arguments = { Id(1), Id(4) } } } } }, Columns = { Id(4) } } };
        var (responses, _) = await server.Call("ExecutePlan", ExecutePlanResponse.Parser, new ExecutePlanRequest { SessionId = _session, Plan = new() { Root = drop } });
        Assert.Single(responses[0].Schema.Struct.Fields);
        Assert.Equal(2, responses.Where(r => r.ArrowBatch != null).Sum(r => r.ArrowBatch.RowCount));

        static Messages.Expression Id(long plan) => new() { UnresolvedAttribute = new() { UnparsedIdentifier = "id", PlanId = plan } };
    }

    [Fact]
    public async Task Settings_are_the_sessions_own()
    {
        await using var server = await RunningServer.Start();
        await server.Call("Config", ConfigResponse.Parser, new ConfigRequest { SessionId = _session, Operation = new() { Set = new() { Pairs = { new KeyValue { Key = "spark.sql.ansi.enabled", Value = "false" } } } } });
        Assert.Equal("false", await Ansi(_session));
        Assert.Equal("true", await Ansi(Guid.NewGuid().ToString()));

        async Task<string> Ansi(string session)
            => (await server.Call("Config", ConfigResponse.Parser, new ConfigRequest { SessionId = session, Operation = new() { Get = new() { Keys = { "spark.sql.ansi.enabled" } } } })).Messages[0].Pairs[0].Value;
    }

    [Fact]
    public async Task What_is_not_supported_is_named()
    {
        await using var server = await RunningServer.Start();
        var plan = new Plan { Root = new Relation { RelationChanges = new() } };
        var (_, trailers) = await server.Call("ExecutePlan", ExecutePlanResponse.Parser, new ExecutePlanRequest { SessionId = _session, Plan = plan });
        Assert.Contains("RELATION_CHANGES", trailers.GetValues("grpc-message").Single());
    }

    [Fact]
    public async Task Without_the_token_nobody_comes_in()
    {
        await using var server = await RunningServer.Start(token: "secret");
        var (_, trailers) = await server.Call("AnalyzePlan", AnalyzePlanResponse.Parser, new AnalyzePlanRequest { SessionId = _session, SparkVersion = new() });
        Assert.Equal("16", trailers.GetValues("grpc-status").Single());
    }

    [Fact]
    public async Task A_message_beyond_the_limit_is_refused()
    {
        await using var server = await RunningServer.Start(limit: 1000);
        var (_, trailers) = await server.Call("ExecutePlan", ExecutePlanResponse.Parser, Execute(new string(' ', 2000)));
        Assert.Equal("8", trailers.GetValues("grpc-status").Single());
    }

    [Theory]
    [InlineData("select id, repeat('x', 20000) s from range(0, 3000, 1, 1)")]
    [InlineData("select id, array(repeat('x', 20000)) s from range(0, 3000, 1, 1) where id % 2 >= 0")]
    [InlineData("select id, repeat('x', 12000000) s from range(0, 3, 1, 1)")]
    public async Task Large_rows_come_in_responses_of_their_own(string sql)
    {
        await using var server = await RunningServer.Start();
        var (messages, trailers) = await server.Call("ExecutePlan", ExecutePlanResponse.Parser, Execute(sql));
        Assert.Equal("0", trailers.GetValues("grpc-status").Single());
        var batches = messages.Where(m => m.ArrowBatch != null).Select(m => m.ArrowBatch).ToList();
        Assert.All(batches, b => Assert.True(b.RowCount == 1 || b.Data.Length <= 8 << 20));
        Assert.InRange(batches.Count, 3, 60);
        var expected = 0L;
        foreach (var batch in batches)
        {
            using var memory = new Columnar.Memory.MemoryAllocator(Columnar.Memory.MemoryManager.Process, "test");
            var reader = new Columnar.Arrow.ArrowStreamReader(batch.Data.Memory);
            var rows = new Columnar.Vectors.RowBuffer(reader.Schema, memory);
            reader.ReadInto(rows, memory);
            Assert.Equal(batch.StartOffset, expected);
            Assert.Equal(batch.RowCount, rows.Count);
            foreach (var chunk in rows.Chunks)
                for (var row = 0; row < chunk.RowCount; row++) Assert.Equal(expected++, chunk.Columns[0].Get<long>(row));
        }
    }

    [Fact]
    public async Task Artifacts_come_in_chunks_and_stay_in_their_folder()
    {
        await using var server = await RunningServer.Start();
        var data = ByteString.CopyFromUtf8("abc");
        var crc = Formats.Parquet.Encodings.Crc32.Compute(data.Span);
        var begin = new AddArtifactsRequest { SessionId = _session, BeginChunk = new() { Name = "files/x", NumChunks = 2, TotalBytes = 6, InitialChunk = new() { Data = data, Crc = crc } } };
        var next = new AddArtifactsRequest { SessionId = _session, Chunk = new() { Data = data, Crc = crc } };
        var (added, _) = await server.Call("AddArtifacts", AddArtifactsResponse.Parser, begin, next);
        Assert.True(added[0].Artifacts.Single().IsCrcSuccessful);
        Assert.Contains("INVALID_ARTIFACT_PATH", await Refused(One("../out", "abc")));
        Assert.Contains("ARTIFACT_ALREADY_EXISTS", await Refused(One("files/x", "other")));
        Assert.Contains("requirement failed", await Refused(begin));
        Assert.Contains("requirement failed", await Refused(next));
        Assert.Contains("not supported", await Refused(One("forward_to_fs/tmp/x", "abc")));
        begin.BeginChunk.TotalBytes = 7;
        begin.BeginChunk.Name = "files/z";
        Assert.Contains("Bytes are missing", await Refused(begin, next));

        async Task<string> Refused(params Google.Protobuf.IMessage[] requests)
        {
            var (_, trailers) = await server.Call("AddArtifacts", AddArtifactsResponse.Parser, requests);
            Assert.Equal("13", trailers.GetValues("grpc-status").Single());
            return Uri.UnescapeDataString(trailers.GetValues("grpc-message").Single());
        }

        AddArtifactsRequest One(string name, string text)
        {
            var content = ByteString.CopyFromUtf8(text);
            return new() { SessionId = _session, Batch = new() { Artifacts = { new AddArtifactsRequest.Types.SingleChunkArtifact { Name = name, Data = new() { Data = content, Crc = Formats.Parquet.Encodings.Crc32.Compute(content.Span) } } } } };
        }
    }

    [Fact]
    public async Task A_copy_of_a_session_has_its_views_and_its_functions()
    {
        await using var server = await RunningServer.Start();
        foreach (var sql in new[] { "create or replace temporary view copied as select 7 x", "create or replace temporary function thrice(x int) returns int return x * 3" })
            await server.Call("ExecutePlan", ExecutePlanResponse.Parser, new ExecutePlanRequest { SessionId = _session, Plan = new() { Command = new() { SqlCommand = new() { Sql = sql } } } });
        var (clones, _) = await server.Call("CloneSession", CloneSessionResponse.Parser, new CloneSessionRequest { SessionId = _session });
        var request = Execute("select concat('copies', thrice(x)) from copied");
        request.SessionId = clones[0].NewSessionId;
        var (responses, _) = await server.Call("ExecutePlan", ExecutePlanResponse.Parser, request);
        Assert.Equal(1, responses.Where(r => r.ArrowBatch != null).Sum(r => r.ArrowBatch.RowCount));
        Assert.Contains("copies21", System.Text.Encoding.UTF8.GetString(responses[0].ArrowBatch.Data.Span));
        Assert.Contains("SESSION_NOT_FOUND", await Refused(Guid.NewGuid().ToString(), null));
        Assert.Contains("TARGET_SESSION_ID_FORMAT", await Refused(_session, "no id"));
        Assert.Contains("TARGET_SESSION_ID_ALREADY_EXISTS", await Refused(_session, _session));

        async Task<string> Refused(string source, string? target)
        {
            var copy = new CloneSessionRequest { SessionId = source };
            if (target != null) copy.NewSessionId = target;
            var (_, trailers) = await server.Call("CloneSession", CloneSessionResponse.Parser, copy);
            return Uri.UnescapeDataString(trailers.GetValues("grpc-message").Single());
        }
    }

    [Theory]
    [InlineData("1.5", 10, 1, "1.5")]
    [InlineData("123.4567890123456789", 19, 16, "123.4567890123456789")]
    [InlineData("-0.001", 10, 3, "-0.001")]
    [InlineData("1E+3", 10, 0, "1000")]
    [InlineData("1E-10", 10, 10, "0.0000000001")]
    public void A_decimal_keeps_its_digits_whatever_scale_is_said(string text, int precision, int scale, string value)
    {
        var literal = Connect.Codec.LiteralCodec.Decode(new() { Decimal = new() { Value = text, Precision = 10, Scale = 0 } });
        Assert.Equal(new Firesteel.Types.DecimalType(precision, scale), literal.Type);
        Assert.Equal(value, Connect.Codec.LiteralCodec.Encode(literal.Value, literal.Type).Decimal.Value);
    }

    [Fact]
    public async Task A_large_batch_comes_in_pieces_to_whom_can_put_them_together()
    {
        await using var server = await RunningServer.Start();
        var request = Execute("select repeat('x', 5000) s from range(0, 3, 1, 1)");
        request.RequestOptions.Add(new ExecutePlanRequest.Types.RequestOption { ResultChunkingOptions = new() { AllowArrowBatchChunking = true, PreferredArrowChunkSize = 4096 } });
        var (responses, _) = await server.Call("ExecutePlan", ExecutePlanResponse.Parser, request);
        var pieces = responses.Where(r => r.ArrowBatch != null).Select(r => r.ArrowBatch).ToList();
        Assert.Equal(Enumerable.Range(0, pieces.Count).Select(i => ((long)i, (long)pieces.Count)), pieces.Select(p => (p.ChunkIndex, p.NumChunksInBatch)));
        Assert.InRange(pieces.Count, 4, 8);
        Assert.All(pieces, p => Assert.True(p.Data.Length <= 4096));
        Assert.Equal(1, new ArrowStreamReader(pieces.SelectMany(p => p.Data.ToByteArray()).ToArray()).Schema.Count);
    }

    [Fact]
    public async Task A_request_that_comes_twice_runs_once()
    {
        await using var server = await RunningServer.Start();
        var request = Execute("select 1");
        request.OperationId = Guid.NewGuid().ToString();
        var (first, _) = await server.Call("ExecutePlan", ExecutePlanResponse.Parser, request);
        var (second, _) = await server.Call("ExecutePlan", ExecutePlanResponse.Parser, request);
        Assert.Equal(first.Select(r => r.ResponseId), second.Select(r => r.ResponseId));
        request.Plan = Execute("select 2").Plan;
        var (_, trailers) = await server.Call("ExecutePlan", ExecutePlanResponse.Parser, request);
        Assert.Contains("OPERATION_ALREADY_EXISTS", Uri.UnescapeDataString(trailers.GetValues("grpc-message").Single()));
    }

    [Fact]
    public async Task Keys_of_SQL_have_their_defaults_and_others_have_none()
    {
        await using var server = await RunningServer.Start();
        Assert.Equal("134217728b", await Get("spark.sql.files.maxPartitionBytes"));
        Assert.Null(await Get("spark.sql.optimizer.excludedRules"));
        var (_, trailers) = await server.Call("Config", ConfigResponse.Parser, Request("spark.broadcast.blockSize"));
        Assert.Contains("SQL_CONF_NOT_FOUND", Uri.UnescapeDataString(trailers.GetValues("grpc-message").Single()));

        ConfigRequest Request(string key) => new() { SessionId = _session, Operation = new() { Get = new() { Keys = { key } } } };

        async Task<string?> Get(string key)
        {
            var pair = (await server.Call("Config", ConfigResponse.Parser, Request(key))).Messages[0].Pairs[0];
            return pair.HasValue ? pair.Value : null;
        }
    }

    private ExecutePlanRequest Execute(string sql) => new()
    {
        SessionId = _session,
        Plan = new() { Root = new Relation { Sql = new() { Query = sql } } },
        RequestOptions = { new ExecutePlanRequest.Types.RequestOption { ReattachOptions = new() { Reattachable = true } } },
    };
}
