using Firesteel.Cli.Submit;

namespace Firesteel.Cli.Shell;

/// <summary>The command line of <c>spark-sql</c>: its own options and those of spark-submit.</summary>
sealed class ShellOptions
{
    public string? Query { get; private set; }
    public string? File { get; private set; }
    public List<string> InitFiles { get; } = [];
    public bool Silent { get; private set; }
    public bool Echo { get; private set; }
    public string? Database { get; private set; }
    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);
    public SubmitArguments Submit { get; private set; } = null!;

    public const string Usage = """
        Usage: spark-sql [options]

        Options of the shell:
          -e QUERY                 run these statements and end
          -f FILE                  run the statements of a file and end
          -i FILE                  run the statements of a file first
          -S, --silent             print rows only
          -v, --verbose            print each statement before it runs
          --database NAME          use this database
          -d, --define NAME=VALUE  a variable for ${NAME}; also --hivevar, --hiveconf
        Options of spark-submit:
        """;

    public static ShellOptions Parse(string[] args)
    {
        var options = new ShellOptions();
        options.Submit = SubmitArguments.Parse(args, options.Take);
        if (options.Submit.Program is { } stray) throw new UsageException($"spark-sql takes no program: {stray}");
        if (options is { Query: not null, File: not null }) throw new UsageException("The '-e' and '-f' options cannot be specified simultaneously.");
        return options;
    }

    private int Take(ReadOnlySpan<string> args)
    {
        var value = args.Length > 1 ? args[1] : null;
        switch (args[0])
        {
            case "-S" or "--silent": Silent = true; return 1;
            case "-v" or "--verbose": Echo = true; return 1;
            case "-e": Query = Required(args[0], value); return 2;
            case "-f": File = Required(args[0], value); return 2;
            case "-i": InitFiles.Add(Required(args[0], value)); return 2;
            case "--database": Database = Required(args[0], value); return 2;
            case "-d" or "--define" or "--hivevar" or "--hiveconf": Define(Required(args[0], value)); return 2;
            default: return 0;
        }
    }

    private void Define(string text)
    {
        var equals = text.IndexOf('=');
        if (equals <= 0) throw new UsageException($"A variable is given as NAME=VALUE: {text}");
        Variables[text[..equals]] = text[(equals + 1)..];
    }

    private static string Required(string option, string? value) => value ?? throw new UsageException($"The option {option} needs a value.");
}
