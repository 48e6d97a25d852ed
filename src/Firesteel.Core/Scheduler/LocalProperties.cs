using System.Collections.Immutable;

namespace Firesteel.Core.Scheduler;

/// <summary>The local properties of one client thread as a job took them: job group, tags, pool, description and whatever programs add.</summary>
sealed class LocalProperties
{
    public const string JobGroupKey = "spark.jobGroup.id";
    public const string JobDescriptionKey = "spark.job.description";
    public const string JobTagsKey = "spark.job.tags";
    public const string PoolKey = "spark.scheduler.pool";
    public const string InterruptOnCancelKey = "spark.job.interruptOnCancel";
    public const string CallSiteShortKey = "callSite.short";
    public const string CallSiteLongKey = "callSite.long";

    public static readonly LocalProperties Empty = new(ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal));

    private readonly ImmutableSortedDictionary<string, string> _values;

    private LocalProperties(ImmutableSortedDictionary<string, string> values) => _values = values;

    public IReadOnlyDictionary<string, string> Values => _values;
    public string? this[string key] => _values.GetValueOrDefault(key);
    public string? JobGroup => this[JobGroupKey];
    public string? JobDescription => this[JobDescriptionKey];
    public string Pool => this[PoolKey] ?? SchedulerPool.DefaultName;
    public IEnumerable<string> JobTags => this[JobTagsKey]?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>A copy with one property set, or removed where <paramref name="value"/> is null.</summary>
    public LocalProperties With(string key, string? value) => new(value is null ? _values.Remove(key) : _values.SetItem(key, value));
}
