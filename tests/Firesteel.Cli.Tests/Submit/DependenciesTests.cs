using Firesteel.Cli.Submit;
using Firesteel.Foundation.Logging;

namespace Firesteel.Cli.Tests.Submit;

public sealed class DependenciesTests
{
    [Fact]
    public void Archives_of_Java_are_answered_and_assemblies_stay()
    {
        var own = typeof(DependenciesTests).Assembly.Location;
        var settings = new Dictionary<string, string> { ["spark.jars"] = $"{own},local:/on/workers.dll,/x/postgresql-42.7.jar,own.jar", ["spark.jars.packages"] = "io.delta:delta-spark_2.13:4.0.0,org.example:thing:1" };
        Dependencies.Resolve(settings);
        Assert.Equal($"{own},local:/on/workers.dll", settings["spark.jars"]);
        global::Firesteel.Cli.Programs.SdkBuild.References = [];
        Assert.False(settings.ContainsKey("spark.jars.packages"));
        Assert.Throws<UsageException>(() => Dependencies.Resolve(new() { ["spark.jars.packages"] = "nuget:Name" }));
        Assert.Throws<UsageException>(() => Dependencies.Resolve(new() { ["spark.jars.packages"] = "thing" }));
        Assert.Throws<UsageException>(() => Dependencies.Resolve(new() { ["spark.jars"] = "nowhere.dll" }));
    }

    [Fact]
    public void Options_of_the_driver_become_settings_and_settings_win()
    {
        var settings = new Dictionary<string, string> { ["spark.driver.extraJavaOptions"] = "-Dspark.a=1 -Dspark.b=2 -Xmx1g", ["spark.b"] = "own" };
        JavaSettings.Apply(settings);
        Assert.Equal(["1", "own"], [settings["spark.a"], settings["spark.b"]]);
        Assert.Throws<UsageException>(() => JavaSettings.Apply(new() { ["spark.executor.extraJavaOptions"] = "-Dspark.a=1" }));
        Assert.True(Logger.Named.IsEmpty);
    }
}
