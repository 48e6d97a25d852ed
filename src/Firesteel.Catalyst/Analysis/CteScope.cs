using Firesteel.Catalyst.Plans;

namespace Firesteel.Catalyst.Analysis;

/// <summary>Definitions of WITH by name, with those of the queries around.</summary>
sealed class CteScope(CteScope? around, StringComparer names)
{
    private readonly Dictionary<string, CteEntry> _entries = new(names);

    public void Add(string name, CteEntry entry) => _entries[name] = entry;

    public CteEntry? Find(string name) => _entries.TryGetValue(name, out var entry) ? entry : around?.Find(name);

    /// <summary>Whether a query around defines the name too.</summary>
    public bool IsDefinedAround(string name) => around?.Find(name) != null;
}

/// <summary>One definition, and how often it has been read.</summary>
sealed class CteEntry(long id, string name, LogicalPlan? plan)
{
    private static long _next;
    public static long NextId() => Interlocked.Increment(ref _next);

    public long Id => id;
    public string Name => name;

    /// <summary>The resolved definition; null while a recursive one is being resolved.</summary>
    public LogicalPlan? Plan => plan;

    public int Reads { get; set; }

    /// <summary>Columns of the anchor, for reads inside the recursive step.</summary>
    public Foundation.Collections.ValueList<Expressions.AttributeReference>? RecursiveColumns { get; init; }
}
