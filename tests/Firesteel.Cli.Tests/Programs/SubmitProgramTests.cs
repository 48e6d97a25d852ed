using Firesteel.Testing;

namespace Firesteel.Cli.Tests.Programs;

public sealed class SubmitProgramTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("firesteel-submit-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_is_built_once_and_its_exit_code_and_output_are_the_commands()
    {
        var app = Write("app.cs", """
            using Firesteel;
            Console.WriteLine($"{string.Join('|', args)} {new SparkConf().Get("spark.app.name")} {new SparkConf().Get("spark.x", "-")}");
            return 3;
            """);
        var (code, output, error) = Submit("--conf", "spark.x=1", "--name", "n", app, "a b", "--c");
        Assert.Equal((3, "a b|--c n 1\n"), (code, output));
        Assert.Contains("INFO SparkSubmit: Building", error, StringComparison.Ordinal);

        (code, output, error) = Submit(app);
        Assert.Equal((3, " app -\n", ""), (code, output, error));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(_folder, "cache")));
    }

    [Fact]
    public void A_compile_error_is_printed_as_the_sdk_prints_it()
    {
        var (code, output, error) = Submit(Write("bad.cs", "int x = \"1\";"));
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("bad.cs(1,9): error CS0029", error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_ends_the_program_with_1()
    {
        var (code, output, error) = Submit(Write("throws.cs", "Console.WriteLine(1); throw new InvalidOperationException(\"broken\");"));
        Assert.Equal((1, "1\n"), (code, output));
        Assert.Contains("Exception in thread \"main\" System.InvalidOperationException: broken", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_folder_runs_and_is_built_again_when_a_source_changes()
    {
        Write("project/tool.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
            </Project>
            """);
        Write("project/Main.cs", "static class Tool { static async Task Main() { await Console.Out.WriteLineAsync(Other.Text + new Firesteel.SparkConf(false).GetAll().Count); Environment.ExitCode = 4; } }");
        Write("project/Other.cs", "static class Other { public const string Text = \"one\"; }");
        Assert.Equal((4, "one0\n"), Parts(Submit(Path.Combine(_folder, "project"))));
        Write("project/Other.cs", "static class Other { public const string Text = \"three\"; }");
        Assert.Equal((4, "three0\n"), Parts(Submit(Path.Combine(_folder, "project"))));
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public void A_signal_ends_the_program_by_way_of_its_exit_hooks(string signal, int expected)
    {
        if (signal == "INT") Signals.RequireInterrupt();
        // The program sends the signal to itself, so that nobody has to wait for it.
        var app = Write("signalled.cs", """
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Console.WriteLine("stopped");
            System.Diagnostics.Process.Start("kill", ["-s", args[0], Environment.ProcessId.ToString()]);
            Thread.Sleep(TimeSpan.FromMinutes(2));
            """);
        Assert.Equal((expected, "stopped\n"), Parts(Submit(app, signal)));
    }

    [Theory]
    [InlineData("app.jar", "no JVM")]
    [InlineData("app.R", "R is not supported")]
    [InlineData("missing.cs", "does not exist")]
    public void What_cannot_run_is_refused_with_a_sentence(string program, string words)
    {
        var (code, output, error) = Submit(program);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains(words, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_go_before_the_defaults_file()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "conf"));
        Write("conf/spark-defaults.conf", "spark.a  file\nspark.b=file\nspark.c = file\nother.d x\n");
        var (_, _, error) = Submit("--conf", "spark.a=flag", "--verbose", "missing.cs");
        Assert.Contains("spark.a=flag\n  spark.app.name=missing\n  spark.b=file\n  spark.c=file\n  spark.master=local[*]\n", error, StringComparison.Ordinal);
        Assert.DoesNotContain("other.d", error, StringComparison.Ordinal);
    }

    private static (int, string) Parts((int Code, string Output, string) result) => (result.Code, result.Output);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    private (int Code, string Output, string Error) Submit(params string[] args)
    {
        var environment = new Dictionary<string, string> { ["FIRESTEEL_CACHE_DIR"] = Path.Combine(_folder, "cache"), ["SPARK_CONF_DIR"] = Path.Combine(_folder, "conf") };
        return Command.RunApart(Path.Combine(AppContext.BaseDirectory, "Firesteel.Cli"), ["submit", .. args], _folder, environment);
    }
}
