using System.Net;
using Firesteel.Deploy.Pages;
using Microsoft.AspNetCore.Http;

namespace Firesteel.Deploy.Tests.Pages;

public sealed class PageGuardTests
{
    private readonly PageGuard _guard = new("t0ken", ["master.example.org"]);

    [Theory]
    [InlineData("127.0.0.1", "localhost:8080", null, 200)]
    [InlineData("10.0.0.9", "master.example.org:8080", null, 403)]
    [InlineData("10.0.0.9", "master.example.org:8080", "t0ken", 200)]
    [InlineData("10.0.0.9", "10.0.0.5:8080", "other", 403)]
    [InlineData("10.0.0.5", "10.0.0.5:8080", null, 200)]
    [InlineData("127.0.0.1", "rebound.example.com:8080", null, 400)]
    [InlineData("10.0.0.9", "rebound.example.com:8080", "t0ken", 400)]
    public void PagesAnswerThisMachineAndThoseWithTheToken(string from, string host, string? token, int status)
    {
        var (refusal, viewer) = _guard.Check(Request("GET", from, host, token));
        Assert.Equal(status, refusal?.Status ?? 200);
        if (status == 200) Assert.Equal(token, viewer.Token);
    }

    [Fact]
    public void AForeignPageCannotMakeItsReadersKill()
    {
        var request = Request("POST", "127.0.0.1", "localhost:8080", null);
        request.Request.Headers.Origin = "http://evil.example.com";
        Assert.Equal(403, _guard.Check(request).Refusal!.Status);
        request.Request.Headers.Origin = "http://localhost:8080";
        var (refusal, viewer) = _guard.Check(request);
        Assert.Null(refusal);
        Assert.True(_guard.IsOwnForm(viewer.FormKey));
        Assert.False(_guard.IsOwnForm(""));
    }

    [Fact]
    public void LogsAreFoundByNamesOnly()
    {
        var work = Directory.CreateTempSubdirectory("firesteel-logs-").FullName;
        var folder = Directory.CreateDirectory(Path.Combine(work, "app-1", "0")).FullName;
        File.WriteAllText(Path.Combine(folder, "stderr--2026-01-01"), "first ");
        File.WriteAllText(Path.Combine(folder, "stderr"), "second");
        File.CreateSymbolicLink(Path.Combine(work, "link"), "/etc");
        var log = LogFiles.Find(work, ["app-1", "0"], "stderr")!;
        Assert.Equal(new LogSlice(3, 9, 12, "st sec"), log.Read(3, 6));
        Assert.Equal(new LogSlice(8, 12, 12, "cond"), log.Read(null, 4));
        Assert.Null(LogFiles.Find(work, ["..", "x"], "stderr"));
        Assert.Null(LogFiles.Find(work, ["app-1", "0"], "../stderr"));
        Assert.Null(LogFiles.Find(work, ["app-1", "1"], "stdout"));
        Assert.Null(LogFiles.Find(work, ["link"], "stdout"));
        Directory.Delete(work, recursive: true);
    }

    private static DefaultHttpContext Request(string method, string from, string host, string? token)
    {
        var context = new DefaultHttpContext();
        (context.Connection.RemoteIpAddress, context.Connection.LocalIpAddress) = (IPAddress.Parse(from), IPAddress.Parse(from.StartsWith("127", StringComparison.Ordinal) ? "127.0.0.1" : "10.0.0.5"));
        (context.Request.Method, context.Request.Host) = (method, new HostString(host));
        if (token is not null) context.Request.QueryString = QueryString.Create("token", token);
        return context;
    }
}
