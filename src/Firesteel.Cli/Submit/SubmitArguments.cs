namespace Firesteel.Cli.Submit;

/// <summary>What a command line of <c>spark-submit</c> says, before any file is read.</summary>
sealed class SubmitArguments
{
    /// <summary>Settings by key, from <c>--conf</c> and from the options that stand for settings.</summary>
    public Dictionary<string, string> Settings { get; } = new(StringComparer.Ordinal);

    public string? PropertiesFile { get; private set; }
    public bool LoadSparkDefaults { get; private set; }
    public bool Verbose { get; private set; }
    public bool Help { get; private set; }
    public bool Version { get; private set; }
    public string? MainClass { get; private set; }

    /// <summary>Id of a driver to stop.</summary>
    public string? Kill { get; private set; }

    /// <summary>Id of a driver to ask after.</summary>
    public string? Status { get; private set; }

    /// <summary>The program: a file, a folder, or a name that stands for a shell.</summary>
    public string? Program { get; private set; }

    public string[] ProgramArguments { get; private set; } = [];

    /// <summary>Reads options up to the first argument that is none; that is the program and the rest is its own.</summary>
    /// <param name="others">Takes options that spark-submit does not know; returns how many arguments it used, 0 for none.</param>
    public static SubmitArguments Parse(string[] args, Func<ReadOnlySpan<string>, int>? others = null)
    {
        var parsed = new SubmitArguments();
        for (var i = 0; i < args.Length; i++)
        {
            var (name, inline) = SplitOption(args[i]);
            if (others is not null && others(args.AsSpan(i)) is > 0 and var used)
            {
                i += used - 1;
                continue;
            }
            if (SubmitOption.Find(name) is { } option)
            {
                if (option.Refusal is { } reason) throw new UsageException($"The option {option.Name} is refused: {reason}.");
                if (option.Value is null) parsed.Flag(option);
                else if (inline is not null) parsed.Take(option, inline);
                else if (++i < args.Length) parsed.Take(option, args[i]);
                else throw new UsageException($"The option {option.Name} needs a value: {option.Value}.");
            }
            else if (args[i].StartsWith('-'))
            {
                throw new UsageException($"Unrecognized option: {args[i]}", "bin/spark-submit --help lists the options; the program's own come after its name.");
            }
            else
            {
                parsed.Program = args[i];
                parsed.ProgramArguments = args[(i + 1)..];
                break;
            }
        }
        return parsed;
    }

    private static (string Name, string? Value) SplitOption(string argument)
    {
        var equals = argument.IndexOf('=');
        return argument.StartsWith("--", StringComparison.Ordinal) && equals > 2 && equals < argument.Length - 1 ? (argument[..equals], argument[(equals + 1)..]) : (argument, null);
    }

    private void Flag(SubmitOption option)
    {
        switch (option.Name)
        {
            case "--help": Help = true; break;
            case "--version": Version = true; break;
            case "--verbose": Verbose = true; break;
            case "--supervise": Settings[option.Key!] = "true"; break;
            case "--load-spark-defaults": LoadSparkDefaults = true; break;
        }
    }

    private void Take(SubmitOption option, string value)
    {
        switch (option.Name)
        {
            case "--conf": TakeSetting(value); break;
            case "--properties-file": PropertiesFile = value; break;
            case "--class": MainClass = value; break;
            case "--kill": Kill = value; break;
            case "--status": Status = value; break;
            default: Settings[option.Key!] = value; break;
        }
    }

    private void TakeSetting(string text)
    {
        var equals = text.IndexOf('=');
        if (equals <= 0) throw new UsageException($"Spark config without '=': {text}");
        Settings[text[..equals]] = text[(equals + 1)..];
    }
}
