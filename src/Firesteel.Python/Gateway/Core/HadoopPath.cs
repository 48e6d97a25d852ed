namespace Firesteel.Python.Gateway.Core;

/// <summary>A path of a file system, perhaps with its scheme; written without slashes that mean nothing.</summary>
sealed record HadoopPath
{
    public HadoopPath(string text) => Text = Normal(text);

    public string Text { get; }
    public bool IsRoot => Rest(Text) is "/";
    public string Name => IsRoot ? "" : Text[(Text.LastIndexOf('/') + 1)..];

    public HadoopPath? Parent
    {
        get
        {
            var start = Text.Length - Rest(Text).Length;
            var slash = Text.LastIndexOf('/');
            if (IsRoot || slash < start) return null;
            return new(Text[..Math.Max(slash, start + 1)]);
        }
    }

    public HadoopPath Child(string name) => new($"{Text.TrimEnd('/')}/{name}");
    public override string ToString() => Text;

    private static string Normal(string text)
    {
        if (text.Length == 0) throw new Errors.JavaException("java.lang.IllegalArgumentException", "Can not create a Path from an empty string");
        var rest = Rest(text);
        var head = text[..^rest.Length];
        while (rest.Contains("//", StringComparison.Ordinal)) rest = rest.Replace("//", "/", StringComparison.Ordinal);
        if (rest.Length > 1) rest = rest.TrimEnd('/');
        // file:///a is written file:/a.
        return (head.EndsWith("://", StringComparison.Ordinal) ? head[..^2] : head) + rest;
    }

    // What stands behind the scheme and the host.
    private static string Rest(string text)
    {
        var uri = new HadoopUri(text);
        if (uri.Scheme is not { } scheme) return text;
        var from = scheme.Length + 1;
        if (!text.AsSpan(from).StartsWith("//")) return text[from..];
        var slash = text.IndexOf('/', from + 2);
        return slash < 0 ? "" : text[slash..];
    }
}

/// <summary>A URI, in its parts.</summary>
sealed record HadoopUri(string Text)
{
    public string? Scheme => Text.IndexOf(':') is var at and > 0 && Text.IndexOf('/') is var slash && (slash < 0 || at < slash) ? Text[..at] : null;

    public string? Authority
    {
        get
        {
            if (Text.IndexOf("://", StringComparison.Ordinal) is not (var at and >= 0)) return null;
            var end = Text.IndexOf('/', at + 3);
            var name = end < 0 ? Text[(at + 3)..] : Text[(at + 3)..end];
            return name.Length == 0 ? null : name;
        }
    }

    public string Path => Text.IndexOf("://", StringComparison.Ordinal) is var at and >= 0 ? Text.IndexOf('/', at + 3) is var slash and >= 0 ? Text[slash..] : "" : Scheme is { } s ? Text[(s.Length + 1)..] : Text;
    public override string ToString() => Text;
}

/// <summary>What a file system says about a path.</summary>
sealed record HadoopFileStatus(HadoopPath Path, long Length, bool IsFolder, long Modified, HadoopPermission Permission);

/// <summary>Who may read, write and run a file: three letters each for its owner, their group and others.</summary>
sealed record HadoopPermission(UnixFileMode Mode)
{
    /// <summary>From a number, or from one in octal digits; null where it is neither.</summary>
    public static HadoopPermission? Of(object? value) => value switch
    {
        int bits => new((UnixFileMode)bits),
        string { Length: > 0 and <= 5 } digits when digits.All(c => c is >= '0' and <= '7') => new((UnixFileMode)Convert.ToInt32(digits, 8)),
        _ => null,
    };

    public override string ToString() => string.Concat(Enumerable.Range(0, 9).Select(i => ((int)Mode & 256 >> i) != 0 ? "rwx"[i % 3] : '-'));
}
