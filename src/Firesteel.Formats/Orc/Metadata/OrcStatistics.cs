namespace Firesteel.Formats.Orc.Metadata;

/// <summary>What is known of the values of a column in a file or stripe: how many there are and, by type, their bounds.</summary>
sealed class OrcStatistics
{
    public long Values { get; set; }
    public bool HasNull { get; set; }
    public (long Min, long Max)? Integers { get; set; }
    public long? Sum { get; set; }
    public (double Min, double Max)? Numbers { get; set; }
    public (byte[] Min, byte[] Max)? Texts { get; set; }
    public (int Min, int Max)? Days { get; set; }

    public static OrcStatistics Read(ReadOnlySpan<byte> bytes)
    {
        // Writers from before the field was there may have had nulls.
        var result = new OrcStatistics { HasNull = true };
        var reader = new ProtoReader(bytes);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: result.Values = reader.Length(); break;
                case 2: result.Integers = ReadIntegers(reader.Bytes()); break;
                case 3: result.Numbers = ReadNumbers(reader.Bytes()); break;
                case 4: result.Texts = ReadTexts(reader.Bytes()); break;
                case 7: result.Days = ReadIntegers(reader.Bytes()) is { } days ? ((int)days.Min, (int)days.Max) : null; break;
                case 10: result.HasNull = reader.Unsigned() != 0; break;
                default: reader.Skip(); break;
            }
        }
        return result;
    }

    /// <summary>The statistics of each stripe: a list by column.</summary>
    public static List<List<OrcStatistics>> ReadStripes(ReadOnlySpan<byte> bytes)
    {
        var stripes = new List<List<OrcStatistics>>();
        var reader = new ProtoReader(bytes);
        while (reader.Next())
        {
            if (reader.Field != 1)
            {
                reader.Skip();
                continue;
            }
            var columns = new List<OrcStatistics>();
            var stripe = new ProtoReader(reader.Bytes());
            while (stripe.Next())
            {
                if (stripe.Field == 1) columns.Add(Read(stripe.Bytes()));
                else stripe.Skip();
            }
            stripes.Add(columns);
        }
        return stripes;
    }

    /// <summary>What is known of all parts together.</summary>
    public static OrcStatistics Merge(IEnumerable<OrcStatistics> parts)
    {
        OrcStatistics? result = null;
        foreach (var part in parts)
        {
            // Parts without values have no bounds, and take none away.
            if (result is null || result.Values == 0)
            {
                result = new OrcStatistics { Values = part.Values, HasNull = part.HasNull | (result?.HasNull ?? false), Integers = part.Integers, Sum = part.Sum, Numbers = part.Numbers, Texts = part.Texts, Days = part.Days };
                continue;
            }
            result.HasNull |= part.HasNull;
            if (part.Values == 0) continue;
            result.Values += part.Values;
            result.Integers = (result.Integers, part.Integers) is ({ } a, { } b) ? (Math.Min(a.Min, b.Min), Math.Max(a.Max, b.Max)) : null;
            result.Numbers = (result.Numbers, part.Numbers) is ({ } c, { } d) ? (Math.Min(c.Min, d.Min), Math.Max(c.Max, d.Max)) : null;
            result.Days = (result.Days, part.Days) is ({ } e, { } f) ? (Math.Min(e.Min, f.Min), Math.Max(e.Max, f.Max)) : null;
            result.Texts = (result.Texts, part.Texts) is ({ } g, { } h)
                ? (g.Min.AsSpan().SequenceCompareTo(h.Min) <= 0 ? g.Min : h.Min, g.Max.AsSpan().SequenceCompareTo(h.Max) >= 0 ? g.Max : h.Max) : null;
            var sum = (Int128)(result.Sum ?? 0) + (part.Sum ?? 0);
            result.Sum = result.Sum is null || part.Sum is null || sum < long.MinValue || sum > long.MaxValue ? null : (long)sum;
        }
        return result ?? new OrcStatistics();
    }

    public ProtoWriter Write()
    {
        var message = new ProtoWriter().Length(1, Values);
        if (Integers is { } integers)
        {
            var part = new ProtoWriter().Signed(1, integers.Min).Signed(2, integers.Max);
            if (Sum is { } sum) part.Signed(3, sum);
            message.Message(2, part);
        }
        if (Numbers is { } numbers) message.Message(3, new ProtoWriter().Double(1, numbers.Min).Double(2, numbers.Max));
        if (Texts is { } texts) message.Message(4, new ProtoWriter().Bytes(1, texts.Min).Bytes(2, texts.Max).Signed(3, Sum ?? 0));
        if (Days is { } days) message.Message(7, new ProtoWriter().Signed(1, days.Min).Signed(2, days.Max));
        return message.Unsigned(10, HasNull ? 1UL : 0);
    }

    private static (long Min, long Max)? ReadIntegers(ReadOnlySpan<byte> bytes)
    {
        long? min = null, max = null;
        var reader = new ProtoReader(bytes);
        while (reader.Next())
        {
            if (reader.Field == 1) min = reader.Signed();
            else if (reader.Field == 2) max = reader.Signed();
            else reader.Skip();
        }
        return min is { } low && max is { } high ? (low, high) : null;
    }

    private static (double Min, double Max)? ReadNumbers(ReadOnlySpan<byte> bytes)
    {
        double? min = null, max = null;
        var reader = new ProtoReader(bytes);
        while (reader.Next())
        {
            if (reader.Field == 1) min = reader.Double();
            else if (reader.Field == 2) max = reader.Double();
            else reader.Skip();
        }
        // Bounds with NaN in them order nothing.
        return min is { } low && max is { } high && low <= high ? (low, high) : null;
    }

    // A long text has a bound that is not a value in place of its own.
    private static (byte[], byte[])? ReadTexts(ReadOnlySpan<byte> bytes)
    {
        byte[]? min = null, max = null;
        var reader = new ProtoReader(bytes);
        while (reader.Next())
        {
            if (reader.Field is 1 or 4) min = reader.Bytes().ToArray();
            else if (reader.Field is 2 or 5) max = reader.Bytes().ToArray();
            else reader.Skip();
        }
        return min != null && max != null ? (min, max) : null;
    }
}
