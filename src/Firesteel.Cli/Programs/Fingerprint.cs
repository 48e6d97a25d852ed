using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Firesteel.Cli.Programs;

/// <summary>A digest of everything that a build depends on.</summary>
sealed class Fingerprint
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public Fingerprint Add(ReadOnlySpan<byte> part)
    {
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, part.Length);
        _hash.AppendData(length);
        _hash.AppendData(part);
        return this;
    }

    public Fingerprint Add(string part) => Add(Encoding.UTF8.GetBytes(part));

    /// <summary>A file by name, size and time: its content is not read.</summary>
    public Fingerprint AddStamp(FileInfo file) => Add($"{file.FullName}|{file.Length}|{file.LastWriteTimeUtc.Ticks}");

    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset().AsSpan(0, 16));
}
