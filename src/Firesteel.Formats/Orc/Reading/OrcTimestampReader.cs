using Firesteel.Columnar.Memory;
using Firesteel.Columnar.Vectors;
using Firesteel.Formats.Orc.Encodings;
using Firesteel.Formats.Orc.Metadata;
using Firesteel.Foundation.Time;

namespace Firesteel.Formats.Orc.Reading;

/// <summary>
/// Timestamps: seconds since 2015 began, and nanoseconds. Those without a zone keep their local time from the writer's time zone to
/// the machine's, as Spark has it; instants are counted in UTC.
/// </summary>
sealed unsafe class OrcTimestampReader : OrcColumnReader
{
    private readonly OrcInput _data;
    private readonly OrcInput _nanos;
    private readonly IntegerRuns _seconds;
    private readonly IntegerRuns _nanoRuns;
    private readonly OrcScratch _scratch;
    private readonly ZoneRules _reader;
    private ZoneRules _writer = TimeZones.Utc;
    private long _epoch;
    private bool _moves;
    private bool _isHybrid;

    public OrcTimestampReader(OrcType type, OrcFile file, ZoneRules zone, OrcScratch scratch, MemoryAllocator allocator) : base(type, file, allocator)
    {
        (_data, _nanos) = (Input(), Input());
        _seconds = new IntegerRuns(_data, isSigned: true);
        _nanoRuns = new IntegerRuns(_nanos, isSigned: false);
        (_reader, _scratch) = (zone, scratch);
    }

    protected override void Start(OrcStripe stripe)
    {
        _data.Start(stripe.Find(Type, OrcStreamKind.Data));
        _nanos.Start(stripe.Find(Type, OrcStreamKind.Secondary));
        var isV2 = stripe.Encoding(Type).IsV2;
        _seconds.Start(isV2);
        _nanoRuns.Start(isV2);
        var isInstant = Type.Kind == OrcKind.TimestampInstant;
        _writer = isInstant ? TimeZones.Utc
            : stripe.WriterTimeZone.Length == 0 ? _reader
            : TimeZones.TryGet(stripe.WriterTimeZone) ?? throw new OrcFormatException($"The file was written in an unknown time zone {stripe.WriterTimeZone}.");
        _epoch = OrcTime.Epoch(_writer);
        _moves = !isInstant && _writer.Id != _reader.Id && !(_writer.IsFixed && _reader.IsFixed && _writer.OffsetSeconds(0) == _reader.OffsetSeconds(0));
        _isHybrid = !stripe.IsProleptic;
    }

    protected override void ReadValues(int rows, int present, ColumnVector target)
    {
        var values = target.Values<long>();
        _seconds.Read(values, present);
        var nanos = _scratch.Longs(present);
        _nanoRuns.Read(nanos, present);
        for (var i = 0; i < present; i++) values[i] = OrcTime.Micros(unchecked(values[i] + _epoch), nanos[i]);
        if (_moves)
            for (var i = 0; i < present; i++) values[i] = _reader.LocalToUtcMicros(_writer.UtcToLocalMicros(values[i]));
        if (_isHybrid) HybridCalendar.ToProleptic(new Span<long>(values, present), _reader);
        Spread(rows, present, target);
    }
}
