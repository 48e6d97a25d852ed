using System.Buffers.Binary;
using System.Text;

namespace Firesteel.Sql.Execution.Python;

/// <summary>Writes the numbers and strings of the worker protocol: big-endian, strings and bytes with an int length in front.</summary>
sealed class PythonWriter(Stream output)
{
    public Stream Output => output;

    public void WriteInt(int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        output.Write(bytes);
    }

    public void WriteLong(long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        output.Write(bytes);
    }

    public void WriteBool(bool value) => output.WriteByte(value ? (byte)1 : (byte)0);

    public void WriteUtf8(string text) => WriteBytes(Encoding.UTF8.GetBytes(text));

    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        WriteInt(bytes.Length);
        output.Write(bytes);
    }
}
