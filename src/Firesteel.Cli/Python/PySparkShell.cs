namespace Firesteel.Cli.Python;

/// <summary><c>pyspark-shell-main</c>: the interactive shell, or what <c>PYSPARK_DRIVER_PYTHON</c> names instead, such as Jupyter. It starts its gateway itself.</summary>
static class PySparkShell
{
    /// <param name="options">What stood before and after the shell's name on the command line.</param>
    public static int Run(IEnumerable<string> options, Dictionary<string, string> settings)
    {
        var environment = PythonEnvironment.Of([]);
        environment.Remove("PYTHONUNBUFFERED");
        environment["PYSPARK_SUBMIT_ARGS"] = string.Join(' ', options.Append("pyspark-shell").Select(Quote));
        var own = Path.Combine(Installation.Home, "python", "pyspark", "shell.py");
        if (Environment.GetEnvironmentVariable("PYTHONSTARTUP") is { Length: > 0 } startup && startup != own && !environment.ContainsKey("OLD_PYTHONSTARTUP"))
        {
            if (Environment.GetEnvironmentVariable("OLD_PYTHONSTARTUP") is not { Length: > 0 }) environment["OLD_PYTHONSTARTUP"] = startup;
        }
        environment["PYTHONSTARTUP"] = own;
        var command = PythonInterpreter.Choose(settings);
        var words = Environment.GetEnvironmentVariable("PYSPARK_DRIVER_PYTHON_OPTS") is { Length: > 0 } more ? Split(more) : [];
        // Another program than Python, such as Jupyter, cannot be asked what it is.
        if (Path.GetFileName(command).StartsWith("python", StringComparison.Ordinal)) PythonInterpreter.Start(settings, environment).Check();
        using var signals = new ChildSignals(endsOnInterrupt: false);
        return PythonProgram.RunChild(command, words, environment, signals);
    }

    // PySpark takes the words apart as a shell does.
    private static string Quote(string word)
        => word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '=' or '.' or '/' or ':' or ',') ? word : $"'{word.Replace("'", "'\"'\"'", StringComparison.Ordinal)}'";

    private static List<string> Split(string text)
    {
        var words = new List<string>();
        var word = new System.Text.StringBuilder();
        var (quote, any) = ('\0', false);
        foreach (var c in text)
        {
            if (quote != '\0')
            {
                if (c == quote) quote = '\0';
                else word.Append(c);
            }
            else if (c is '"' or '\'')
            {
                (quote, any) = (c, true);
            }
            else if (!char.IsWhiteSpace(c))
            {
                word.Append(c);
                any = true;
            }
            else if (any)
            {
                words.Add(word.ToString());
                word.Clear();
                any = false;
            }
        }
        if (any) words.Add(word.ToString());
        return words;
    }
}
