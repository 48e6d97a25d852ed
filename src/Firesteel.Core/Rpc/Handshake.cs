using System.Security.Authentication;
using System.Security.Cryptography;

namespace Firesteel.Core.Rpc;

/// <summary>
/// Opens a connection between processes of one application: each side proves by HMAC-SHA256 over both sides' nonces
/// that it knows the shared secret, which itself is never sent.
/// </summary>
static class Handshake
{
    private const int NonceSize = 32;
    private const int ProofSize = 32;

    // A peer that does not speak this protocol is dropped instead of waited for.
    private const int TimeoutMilliseconds = 10_000;

    private static ReadOnlySpan<byte> Magic => "FSTL\x02"u8;

    // In the place of a proof: this side does not take the other's.
    private static ReadOnlySpan<byte> Refusal => new byte[ProofSize];

    public static void AsServer(Stream stream, byte[] secret)
    {
        using var limit = Limit(stream);
        // The client speaks first: what another protocol says is seen before this one confuses it.
        var greeting = Read(stream, Magic.Length);
        if (!greeting.AsSpan().SequenceEqual(Magic)) throw new AuthenticationException($"The peer speaks another protocol{StrangeProtocol.Advice(greeting)}");
        var ours = RandomNumberGenerator.GetBytes(NonceSize);
        stream.Write([.. Magic, .. ours]);
        var reply = Read(stream, NonceSize + ProofSize);
        var theirs = reply.AsSpan(0, NonceSize);
        var proof = reply.AsSpan(NonceSize);
        if (!CryptographicOperations.FixedTimeEquals(proof, Proof(secret, "client"u8, ours, theirs)))
        {
            stream.Write(Refusal);
            throw new AuthenticationException("The peer does not know the secret");
        }
        stream.Write(Proof(secret, "server"u8, ours, theirs));
    }

    public static void AsClient(Stream stream, byte[] secret)
    {
        using var limit = Limit(stream);
        stream.Write(Magic);
        byte[] greeting;
        try { greeting = Read(stream, Magic.Length + NonceSize); }
        catch (IOException e)
        {
            throw new AuthenticationException("The peer does not speak this protocol", e);
        }
        if (!greeting.AsSpan(0, Magic.Length).SequenceEqual(Magic)) throw new AuthenticationException($"The peer speaks another protocol{StrangeProtocol.Advice(greeting.AsSpan(0, Magic.Length))}");
        var theirs = greeting.AsSpan(Magic.Length);
        var ours = RandomNumberGenerator.GetBytes(NonceSize);
        stream.Write([.. ours, .. Proof(secret, "client"u8, theirs, ours)]);
        var answer = Read(stream, ProofSize);
        if (answer.AsSpan().SequenceEqual(Refusal)) throw new PeerRefusedException();
        if (!CryptographicOperations.FixedTimeEquals(answer, Proof(secret, "server"u8, theirs, ours))) throw new PeerRefusedException();
    }

    private static byte[] Proof(byte[] secret, ReadOnlySpan<byte> role, ReadOnlySpan<byte> serverNonce, ReadOnlySpan<byte> clientNonce) =>
        HMACSHA256.HashData(secret, (byte[])[.. role, .. serverNonce, .. clientNonce]);

    private static byte[] Read(Stream stream, int count)
    {
        var bytes = new byte[count];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static TimeoutScope Limit(Stream stream)
    {
        var scope = new TimeoutScope(stream, stream.ReadTimeout);
        stream.ReadTimeout = TimeoutMilliseconds;
        return scope;
    }

    private sealed class TimeoutScope(Stream stream, int before) : IDisposable
    {
        public void Dispose()
        {
            if (stream.CanRead) stream.ReadTimeout = before;
        }
    }
}
