using System.Security.Cryptography;
using System.Text;
using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Text;

/// <summary>Checksums, digests and hashes.</summary>
static unsafe class DigestFunctions
{
    public static FunctionDefinition[] All =>
    [
        new Scalar("md5", [TypeClass.Binary], StringType.Instance, call => Digest(call, MD5.HashData, 16)),
        new Scalar("sha1", [TypeClass.Binary], StringType.Instance, call => Digest(call, SHA1.HashData, 20)) { As = ["sha"] },
        new Scalar("sha2", [TypeClass.Binary, TypeClass.Int], StringType.Instance, Sha2) { MayBeNull = true },
        new Scalar("crc32", [TypeClass.Binary], LongType.Instance, Crc32),
        new Scalar("hmac", [TypeClass.Binary, TypeClass.Binary, TypeClass.AnyString], BinaryType.Instance, Hmac) { Defaults = [Literal.Of("SHA-256")], Throws = true },
        new Scalar("hash", [], IntegerType.Instance, Hash<int, Murmur3Hash>) { Rest = TypeClass.Any, Least = 1, NullRule = NullHandling.Custom, Check = RefuseVariants },
        new Scalar("xxhash64", [], LongType.Instance, Hash<long, XxHash64Hash>) { Rest = TypeClass.Any, Least = 1, NullRule = NullHandling.Custom, Check = RefuseVariants },
    ];

    private delegate int Hasher(ReadOnlySpan<byte> source, Span<byte> digest);

    private static void Digest(KernelCall call, Hasher hasher, int size)
    {
        var texts = call.In<StringView>(0);
        Span<byte> digest = stackalloc byte[64];
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            hasher(texts[row].Span, digest);
            WriteHex(call.Result, row, digest[..size]);
        }
    }

    private static void WriteHex(ColumnVector result, int row, ReadOnlySpan<byte> digest)
    {
        var target = result.Arena.Allocate(digest.Length * 2);
        for (var i = 0; i < digest.Length; i++)
        {
            target[2 * i] = "0123456789abcdef"u8[digest[i] >> 4];
            target[2 * i + 1] = "0123456789abcdef"u8[digest[i] & 15];
        }
        result.Set(row, new StringView(target, digest.Length * 2));
    }

    private static void Sha2(KernelCall call)
    {
        var (texts, bits) = (call.In<StringView>(0), call.In<int>(1));
        Span<byte> digest = stackalloc byte[64];
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var source = texts[row].Span;
            var size = bits[row] switch
            {
                0 or 256 => SHA256.HashData(source, digest),
                384 => SHA384.HashData(source, digest),
                512 => SHA512.HashData(source, digest),
                224 => Sha224.HashData(source, digest),
                _ => 0,
            };
            if (size == 0) call.Result.SetNull(row);
            else WriteHex(call.Result, row, digest[..size]);
        }
    }

    private static void Hmac(KernelCall call)
    {
        var (keys, messages, names) = (call.In<StringView>(0), call.In<StringView>(1), call.In<StringView>(2));
        Span<byte> digest = stackalloc byte[64];
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var name = Encoding.UTF8.GetString(names[row].Span);
            var size = name.ToUpperInvariant().Replace("-", "", StringComparison.Ordinal) switch
            {
                "SHA256" => HMACSHA256.HashData(keys[row].Span, messages[row].Span, digest),
                "SHA384" => HMACSHA384.HashData(keys[row].Span, messages[row].Span, digest),
                "SHA512" => HMACSHA512.HashData(keys[row].Span, messages[row].Span, digest),
                "SHA1" => HMACSHA1.HashData(keys[row].Span, messages[row].Span, digest),
                _ => throw call.Error("INVALID_PARAMETER_VALUE.HMAC_ALGORITHM", ("parameter", "`algorithm`"), ("functionName", "`hmac`"), ("algorithm", name)),
            };
            call.Result.SetString(row, digest[..size]);
        }
    }

    private static readonly uint[] CrcTable = MakeCrcTable();

    private static uint[] MakeCrcTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            var c = i;
            for (var k = 0; k < 8; k++) c = (c & 1) != 0 ? 0xEDB88320 ^ (c >> 1) : c >> 1;
            table[i] = c;
        }
        return table;
    }

    private static void Crc32(KernelCall call)
    {
        var texts = call.In<StringView>(0);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var crc = uint.MaxValue;
            foreach (var b in texts[row].Span) crc = CrcTable[(byte)(crc ^ b)] ^ (crc >> 8);
            call.Result.Set(row, (long)~crc);
        }
    }

    private static void RefuseVariants(ScalarCall call)
    {
        if (call.Arguments.Any(a => Analysis.CheckAnalysis.HasVariant(a.DataType)))
            throw ArgumentChecks.Error(call.Origin, "DATATYPE_MISMATCH.HASH_VARIANT_TYPE", ("sqlExpr", ArgumentChecks.Quote(call.Sql)), ("functionName", SqlIdentifier.Quote(call.Function.Name)));
    }

    private static void Hash<THash, TOp>(KernelCall call) where THash : unmanaged, System.Numerics.INumberBase<THash> where TOp : struct, IValueHash<THash>
    {
        var result = call.Result.Values<THash>();
        var rows = call.Selection;
        for (var k = 0; k < rows.Count; k++) result[rows[k]] = THash.CreateTruncating(42);
        foreach (var argument in call.Arguments)
            for (var k = 0; k < rows.Count; k++)
            {
                var row = rows[k];
                result[row] = ValueHash.Of<THash, TOp>(argument, argument.Position(row), result[row]);
            }
    }
}
