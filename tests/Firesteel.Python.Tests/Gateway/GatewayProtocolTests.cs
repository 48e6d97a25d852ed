namespace Firesteel.Python.Tests.Gateway;

public sealed class GatewayProtocolTests
{
    [Fact]
    public void AWrongSecretEndsTheConnectionAndNotTheGateway()
    {
        using var client = new GatewayClient(authenticate: false);
        Assert.Equal("!xsAuthentication error: bad auth token received.", client.Send("A", "wrong"));
        Assert.Null(client.Send("c", "z:java.lang.Math", "abs", "i-3", "e"));
        client.Reconnect();
        Assert.Equal("!xsAuthentication error: unexpected command.", client.Send("c"));
        client.Reconnect();
        Assert.Equal("!yv", client.Send("A", client.Gateway.Secret));
        Assert.Equal("i3", client.Call("z:java.lang.Math", "abs", "i-3"));
    }

    [Fact]
    public void ALongLineOfWhoIsNotKnownEndsTheConnectionOnly()
    {
        using var client = new GatewayClient(authenticate: false);
        Assert.Null(client.Send(new string('A', 1 << 20)));
        client.Reconnect();
        Assert.Equal("!yv", client.Send("A", client.Gateway.Secret));
        Assert.Equal($"s{new string('a', 1 << 20)}", client.Call("z:java.lang.String", "valueOf", $"s{new string('a', 1 << 20)}"));
    }

    [Fact]
    public void AnUnknownLetterEndsTheConnectionOnly()
    {
        using var client = new GatewayClient();
        Assert.StartsWith("!zspy4j.Py4JException: Unknown command received: q", client.Send("q", "e"));
        client.Reconnect();
        Assert.Equal("!yv", client.Send("A", client.Gateway.Secret));
    }

    [Theory]
    [InlineData("Target Object ID does not exist for this gateway :o999999", "c", "o999999", "toString", "e")]
    [InlineData("java.lang.ClassNotFoundException: no.such.Thing", "c", "z:no.such.Thing", "run", "e")]
    [InlineData("java.lang.ClassNotFoundException: no.such.Thing", "i", "no.such.Thing", "e")]
    [InlineData("Method abs([class java.lang.String]) does not exist", "c", "z:java.lang.Math", "abs", "sx", "e")]
    [InlineData("Target Object ID does not exist for this gateway :o7", "c", "z:java.lang.String", "valueOf", "ro7", "e")]
    [InlineData("Malformed", "c", "z:java.lang.Math", "abs", "ix", "e")]
    [InlineData("Malformed", "c", "z:java.lang.Math", "abs", "?", "e")]
    [InlineData("Malformed", "c", "z:java.lang.Math", "abs", "", "e")]
    [InlineData("Malformed", "a", "q", "e")]
    [InlineData("Malformed", "j", "q", "e")]
    [InlineData("Unknown Memory SubCommand Name: a", "m", "a", "o1", "e")]
    [InlineData("MLlib is not part of it", "i", "org.apache.spark.ml.feature.Tokenizer", "e")]
    [InlineData("org.apache.spark.rdd.CoalescedRDD is not available", "c", "z:org.apache.spark.rdd.CoalescedRDD", "make", "e")]
    public void WhatCannotBeDoneIsSaidInText(string said, params string[] lines)
    {
        using var client = new GatewayClient();
        var answer = client.Send(lines);
        Assert.StartsWith("!xs", answer);
        Assert.Contains(said, answer);
        Assert.Equal("!yi3", client.Send("c", "z:java.lang.Math", "abs", "i-3", "e"));
    }

    [Fact]
    public void ValuesGoByLetterAndBack()
    {
        using var client = new GatewayClient();
        var list = client.New("java.util.ArrayList");
        string[] values = ["i3", "L3000000000", "d1.5", "btrue", "sa\\\\b\\nc\\rd\té😀", "s", "jAAH/", "D1.50", "n"];
        foreach (var value in values) Assert.Equal("btrue", client.Call(list, "add", value));
        for (var i = 0; i < values.Length; i++) Assert.Equal(values[i], client.Call(list, "get", $"i{i}"));
        Assert.Equal($"i{values.Length}", client.Call(list, "size"));
        Assert.Equal("d1.0E-7", client.Call("z:java.lang.Double", "valueOf", "s1e-7"));
        Assert.Equal("dNaN", client.Call("z:java.lang.Double", "valueOf", "dnan"));
    }

    [Fact]
    public void NamesAndArraysMayLookLikeTheEnd()
    {
        using var client = new GatewayClient();
        Assert.Equal("!x", client.Send("r", "m", "java.lang.Math", "e", "e"));
        var array = GatewayClient.Success(client.Send("a", "c", "sint", "i3", "e"))[1..];
        Assert.Equal("!yi3", client.Send("a", "e", array, "e"));
        Assert.Equal("!yv", client.Send("a", "s", array, "i1", "i7", "e"));
        Assert.Equal("!yi7", client.Send("a", "g", array, "i1", "e"));
        Assert.StartsWith("!xr", client.Send("a", "g", array, "i3", "e"));
    }

    [Fact]
    public void NamesArePackagesClassesAndMembers()
    {
        using var client = new GatewayClient();
        Assert.Equal("!yp", client.Send("r", "u", "java.lang", "rj", "e"));
        Assert.Equal("!ycjava.lang.String", client.Send("r", "u", "String", "rj", "e"));
        Assert.Equal("!yp", client.Send("r", "u", "PythonUtils", "rj", "e"));
        Assert.Equal("!yv", client.Send("j", "i", "rj", "org.apache.spark.api.python.*", "e"));
        Assert.Equal("!ycorg.apache.spark.api.python.PythonUtils", client.Send("r", "u", "PythonUtils", "rj", "e"));
        Assert.Equal("!ym", client.Send("r", "m", "org.apache.spark.api.python.PythonUtils", "toSeq", "e"));
        Assert.Equal("!x", client.Send("r", "m", "org.apache.spark.api.python.PythonUtils", "nothing", "e"));
        Assert.Equal("!yi2147483647", client.Send("r", "m", "java.lang.Integer", "MAX_VALUE", "e"));
        Assert.StartsWith("!yr", client.Send("r", "m", "org.apache.spark.sql.classic.SparkSession$", "MODULE$", "e"));
    }

    [Fact]
    public void EachAnswerHasAnIdOfItsOwnUntilPythonDropsIt()
    {
        using var client = new GatewayClient();
        var conf = client.New("org.apache.spark.SparkConf", "bfalse");
        var same = client.Call(conf, "set", "sspark.a", "s1")[1..];
        Assert.NotEqual(conf, same);
        Assert.Equal("s1", client.Call(same, "get", "sspark.a"));
        Assert.Equal("!yv", client.Send("m", "d", same, "e"));
        Assert.Contains("does not exist for this gateway", client.Send("c", same, "get", "sspark.a", "e"));
        Assert.Equal("s1", client.Call(conf, "get", "sspark.a"));
    }

    [Fact]
    public void IteratingEndsInOneExchange()
    {
        using var client = new GatewayClient();
        var list = client.New("java.util.ArrayList");
        client.Call(list, "add", "s1");
        var iterator = client.Call(list, "iterator");
        Assert.StartsWith("g", iterator);
        Assert.Equal("s1", client.Call(iterator[1..], "next"));
        Assert.StartsWith("!xs", client.Send("c", iterator[1..], "next", "e"));
    }

    [Fact]
    public void AnExceptionIsAnObjectWithItsCondition()
    {
        using var client = new GatewayClient();
        var answer = client.Send("c", "z:org.apache.spark.sql.types.DataType", "fromDDL", "sno such type at all", "e");
        Assert.StartsWith("!xr", answer);
        var error = answer![2..];
        Assert.Equal("btrue", client.Call("z:py4j.reflection.TypeUtil", "isInstanceOf", "sorg.apache.spark.sql.catalyst.parser.ParseException", error));
        Assert.Equal("btrue", client.Call("z:py4j.reflection.TypeUtil", "isInstanceOf", "sorg.apache.spark.sql.AnalysisException", error));
        Assert.Equal("bfalse", client.Call("z:py4j.reflection.TypeUtil", "isInstanceOf", "sjava.lang.IllegalArgumentException", error));
        Assert.Equal("sPARSE_SYNTAX_ERROR", client.Call("z:org.apache.spark.api.python.PythonErrorUtils", "getCondition", error));
        Assert.Equal("s42601", client.Call("z:org.apache.spark.api.python.PythonErrorUtils", "getSqlState", error));
        Assert.Equal("n", client.Call(error[1..], "getCause"));
    }

    [Fact]
    public void ShutdownClosesTheGatewayOnly()
    {
        using var client = new GatewayClient();
        Assert.Null(client.Send("s", "e"));
    }
}
