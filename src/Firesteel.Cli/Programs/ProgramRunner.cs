using System.Reflection;

namespace Firesteel.Cli.Programs;

/// <summary>Runs a built program in this process.</summary>
static class ProgramRunner
{
    /// <param name="mainClass">Class whose <c>Main</c> is called; null for the assembly's entry point.</param>
    /// <returns>The program's exit code; 1 when it ended with an exception.</returns>
    public static int Run(BuiltProgram program, string? mainClass, string[] arguments, IEnumerable<string> extraAssemblies)
    {
        CheckFrameworks(program);
        var context = new ProgramLoadContext(program.EntryAssembly, extraAssemblies);
        var assembly = Load(context, program.EntryAssembly);
        var main = mainClass is null ? assembly.EntryPoint : FindMain(assembly, mainClass);
        if (main is null) throw new UsageException($"{program.EntryAssembly} has no entry point: nothing in it can be started.");
        Pose(program, assembly);
        try
        {
            object?[] values = main.GetParameters().Length == 0 ? [] : [arguments];
            return main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, values, null) switch
            {
                int code => code,
                Task<int> running => running.GetAwaiter().GetResult(),
                Task running => Finish(running),
                _ => Environment.ExitCode,
            };
        }
        catch (Exception e)
        {
            Console.Out.Flush();
            Console.Error.WriteLine($"Exception in thread \"main\" {e}");
            return 1;
        }
    }

    // What a program asks about itself is answered as if it had been started by itself.
    private static void Pose(BuiltProgram program, Assembly assembly)
    {
        Assembly.SetEntryAssembly(assembly);
        AppContext.SetData("APP_CONTEXT_BASE_DIRECTORY", Path.GetDirectoryName(program.EntryAssembly) + Path.DirectorySeparatorChar);
        if (program.SourceFile is not { } source) return;
        AppContext.SetData("EntryPointFilePath", source);
        AppContext.SetData("EntryPointFileDirectoryPath", Path.GetDirectoryName(source));
    }

    private static int Finish(Task running)
    {
        running.GetAwaiter().GetResult();
        return Environment.ExitCode;
    }

    private static Assembly Load(ProgramLoadContext context, string path)
    {
        try
        {
            return context.LoadFromAssemblyPath(path);
        }
        catch (BadImageFormatException)
        {
            throw new UsageException($"{path} is not a .NET assembly.");
        }
    }

    private static MethodInfo? FindMain(Assembly assembly, string mainClass)
    {
        var type = assembly.GetType(mainClass) ?? throw new UsageException($"Failed to load class {mainClass}: {assembly.GetName().Name} has none of that name.");
        return type.GetMethod("Main", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic);
    }

    // The process has started with one set of shared frameworks; another cannot be added.
    private static void CheckFrameworks(BuiltProgram program)
    {
        var file = Path.ChangeExtension(program.EntryAssembly, ".runtimeconfig.json");
        if (!File.Exists(file) || !File.ReadAllText(file).Contains("Microsoft.AspNetCore.App", StringComparison.Ordinal)) return;
        var here = (string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "";
        if (!here.Contains("Microsoft.AspNetCore.dll", StringComparison.Ordinal))
            throw new UsageException("The program asks for the framework Microsoft.AspNetCore.App, which programs started here do not have: use Microsoft.NET.Sdk.");
    }
}
