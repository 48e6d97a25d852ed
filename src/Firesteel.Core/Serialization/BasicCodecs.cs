using System.Numerics;

namespace Firesteel.Core.Serialization;

/// <summary>Numbers, text and times.</summary>
static class BasicCodecs
{
    private static readonly Dictionary<Type, Codec> All = new()
    {
        [typeof(bool)] = new BasicCodec<bool>((o, v) => o.WriteBool(v), i => i.ReadBool()),
        [typeof(byte)] = new BasicCodec<byte>((o, v) => o.WriteByte(v), i => i.ReadByte()),
        [typeof(sbyte)] = new RawCodec<sbyte>(),
        [typeof(short)] = new RawCodec<short>(),
        [typeof(ushort)] = new RawCodec<ushort>(),
        [typeof(int)] = new IntCodec(),
        [typeof(uint)] = new BasicCodec<uint>((o, v) => o.WriteCount(v), i => i.ReadCount()),
        [typeof(long)] = new LongCodec(),
        [typeof(ulong)] = new RawCodec<ulong>(),
        [typeof(Int128)] = new RawCodec<Int128>(),
        [typeof(UInt128)] = new RawCodec<UInt128>(),
        [typeof(float)] = new RawCodec<float>(),
        [typeof(double)] = new RawCodec<double>(),
        [typeof(Half)] = new RawCodec<Half>(),
        [typeof(decimal)] = new RawCodec<decimal>(),
        [typeof(char)] = new RawCodec<char>(),
        [typeof(Guid)] = new RawCodec<Guid>(),
        [typeof(TimeSpan)] = new RawCodec<TimeSpan>(),
        [typeof(DateOnly)] = new RawCodec<DateOnly>(),
        [typeof(TimeOnly)] = new RawCodec<TimeOnly>(),
        [typeof(Index)] = new RawCodec<Index>(),
        [typeof(Range)] = new RawCodec<Range>(),
        [typeof(DateTime)] = new BasicCodec<DateTime>((o, v) => o.WriteRaw(v.ToBinary()), i => DateTime.FromBinary(i.ReadRaw<long>())),
        [typeof(DateTimeOffset)] = new BasicCodec<DateTimeOffset>((o, v) => { o.WriteRaw(v.Ticks); o.WriteRaw((short)v.Offset.TotalMinutes); }, i => new DateTimeOffset(i.ReadRaw<long>(), TimeSpan.FromMinutes(i.ReadRaw<short>()))),
        [typeof(BigInteger)] = new BasicCodec<BigInteger>((o, v) => { var bytes = v.ToByteArray(); o.WriteCount((uint)bytes.Length); o.WriteBytes(bytes); }, i => { var bytes = new byte[i.ReadLength()]; i.ReadBytes(bytes); return new BigInteger(bytes); }),
        [typeof(string)] = new TextCodec(),
        // An object of no type of its own is an identity.
        [typeof(object)] = new IdentityCodec(),
    };

    public static Codec? Find(Type type) => All.GetValueOrDefault(type);

    private sealed class BasicCodec<T>(Action<ObjectOutput, T> write, Func<ObjectInput, T> read) : Codec<T>
    {
        public override void Write(ObjectOutput output, T value) => write(output, value);
        public override T Read(ObjectInput input) => read(input);
    }

    private sealed class RawCodec<T> : Codec<T> where T : unmanaged
    {
        public override void Write(ObjectOutput output, T value) => output.WriteRaw(value);
        public override T Read(ObjectInput input) => input.ReadRaw<T>();
    }

    private sealed class IntCodec : Codec<int>
    {
        public override void Write(ObjectOutput output, int value) => output.WriteInt(value);
        public override int Read(ObjectInput input) => input.ReadInt();
    }

    private sealed class LongCodec : Codec<long>
    {
        public override void Write(ObjectOutput output, long value) => output.WriteLong(value);
        public override long Read(ObjectInput input) => input.ReadLong();
    }

    private sealed class TextCodec : Codec<string>
    {
        public override void Write(ObjectOutput output, string value) => output.WriteText(value);
        public override string Read(ObjectInput input) => input.ReadText()!;
    }

    private sealed class IdentityCodec : ReferenceCodec<object>
    {
        protected override void WriteNew(ObjectOutput output, object value) { }
        protected override object Allocate(ObjectInput input) => new();
        protected override void Fill(ObjectInput input, object value) { }
    }
}

/// <summary>Enumerations as their numbers.</summary>
sealed class EnumCodec<T> : Codec<T> where T : struct, Enum
{
    public override void Write(ObjectOutput output, T value) => output.WriteLong(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
    public override T Read(ObjectInput input) => (T)Enum.ToObject(typeof(T), input.ReadLong());
}

/// <summary>Types themselves.</summary>
sealed class TypeCodec : Codec<Type>
{
    public override void Write(ObjectOutput output, Type value) => output.WriteType(value);
    public override Type Read(ObjectInput input) => input.ReadType();
}
