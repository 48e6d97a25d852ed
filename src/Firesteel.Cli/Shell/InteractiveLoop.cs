namespace Firesteel.Cli.Shell;

/// <summary>The dialogue with a person at a terminal.</summary>
sealed class InteractiveLoop(StatementRunner runner, IShellSession session)
{
    public void Run()
    {
        var history = new History(Path.Combine(Installation.CacheFolder, "sql-history"));
        var editor = new LineEditor(history, new Completion(session));
        var splitter = new StatementSplitter();
        while (!runner.HasEnded)
        {
            var prompt = $"spark-sql ({session.CurrentDatabase})> ";
            if (splitter.IsInside) prompt = new string(' ', prompt.Length - 2) + "> ";
            switch (editor.ReadLine(prompt))
            {
                case null:
                    Console.WriteLine();
                    return;
                case { IsInterrupted: true }:
                    // Ctrl-C drops what has been typed and stays.
                    splitter.Finish();
                    break;
                case { Text: var line }:
                    Take(splitter, history, line);
                    break;
            }
        }
    }

    private void Take(StatementSplitter splitter, History history, string line)
    {
        foreach (var statement in splitter.Add(line + "\n"))
        {
            history.Add(statement.ReplaceLineEndings(" ") + ";");
            if (runner.HasEnded) return;
            runner.Run(statement);
        }
    }
}
