namespace Firesteel;

/// <summary>Prints what an RDD is computed from, in the form of Spark's <c>toDebugString</c>.</summary>
static class RddLineage
{
    public static string KindOf(RDD rdd) => rdd.GetType().Name.Split('`')[0];

    public static string Describe(RDD rdd)
    {
        var lines = new List<string>();
        First(rdd, lines);
        return string.Join('\n', lines);
    }

    private static void First(RDD rdd, List<string> lines)
    {
        var head = $"({rdd.GetNumPartitions()}) ";
        Own(rdd, head, lines);
        Below(rdd, new string(' ', head.Length - 1), lines, true);
    }

    private static void Below(RDD rdd, string prefix, List<string> lines, bool first)
    {
        var dependencies = rdd.Dependencies;
        for (var i = 0; i < dependencies.Count; i++)
        {
            var (dependency, last) = (dependencies[i], i == dependencies.Count - 1);
            if (dependency is NarrowDependency)
            {
                Own(dependency.Rdd, prefix + "|  ", lines);
                Below(dependency.Rdd, prefix, lines, first);
                continue;
            }
            var branch = $"{prefix}+-({dependency.Rdd.GetNumPartitions()}) ";
            Own(dependency.Rdd, branch, lines);
            Below(dependency.Rdd, prefix + (last ? " " : "|") + new string(' ', branch.Length - prefix.Length - 2), lines, false);
        }
    }

    private static void Own(RDD rdd, string prefix, List<string> lines)
    {
        var kept = rdd.StorageLevel.IsValid ? $" [{rdd.StorageLevel.Description}]" : " []";
        lines.Add($"{prefix}{rdd}{kept}");
        if (rdd.StorageLevel.IsValid && rdd.SparkContext.Blocks.StatusOf(rdd.Id) is { CachedPartitions: > 0 } status)
            lines.Add($"{new string(' ', prefix.Length)}    CachedPartitions: {status.CachedPartitions}; MemorySize: {status.MemorySize} B; DiskSize: {status.DiskSize} B");
    }
}
