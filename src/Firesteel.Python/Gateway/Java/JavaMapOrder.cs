namespace Firesteel.Python.Gateway.Java;

/// <summary>
/// The order in which a map that came from Python is gone through: first that of Java's HashMap, then, for more than four entries, that of Scala's
/// immutable HashMap made of it. Where entries become columns, their order shows.
/// </summary>
static class JavaMapOrder
{
    private const int SmallScalaMap = 4;
    private const int BitsOfLevel = 5;

    public static IReadOnlyList<KeyValuePair<string, string>> Of(IReadOnlyCollection<KeyValuePair<string, string>> entries)
    {
        var capacity = 16;
        while (entries.Count > capacity * 3 / 4) capacity *= 2;
        var ofJava = entries.OrderBy(e => Spread(Hash(e.Key)) & (capacity - 1)).ToList();
        return ofJava.Count <= SmallScalaMap ? ofJava : [.. OfTrie(ofJava, 0)];
    }

    // A node of the trie gives what it holds itself, then its nodes below, both by five bits of the hash.
    private static IEnumerable<KeyValuePair<string, string>> OfTrie(IReadOnlyList<KeyValuePair<string, string>> entries, int shift)
    {
        if (entries.Count <= 1 || shift > 30) return entries;
        var slots = entries.GroupBy(e => (Mix(Hash(e.Key)) >>> shift) & ((1 << BitsOfLevel) - 1)).OrderBy(g => g.Key).Select(g => g.ToList()).ToList();
        return slots.Where(s => s.Count == 1).SelectMany(s => s).Concat(slots.Where(s => s.Count > 1).SelectMany(s => OfTrie(s, shift + BitsOfLevel)));
    }

    private static int Spread(int hash) => hash ^ (hash >>> 16);

    private static int Mix(int hash)
    {
        unchecked
        {
            var h = hash + ~(hash << 9);
            h ^= h >>> 14;
            h += h << 4;
            return h ^ (h >>> 10);
        }
    }

    private static int Hash(string text)
    {
        var hash = 0;
        foreach (var c in text) hash = unchecked(31 * hash + c);
        return hash;
    }
}
