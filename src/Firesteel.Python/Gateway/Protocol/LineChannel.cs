using System.Net.Sockets;
using System.Text;

namespace Firesteel.Python.Gateway.Protocol;

/// <summary>Lines of UTF-8 text over a socket, with their escapes: <c>\\</c>, <c>\n</c> and <c>\r</c> in two characters each.</summary>
sealed class LineChannel : IDisposable
{
    /// <summary>More than the largest pickled function or text that a program sends in one piece.</summary>
    private const int MaxLine = 1 << 30;
    private const int MaxSecret = 1 << 12;

    private readonly Socket _socket;
    private byte[] _buffer = new byte[8192];
    private int _start;
    private int _end;

    public LineChannel(Socket socket)
    {
        _socket = socket;
        _socket.NoDelay = true;
    }

    /// <summary>Whether the other side has said the secret; until then its lines are short.</summary>
    public bool IsTrusted { get; set; }

    /// <summary>The next line as it came, escapes and all; null where the other side has closed.</summary>
    /// <exception cref="GatewayException">The line is too long.</exception>
    public string? ReadLine()
    {
        var scanned = _start;
        while (true)
        {
            var at = _buffer.AsSpan(scanned, _end - scanned).IndexOf((byte)'\n');
            if (at >= 0)
            {
                var line = Encoding.UTF8.GetString(_buffer, _start, scanned + at - _start);
                _start = scanned + at + 1;
                return line;
            }
            scanned = _end;
            if (_end - _start > (IsTrusted ? MaxLine : MaxSecret)) throw GatewayException.Malformed("a line is too long");
            if (_end == _buffer.Length)
            {
                var shift = _start;
                if (shift > 0) Buffer.BlockCopy(_buffer, shift, _buffer, 0, _end - shift);
                else Array.Resize(ref _buffer, _buffer.Length * 2);
                (_start, _end, scanned) = (0, _end - shift, scanned - shift);
            }
            var read = Receive();
            if (read == 0) return null;
            _end += read;
        }
    }

    /// <summary>Sends lines that are complete, each with its end.</summary>
    public void Write(string lines)
    {
        var bytes = Encoding.UTF8.GetBytes(lines);
        for (var sent = 0; sent < bytes.Length;) sent += _socket.Send(bytes.AsSpan(sent));
    }

    public void Dispose() => _socket.Dispose();

    private int Receive()
    {
        try
        {
            return _socket.Receive(_buffer, _end, _buffer.Length - _end, SocketFlags.None);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return 0;
        }
    }

    public static string Escape(string text)
        => text.AsSpan().IndexOfAny('\\', '\n', '\r') < 0 ? text : text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal);

    public static string Unescape(string text)
    {
        if (!text.Contains('\\')) return text;
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                plain.Append(text[i]);
                continue;
            }
            plain.Append(text[++i] switch { 'n' => '\n', 'r' => '\r', var other => other });
        }
        return plain.ToString();
    }
}
