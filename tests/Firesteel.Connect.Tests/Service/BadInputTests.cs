using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Firesteel.Connect.Client;
using Firesteel.Connect.Messages;
using Firesteel.Connect.Rpc;
using Firesteel.Connect.Service;
using Firesteel.Connect.Tests.Support;
using Google.Protobuf;

namespace Firesteel.Connect.Tests.Service;

/// <summary>What hostile or unlucky clients do: each hears of it, and the server lives on.</summary>
public class BadInputTests
{
    private readonly string _session = Guid.NewGuid().ToString();

    [Fact]
    public async Task A_plan_nested_ten_thousand_deep_is_refused()
    {
        await using var server = await RunningServer.Start(limit: 8 << 20);
        var plan = new Relation { Range = new() { End = 1, Step = 1 } }.ToByteArray();
        for (var i = 0; i < 10_000; i++) plan = Field(8, Field(1, plan));
        var request = Field(1, System.Text.Encoding.ASCII.GetBytes(_session)).Concat(Field(3, Field(1, plan))).ToArray();
        Assert.Equal("3", await server.Status("ExecutePlan", request));
        await Lives(server);
    }

    [Fact]
    public async Task An_expression_nested_deep_is_refused()
    {
        await using var server = await RunningServer.Start();
        using var spark = SparkSession.Builder().Remote(server.Url).Create();
        var column = Enumerable.Range(0, 3000).Aggregate(Functions.Col("id"), (c, _) => c + 1);
        Assert.ThrowsAny<SparkException>(() => spark.Range(1).Select(column).Collect());
        Assert.ThrowsAny<SparkException>(() => spark.Sql($"select {new string('(', 20_000)}1{new string(')', 20_000)}").Collect());
        Assert.Equal(3, spark.Range(3).Count());
    }

    [Fact]
    public async Task Garbage_is_refused()
    {
        await using var server = await RunningServer.Start();
        Assert.Equal("3", await server.Status("ExecutePlan", [0xFF, 0xFF, 0xFF, 0xFF, 0x07, 1, 2, 3]));
        Assert.Equal("3", await server.Status("AnalyzePlan", [10, 200, 1]));
        Assert.Equal("12", await server.Status("NoSuchMethod", []));
        foreach (var plan in new[] { new Plan(), new Plan { Root = new() }, new Plan { Root = new() { Filter = new() } }, new Plan { Root = new() { Project = new() { Expressions = { new Messages.Expression() } } } }, new Plan { Command = new() } })
        {
            var (_, trailers) = await server.Call("ExecutePlan", ExecutePlanResponse.Parser, new ExecutePlanRequest { SessionId = _session, Plan = plan });
            Assert.Contains("CONNECT_INVALID_PLAN", Uri.UnescapeDataString(trailers.GetValues("grpc-message").Single()));
        }
        await Lives(server);
    }

    [Fact]
    public async Task Whole_areas_are_refused_in_a_sentence()
    {
        await using var server = await RunningServer.Start();
        await Refused(new Plan { Root = new() { Read = new() { IsStreaming = true, DataSource = new() { Format = "rate" } } } }, "streaming");
        await Refused(new Plan { Command = new() { WriteStreamOperationStart = new() } }, "streaming");
        await Refused(new Plan { Command = new() { MlCommand = new() } }, "Machine learning");

        async Task Refused(Plan plan, string word)
        {
            var (_, trailers) = await server.Call("ExecutePlan", ExecutePlanResponse.Parser, new ExecutePlanRequest { SessionId = _session, Plan = plan });
            Assert.Contains(word, Uri.UnescapeDataString(trailers.GetValues("grpc-message").Single()));
        }
    }

    [Theory]
    [InlineData("../../x")]
    [InlineData("/tmp/x")]
    [InlineData("files/../../x")]
    [InlineData("files/\0")]
    [InlineData("")]
    public async Task An_artifact_stays_in_its_folder(string name)
    {
        await using var server = await RunningServer.Start();
        using var spark = SparkSession.Builder().Remote(server.Url).Create();
        Assert.ThrowsAny<Exception>(() => spark.AddArtifact(name, [1, 2, 3]));
        Assert.Equal(1, spark.Range(1).Count());
    }

    [Fact]
    public async Task A_client_that_goes_away_ends_its_query()
    {
        await using var server = await RunningServer.Start();
        using var abort = new CancellationTokenSource();
        var plan = new Plan { Root = new() { Sql = new() { Query = "select count(*) from range(100000000000) a where id % 3 = rand()" } } };
        var call = server.Begin("ExecutePlan", new ExecutePlanRequest { SessionId = _session, Plan = plan }, abort.Token);
        Operation? running = null;
        while ((running = server.Sessions.Find("", _session)?.Operations.FirstOrDefault()) is null) await Task.Delay(5);
        await abort.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!running.IsFinished) await Task.Delay(5, limit.Token);
        Assert.True(running.IsCancelled);
        await Lives(server);
    }

    [Fact]
    public async Task A_client_that_takes_nothing_holds_its_query_up()
    {
        var operation = new Operation("id", [], TimeProvider.System);
        var batch = new ExecutePlanResponse { ArrowBatch = new() { Data = ByteString.CopyFrom(new byte[16 << 20]) } };
        var added = 0;
        var query = Task.Run(() =>
        {
            for (; added < 10; added++) operation.Add(batch.Clone());
            operation.Finish(null);
        });
        Assert.NotSame(query, await Task.WhenAny(query, Task.Delay(200)));
        var taken = 0;
        await foreach (var ready in operation.Read(null, CancellationToken.None)) taken += ready.Count;
        Assert.Equal(10, taken);
        await query;
    }

    [Fact]
    public async Task Sessions_end_when_nobody_uses_them_and_are_only_so_many()
    {
        var time = new MovedTime();
        await using var server = await RunningServer.Start(time: time, limits: new SessionLimits(TimeSpan.FromMinutes(60), TimeSpan.FromMinutes(5), 2));
        Assert.Equal("0", await Touch(_session));
        Assert.Equal("0", await Touch(Guid.NewGuid().ToString()));
        Assert.Equal("8", await Touch(Guid.NewGuid().ToString()));
        time.Move(TimeSpan.FromMinutes(61));
        Assert.Equal("0", await Touch(Guid.NewGuid().ToString()));
        Assert.NotEqual("0", await Touch(_session));

        async Task<string> Touch(string session)
            => (await server.Call("AnalyzePlan", AnalyzePlanResponse.Parser, new AnalyzePlanRequest { SessionId = session, SparkVersion = new() })).Trailers.GetValues("grpc-status").Single();
    }

    [Fact]
    public async Task Executions_end_when_their_clients_do_not_come_back()
    {
        var time = new MovedTime();
        await using var server = await RunningServer.Start(time: time);
        var request = new ExecutePlanRequest
        {
            SessionId = _session,
            OperationId = Guid.NewGuid().ToString(),
            Plan = new() { Root = new() { Sql = new() { Query = "select 1" } } },
            RequestOptions = { new ExecutePlanRequest.Types.RequestOption { ReattachOptions = new() { Reattachable = true } } },
        };
        await server.Call("ExecutePlan", ExecutePlanResponse.Parser, request);
        time.Move(TimeSpan.FromMinutes(6));
        server.Sessions.Maintain();
        var (_, trailers) = await server.Call("ReattachExecute", ExecutePlanResponse.Parser, new ReattachExecuteRequest { SessionId = _session, OperationId = request.OperationId });
        Assert.Contains("INVALID_HANDLE.OPERATION_ABANDONED", Uri.UnescapeDataString(trailers.GetValues("grpc-message").Single()));
    }

    [Fact]
    public async Task A_long_query_tells_how_far_it_is_and_ends_by_its_tag()
    {
        await using var server = await RunningServer.Start(limits: SessionLimits.Default with { Progress = TimeSpan.FromMilliseconds(20) });
        using var spark = SparkSession.Builder().Remote(server.Url).Create();
        var heard = new TaskCompletionSource<ProgressReport>(TaskCreationOptions.RunContinuationsAsynchronously);
        spark.RegisterProgressHandler(r => heard.TrySetResult(r));
        var query = Task.Run(() =>
        {
            spark.AddTag("long");
            return spark.Sql("select count(*) from range(100000000000) where id % 3 = rand()").Collect();
        });
        var report = await heard.Task.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Contains(report.Stages, s => s.NumTasks > 0);
        Assert.Equal([report.OperationId], spark.InterruptTag("long"));
        Assert.Contains("OPERATION_CANCELED", (await Assert.ThrowsAnyAsync<SparkException>(() => query)).Message);
        Assert.Equal(1, spark.Range(1).Count());
    }

    [Fact]
    public async Task Encrypted_calls_need_the_right_certificate_and_token()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        var asked = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256);
        asked.CertificateExtensions.Add(names.Build());
        asked.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var certificate = asked.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var folder = Directory.CreateTempSubdirectory("firesteel-tls-").FullName;
        var (chain, secret) = (Path.Combine(folder, "chain.pem"), Path.Combine(folder, "key.pem"));
        await File.WriteAllTextAsync(chain, certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(secret, key.ExportPkcs8PrivateKeyPem());
        var conf = new SparkConf().Set("spark.connect.grpc.binding.port", "0").Set("spark.connect.authenticate.token", "secret").Set("spark.connect.grpc.ssl.certChain", chain).Set("spark.connect.grpc.ssl.privateKey", secret);
        await using var server = new ConnectServer(RunningServer.Local.NewSession(), conf);
        await server.Start();
        using (var spark = SparkSession.Builder().Remote($"sc://127.0.0.1:{server.Port}/;use_ssl=true;token=secret;ssl_trusted_certificates={chain}").Create()) Assert.Equal(2, spark.Range(2).Count());
        Assert.Contains("refuses", Assert.Throws<SparkException>(() => SparkSession.Builder().Remote($"sc://127.0.0.1:{server.Port}/;use_ssl=true;token=wrong;ssl_trusted_certificates={chain}").Create()).Message);
        Assert.Throws<ArgumentException>(() => new ConnectServer(RunningServer.Local.NewSession(), new SparkConf().Set("spark.connect.grpc.binding.address", "*")));
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("http://localhost")]
    [InlineData("sc://")]
    [InlineData("sc://host:many")]
    [InlineData("sc://host;token=x")]
    [InlineData("sc://host/path")]
    [InlineData("sc://host/;session_id=1")]
    public void Addresses_that_have_not_the_form_are_refused(string url) => Assert.Contains("sc://host:port", Assert.Throws<SparkException>(() => ConnectionString.Parse(url)).Message);

    [Fact]
    public void An_address_says_everything()
    {
        var parsed = ConnectionString.Parse("sc://[::1]:155/;token=a%3Bb;use_ssl=true;user_id=me;x-extra=1");
        Assert.Equal(("[::1]", 155, "a;b", true, "me", "1"), (parsed.Host, parsed.Port, parsed.Token, parsed.UseSsl, parsed.UserId, parsed.Headers["x-extra"]));
        Assert.Equal(15002, ConnectionString.Parse("sc://host").Port);
    }

    private async Task Lives(RunningServer server)
        => Assert.Equal("0", (await server.Call("AnalyzePlan", AnalyzePlanResponse.Parser, new AnalyzePlanRequest { SessionId = Guid.NewGuid().ToString(), SparkVersion = new() })).Trailers.GetValues("grpc-status").Single());

    // A field of a message as bytes: its number, the length, the content.
    private static byte[] Field(int number, byte[] content)
    {
        var output = new MemoryStream();
        using (var writer = new CodedOutputStream(output, leaveOpen: true))
        {
            writer.WriteTag(number, WireFormat.WireType.LengthDelimited);
            writer.WriteLength(content.Length);
        }
        output.Write(content);
        return output.ToArray();
    }

    private sealed class MovedTime : TimeProvider
    {
        private long _moved;
        public void Move(TimeSpan time) => Interlocked.Add(ref _moved, time.Ticks);
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;
        public override long GetTimestamp() => Interlocked.Read(ref _moved);
    }
}
