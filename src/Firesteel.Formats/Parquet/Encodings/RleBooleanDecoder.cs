using System.Runtime.CompilerServices;

namespace Firesteel.Formats.Parquet.Encodings;

/// <summary>RLE truth values: four bytes of length, then the hybrid at a width of one bit.</summary>
sealed unsafe class RleBooleanDecoder : ValueDecoder
{
    private RleDecoder _decoder;

    public override void Start(byte* data, byte* end, int count)
    {
        if (end - data < sizeof(int)) throw Short();
        var length = Unsafe.ReadUnaligned<uint>(data);
        data += sizeof(int);
        if (length > end - data) throw Short();
        _decoder.Start(data, data + length, 1);
    }

    public override void Read(byte* target, int count)
    {
        _decoder.ReadBytes(target, count);
        // A repeated run may hold any byte, a truth value only 0 or 1.
        for (var i = 0; i < count; i++) target[i] &= 1;
    }

    public override void Skip(int count) => _decoder.Skip(count);
}
