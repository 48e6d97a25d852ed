namespace Firesteel;

/// <summary>Prints what an RDD is computed from, in the form of Spark's <c>toDebugString</c>.</summary>
static class RddLineage
{
    public static string KindOf(RDD rdd) => rdd.GetType().Name.Split('`')[0];

    public static string Describe(RDD rdd)
    {
        var lines = new List<string>();
        var count = $"({rdd.GetNumPartitions()})";
        var below = Stem(count);
        Own(rdd, count + " ", below + " ", lines);
        Below(rdd, below, lines);
        return string.Join('\n', lines);
    }

    private static void Below(RDD rdd, string prefix, List<string> lines)
    {
        var dependencies = rdd.Dependencies;
        for (var i = 0; i < dependencies.Count; i++)
        {
            var source = dependencies[i].Rdd;
            if (dependencies[i] is NarrowDependency)
            {
                Own(source, prefix, prefix, lines);
                Below(source, prefix, lines);
                continue;
            }
            // A shuffle hangs from the stem of the stage that reads it.
            var trunk = prefix.TrimEnd(' ');
            if (trunk.EndsWith('|') && trunk.Length < prefix.Length) trunk = trunk[..^1];
            else trunk = prefix;
            var count = $"({source.GetNumPartitions()})";
            var below = trunk + (i == dependencies.Count - 1 ? "  " : "| ") + Stem(count);
            Own(source, $"{trunk}+-{count} ", below, lines);
            Below(source, below, lines);
        }
    }

    // A bar under the middle of a number of partitions.
    private static string Stem(string count)
    {
        var left = (count.Length - 1) / 2;
        return new string(' ', left) + "|" + new string(' ', count.Length - left);
    }

    private static void Own(RDD rdd, string first, string next, List<string> lines)
    {
        var level = rdd.StorageLevel;
        lines.Add($"{first}{rdd} [{(level.IsValid ? level.Description : "")}]");
        if (level.IsValid && rdd.SparkContext.Blocks.StatusOf(rdd.Id) is { CachedPartitions: > 0 } status)
            lines.Add($"{next}    CachedPartitions: {status.CachedPartitions}; MemorySize: {status.MemorySize} B; DiskSize: {status.DiskSize} B");
    }
}
