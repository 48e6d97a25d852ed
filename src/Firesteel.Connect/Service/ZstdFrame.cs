using System.Buffers.Binary;
using Firesteel.Formats.Compression;

namespace Firesteel.Connect.Service;

/// <summary>A plan that was sent compressed: one Zstandard frame (RFC 8878) that tells its size.</summary>
static class ZstdFrame
{
    private const uint Magic = 0xFD2FB528;
    private const int MostBytes = 256 << 20;

    /// <exception cref="SparkException">CONNECT_INVALID_PLAN.CANNOT_PARSE, CONNECT_INVALID_PLAN.PLAN_SIZE_LARGER_THAN_MAX.</exception>
    public static unsafe byte[] Decompress(ReadOnlySpan<byte> frame)
    {
        var size = ContentSize(frame);
        if (size > MostBytes) throw Codec.InvalidPlan.Because("PLAN_SIZE_LARGER_THAN_MAX", ("planSize", $"{size}"), ("maxPlanSize", $"{MostBytes}"));
        var plain = new byte[size];
        fixed (byte* source = frame, target = plain) new ZstdCodec(1).Decompress(source, frame.Length, target, plain.Length);
        return plain;
    }

    private static ulong ContentSize(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < 6 || BinaryPrimitives.ReadUInt32LittleEndian(frame) != Magic) throw Broken();
        var descriptor = frame[4];
        var (isSingle, flag, dictionary) = ((descriptor & 0x20) != 0, descriptor >> 6, descriptor & 3);
        var size = frame[(5 + (isSingle ? 0 : 1) + (dictionary == 3 ? 4 : dictionary))..];
        var width = flag == 0 ? isSingle ? 1 : 0 : 1 << flag;
        if (width == 0 || size.Length < width) throw Broken();
        return width switch
        {
            1 => size[0],
            2 => BinaryPrimitives.ReadUInt16LittleEndian(size) + 256ul,
            4 => BinaryPrimitives.ReadUInt32LittleEndian(size),
            _ => BinaryPrimitives.ReadUInt64LittleEndian(size),
        };
    }

    private static SparkException Broken() => Codec.InvalidPlan.Because("CANNOT_PARSE", ("errorMsg", "The compressed plan is no Zstandard frame that tells its size."));
}
