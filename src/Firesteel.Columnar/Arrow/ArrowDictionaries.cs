namespace Firesteel.Columnar.Arrow;

/// <summary>The dictionaries that a stream has sent so far.</summary>
static class ArrowDictionaries
{
    public static void Add(Dictionary<long, ArrowArray> known, IReadOnlyList<ArrowField> fields, FlatTable header, ReadOnlyMemory<byte> body)
    {
        var id = header.Long(0);
        var field = fields.Select(f => Find(f, id)).FirstOrDefault(f => f != null) ?? throw new FormatException("A dictionary of no column.");
        if (header.Bool(2)) throw new FormatException("Dictionaries in parts are not supported.");
        known[id] = new ArrowBatch(header.Table(1)!.Value, body, known).Next(field with { DictionaryId = null });
    }

    private static ArrowField? Find(ArrowField field, long id)
        => field.DictionaryId == id ? field : field.Children.Select(c => Find(c, id)).FirstOrDefault(c => c != null);
}
