using System.Security.Cryptography;
using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Text;

/// <summary>AES encryption: GCM with a nonce in front and the tag behind, CBC with the start vector in front, ECB.</summary>
static class AesFunctions
{
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int BlockSize = 16;
    private static readonly Literal Gcm = Literal.Of("GCM");
    private static readonly Literal DefaultPadding = Literal.Of("DEFAULT");
    private static readonly Literal Nothing = Literal.Of("");

    public static FunctionDefinition[] All =>
    [
        new Scalar("aes_encrypt", [TypeClass.Binary, TypeClass.Binary, TypeClass.AnyString, TypeClass.AnyString, TypeClass.Binary, TypeClass.Binary], BinaryType.Instance, Encrypt)
        {
            Defaults = [Gcm, DefaultPadding, Nothing, Nothing],
            Throws = true,
            DependsOnPlace = true,
        },
        Decryption("aes_decrypt", false), Decryption("try_aes_decrypt", true),
    ];

    private static Scalar Decryption(string name, bool isTry)
        => new(name, [TypeClass.Binary, TypeClass.Binary, TypeClass.AnyString, TypeClass.AnyString, TypeClass.Binary], BinaryType.Instance, call => Decrypt(call, isTry))
        {
            Defaults = [Gcm, DefaultPadding, Nothing],
            Throws = !isTry,
            MayBeNull = isTry,
        };

    private static void Encrypt(KernelCall call)
    {
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var (plain, key, mode) = (Bytes(call, 0, row), CheckedKey(call, row), Mode(call, row));
            var (start, extra) = (Bytes(call, 4, row), Bytes(call, 5, row));
            CheckStart(call, mode, start, extra);
            byte[] result;
            switch (mode)
            {
                case "GCM":
                    if (start.Length == 0) start = RandomNumberGenerator.GetBytes(NonceSize);
                    result = new byte[NonceSize + plain.Length + TagSize];
                    start.CopyTo(result, 0);
                    using (var gcm = new AesGcm(key, TagSize))
                        gcm.Encrypt(start, plain, result.AsSpan(NonceSize, plain.Length), result.AsSpan(NonceSize + plain.Length), extra);
                    break;
                case "CBC":
                    if (start.Length == 0) start = RandomNumberGenerator.GetBytes(BlockSize);
                    using (var aes = Create(key)) result = [.. start, .. aes.EncryptCbc(plain, start)];
                    break;
                default:
                    using (var aes = Create(key)) result = aes.EncryptEcb(plain, PaddingMode.PKCS7);
                    break;
            }
            call.Result.SetString(row, result);
        }
    }

    private static void Decrypt(KernelCall call, bool isTry)
    {
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            try
            {
                var (cipher, key, mode, extra) = (Bytes(call, 0, row), CheckedKey(call, row), Mode(call, row), Bytes(call, 4, row));
                call.Result.SetString(row, Open(cipher, key, mode, extra));
            }
            catch (Exception e) when (e is CryptographicException or ArgumentException)
            {
                if (!isTry) throw call.Error("INVALID_PARAMETER_VALUE.AES_CRYPTO_ERROR", ("parameter", "`expr`, `key`"), ("functionName", $"`{call.Call.Function.Name}`"), ("detailMessage", e.Message));
                call.Result.SetNull(row);
            }
            catch (SparkRuntimeException) when (isTry) { call.Result.SetNull(row); }
        }
    }

    private static byte[] Open(byte[] cipher, byte[] key, string mode, byte[] extra)
    {
        switch (mode)
        {
            case "GCM":
                if (cipher.Length < NonceSize + TagSize) throw new CryptographicException("The text is too short.");
                var plain = new byte[cipher.Length - NonceSize - TagSize];
                using (var gcm = new AesGcm(key, TagSize))
                    gcm.Decrypt(cipher.AsSpan(0, NonceSize), cipher.AsSpan(NonceSize, plain.Length), cipher.AsSpan(NonceSize + plain.Length), plain, extra);
                return plain;
            case "CBC":
                if (cipher.Length < BlockSize) throw new CryptographicException("The text is too short.");
                using (var aes = Create(key)) return aes.DecryptCbc(cipher.AsSpan(BlockSize), cipher.AsSpan(0, BlockSize));
            default:
                using (var aes = Create(key)) return aes.DecryptEcb(cipher, PaddingMode.PKCS7);
        }
    }

    private static Aes Create(byte[] key)
    {
        var aes = Aes.Create();
        aes.Key = key;
        return aes;
    }

    private static byte[] Bytes(KernelCall call, int argument, int row) => call.In<StringView>(argument)[row].Span.ToArray();

    private static byte[] CheckedKey(KernelCall call, int row)
    {
        var key = Bytes(call, 1, row);
        return key.Length is 16 or 24 or 32 ? key
            : throw call.Error("INVALID_PARAMETER_VALUE.AES_KEY_LENGTH", ("parameter", "`key`"), ("functionName", "`aes_encrypt`/`aes_decrypt`"), ("actualLength", $"{key.Length}"));
    }

    private static string Mode(KernelCall call, int row)
    {
        var mode = call.In<StringView>(2)[row].ToText().ToUpperInvariant();
        var padding = call.In<StringView>(3)[row].ToText().ToUpperInvariant();
        return (mode, padding) switch
        {
            ("GCM", "NONE" or "DEFAULT") or ("CBC" or "ECB", "PKCS" or "DEFAULT") => mode,
            _ => throw call.Error("UNSUPPORTED_FEATURE.AES_MODE", ("mode", mode), ("padding", padding), ("functionName", $"`{Name(call)}`")),
        };
    }

    private static void CheckStart(KernelCall call, string mode, byte[] start, byte[] extra)
    {
        if (start.Length > 0 && mode == "ECB") throw call.Error("UNSUPPORTED_FEATURE.AES_MODE_IV", ("mode", mode), ("functionName", "`aes_encrypt`"));
        if (start.Length > 0 && start.Length != (mode == "GCM" ? NonceSize : BlockSize))
            throw call.Error("INVALID_PARAMETER_VALUE.AES_IV_LENGTH", ("mode", mode), ("parameter", "`iv`"), ("functionName", "`aes_encrypt`"), ("actualLength", $"{start.Length}"));
        if (extra.Length > 0 && mode != "GCM") throw call.Error("UNSUPPORTED_FEATURE.AES_MODE_AAD", ("mode", mode), ("functionName", "`aes_encrypt`"));
    }

    private static string Name(KernelCall call) => call.Call.Function.Name == "aes_encrypt" ? "aes_encrypt" : "aes_decrypt";
}
