using System.Text;

namespace Firesteel.Cli.Shell;

/// <summary>What the line editor returns: a line, or the news that Ctrl-C was pressed.</summary>
sealed record EditedLine(string Text, bool IsInterrupted = false);

/// <summary>Reads a line from a terminal with editing keys, history and completion.</summary>
sealed class LineEditor(History history, Completion completion)
{
    private readonly StringBuilder _line = new();
    private string _prompt = "";
    private string _draft = "";
    private int _cursor;
    private int _past;
    private int _row;

    /// <returns>The line; null at the end of the input (Ctrl-D).</returns>
    public EditedLine? ReadLine(string prompt)
    {
        (_prompt, _cursor, _past, _row) = (prompt, 0, history.Count, 0);
        _line.Clear();
        Console.TreatControlCAsInput = true;
        try
        {
            Draw();
            while (true)
            {
                var key = Console.ReadKey(intercept: true);
                var control = key.Modifiers.HasFlag(ConsoleModifiers.Control);
                if (key.Key == ConsoleKey.Enter)
                {
                    Leave("");
                    return new EditedLine(_line.ToString());
                }
                if (control && key.Key == ConsoleKey.C)
                {
                    Leave("^C");
                    return new EditedLine("", IsInterrupted: true);
                }
                if (control && key.Key == ConsoleKey.D && _line.Length == 0) return null;
                Apply(key, control);
                // Pasted text is drawn once, when all of it is there.
                if (!Console.KeyAvailable) Draw();
            }
        }
        finally
        {
            Console.TreatControlCAsInput = false;
        }
    }

    private void Apply(ConsoleKeyInfo key, bool control)
    {
        switch (key.Key)
        {
            case ConsoleKey.LeftArrow: _cursor = control ? WordLeft() : Math.Max(0, _cursor - 1); break;
            case ConsoleKey.RightArrow: _cursor = control ? WordRight() : Math.Min(_line.Length, _cursor + 1); break;
            case ConsoleKey.Home or ConsoleKey.A when control || key.Key == ConsoleKey.Home: _cursor = 0; break;
            case ConsoleKey.End or ConsoleKey.E when control || key.Key == ConsoleKey.End: _cursor = _line.Length; break;
            case ConsoleKey.UpArrow: Recall(_past - 1); break;
            case ConsoleKey.DownArrow: Recall(_past + 1); break;
            case ConsoleKey.P when control: Recall(_past - 1); break;
            case ConsoleKey.N when control: Recall(_past + 1); break;
            case ConsoleKey.Backspace when _cursor > 0: Remove(_cursor - 1, _cursor); break;
            case ConsoleKey.Delete when _cursor < _line.Length: Remove(_cursor, _cursor + 1); break;
            case ConsoleKey.D when control && _cursor < _line.Length: Remove(_cursor, _cursor + 1); break;
            case ConsoleKey.K when control: Remove(_cursor, _line.Length); break;
            case ConsoleKey.U when control: Remove(0, _cursor); break;
            case ConsoleKey.W when control: Remove(WordLeft(), _cursor); break;
            case ConsoleKey.L when control:
                Console.Write("\e[H\e[2J");
                _row = 0;
                break;
            case ConsoleKey.Tab: Complete(); break;
            default:
                if (!char.IsControl(key.KeyChar)) Insert(key.KeyChar.ToString());
                break;
        }
    }

    private void Insert(string text)
    {
        _line.Insert(_cursor, text);
        _cursor += text.Length;
    }

    private void Remove(int from, int to)
    {
        _line.Remove(from, to - from);
        _cursor = from;
    }

    private int WordLeft()
    {
        var at = _cursor;
        while (at > 0 && char.IsWhiteSpace(_line[at - 1])) at--;
        while (at > 0 && !char.IsWhiteSpace(_line[at - 1])) at--;
        return at;
    }

    private int WordRight()
    {
        var at = _cursor;
        while (at < _line.Length && char.IsWhiteSpace(_line[at])) at++;
        while (at < _line.Length && !char.IsWhiteSpace(_line[at])) at++;
        return at;
    }

    // One past the newest entry is the line that was being typed.
    private void Recall(int index)
    {
        if (index < 0 || index > history.Count) return;
        if (_past == history.Count) _draft = _line.ToString();
        _past = index;
        _line.Clear().Append(index == history.Count ? _draft : history[index]);
        _cursor = _line.Length;
    }

    private void Complete()
    {
        var (start, candidates) = completion.Find(_line.ToString(), _cursor);
        if (candidates.Count == 0) return;
        var shared = candidates.Aggregate((a, b) => a[..a.AsSpan().CommonPrefixLength(b)]);
        if (shared.Length > _cursor - start)
        {
            Remove(start, _cursor);
            Insert(shared);
        }
        else if (candidates.Count > 1)
        {
            Leave("");
            Console.WriteLine(string.Join("  ", candidates.Take(60)));
        }
    }

    private void Leave(string mark)
    {
        _cursor = _line.Length;
        Draw();
        Console.WriteLine(mark);
        _row = 0;
    }

    // Draws prompt and line from the row where the prompt stands; a long line takes several rows.
    private void Draw()
    {
        var width = Console.WindowWidth > 0 ? Console.WindowWidth : 80;
        var screen = new StringBuilder();
        if (_row > 0) screen.Append($"\e[{_row}A");
        screen.Append("\r\e[J").Append(_prompt).Append(_line);
        var end = _prompt.Length + _line.Length;
        // At a full row the terminal waits with the next one: ask for it.
        if (end % width == 0) screen.Append("\r\n");
        var at = _prompt.Length + _cursor;
        var up = (end / width) - (at / width);
        if (up > 0) screen.Append($"\e[{up}A");
        screen.Append($"\e[{(at % width) + 1}G");
        _row = at / width;
        Console.Write(screen.ToString());
    }
}
