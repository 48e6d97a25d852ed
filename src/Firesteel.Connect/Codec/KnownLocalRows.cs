using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Plans;

namespace Firesteel.Connect.Codec;

/// <summary>
/// Rows that a client sends with each of its plans, known again by what is in them as long as something holds them: so what is kept of
/// a plan over them is found by the next request.
/// </summary>
sealed class KnownLocalRows
{
    private const int PruneAt = 256;
    private readonly ConcurrentDictionary<string, WeakReference<LogicalPlan>> _plans = new();

    /// <summary>The rows of an Arrow stream under a schema, with columns of their own for each reader.</summary>
    public LogicalPlan Read(ReadOnlyMemory<byte>? data, string? schema, Func<LogicalPlan> read) => Read($"{Hash(data is { } bytes ? bytes.Span : default)} {Hash(Encoding.UTF8.GetBytes(schema ?? ""))}", read);

    /// <inheritdoc cref="Read(ReadOnlyMemory{byte}?, string?, Func{LogicalPlan})"/>
    /// <param name="content">Says what is in the rows, a hash.</param>
    public LogicalPlan Read(string content, Func<LogicalPlan> read)
    {
        if (_plans.TryGetValue(content, out var weak) && weak.TryGetTarget(out var known)) return RefreshIds.Of(known);
        var plan = read();
        if (_plans.Count > PruneAt)
            foreach (var (key, other) in _plans)
                if (!other.TryGetTarget(out _)) _plans.TryRemove(key, out _);
        _plans[content] = new WeakReference<LogicalPlan>(plan);
        return plan;
    }

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexString(SHA256.HashData(bytes));
}
