using System.Text.RegularExpressions;
using Firesteel.Catalyst.Plans;

namespace Firesteel;

/// <summary>What plans look like but for the ids of their columns, which are counted in the order that they show: equal shapes mean the same.</summary>
static partial class PlanShape
{
    public static string Of(LogicalPlan plan)
    {
        var ids = new Dictionary<string, int>();
        // What columns are called is no part of what they mean.
        return Ids().Replace(plan.TreeString(), m => $"#{(ids.TryGetValue(m.Groups[1].Value, out var n) ? n : ids[m.Groups[1].Value] = ids.Count)}");
    }

    /// <summary>The same number in every process.</summary>
    public static int Hash(string shape)
    {
        var hash = 17;
        foreach (var c in shape) hash = unchecked(hash * 31 + c);
        return hash;
    }

    [GeneratedRegex(@"\w*#(\d+)")]
    private static partial Regex Ids();
}
