using System.Text;
using Firesteel.Python.Gateway.Binding;
using Firesteel.Python.Gateway.Java;

namespace Firesteel.Python.Gateway.Core;

/// <summary>Streams of files and Java's readers and writers around them.</summary>
static class StreamRoom
{
    private const int LargestRead = 1 << 30;

    public static void Register(ClassTable table)
    {
        table.Class<JavaInput>("org.apache.hadoop.fs.FSDataInputStream").Is("java.io.InputStream")
            .Call("read", (i, a) => a.Count == 0 ? i.Stream.ReadByte() : throw a.Mismatch())
            .Get("readAllBytes", i => All(i.Stream))
            .Call("readNBytes", (i, a) => Some(i.Stream, a.Int(0)))
            .Get("available", i => (int)Math.Min(int.MaxValue, i.Stream.Length - i.Stream.Position))
            .Get("getPos", i => i.Stream.Position)
            .Do("seek", (i, a) => i.Stream.Position = a.Long(0))
            .Call("skip", (i, a) => { i.Stream.Position += a.Long(0); return a.Long(0); })
            .Do("close", (i, _) => i.Stream.Dispose());
        table.Class<JavaOutput>("org.apache.hadoop.fs.FSDataOutputStream").Is("java.io.OutputStream")
            .Do("write", (o, a) => { if (a.Is<int>(0)) o.Stream.WriteByte((byte)a.Int(0)); else o.Stream.Write(a.Of<byte[]>(0)); })
            .Do("writeBytes", (o, a) => o.Stream.Write(Encoding.Latin1.GetBytes(a.Text(0))))
            .Do("writeChars", (o, a) => o.Stream.Write(Encoding.BigEndianUnicode.GetBytes(a.Text(0))))
            .Do("flush", (o, _) => o.Stream.Flush())
            .Do("hflush", (o, _) => o.Stream.Flush())
            .Do("hsync", (o, _) => o.Stream.Flush(flushToDisk: true))
            .Get("getPos", o => o.Stream.Position)
            .Do("close", (o, _) => o.Stream.Dispose());
        table.Class<JavaReader>("java.io.BufferedReader").Is("java.io.Reader")
            .New(a => a.Of<JavaReader>(0))
            .Get("readLine", r => r.Reader.ReadLine())
            .Get("read", r => r.Reader.Read())
            .Get("ready", r => r.Reader.Peek() >= 0)
            .Do("close", (r, _) => r.Reader.Dispose());
        table.Static("java.io.InputStreamReader").New(a => new JavaReader(new StreamReader(a.Of<JavaInput>(0).Stream)));
        table.Class<JavaWriter>("java.io.BufferedWriter").Is("java.io.Writer")
            .New(a => a.Of<JavaWriter>(0))
            .Do("write", (w, a) => w.Writer.Write(a.Text(0)))
            .Do("append", (w, a) => w.Writer.Write(a.Text(0)))
            .Do("print", (w, a) => w.Writer.Write(JavaText.Of(a[0])))
            .Do("println", (w, a) => w.Writer.Write((a.Count > 0 ? JavaText.Of(a[0]) : "") + "\n"))
            .Do("newLine", (w, _) => w.Writer.Write('\n'))
            .Do("flush", (w, _) => w.Writer.Flush())
            .Do("close", (w, _) => w.Writer.Dispose());
        foreach (var name in (string[])["java.io.OutputStreamWriter", "java.io.PrintWriter"])
            table.Static(name).New(a => a.Is<JavaWriter>(0) ? a.Of<JavaWriter>(0) : new JavaWriter(new StreamWriter(a.Of<JavaOutput>(0).Stream, new UTF8Encoding(false))));
        table.Static("org.apache.commons.io.IOUtils")
            .Static("toString", a => Encoding.UTF8.GetString(All(a.Of<JavaInput>(0).Stream)))
            .Static("toByteArray", a => All(a.Of<JavaInput>(0).Stream));
    }

    private static byte[] All(FileStream stream) => Some(stream, (int)Math.Min(LargestRead, stream.Length - stream.Position));

    private static byte[] Some(FileStream stream, int count)
    {
        var bytes = new byte[Math.Max(0, Math.Min(count, stream.Length - stream.Position))];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private sealed record JavaReader(StreamReader Reader);
    private sealed record JavaWriter(StreamWriter Writer);
}

/// <summary>A file that is read.</summary>
sealed record JavaInput(FileStream Stream);

/// <summary>A file that is written.</summary>
sealed record JavaOutput(FileStream Stream);
