using System.Globalization;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;

namespace Firesteel;

/// <summary>Makes a nearest-by join of what a program says of it in words.</summary>
static class NearestBy
{
    /// <exception cref="AnalysisException">NEAREST_BY_JOIN, and what of it is wrong.</exception>
    public static NearestByJoin Plan(LogicalPlan left, LogicalPlan right, Expression ranking, int numResults, string mode, string direction, string joinType)
    {
        if (numResults is < 1 or > NearestByJoin.MostResults)
            throw Error("NUM_RESULTS_OUT_OF_RANGE", ("numResults", Number(numResults)), ("min", "1"), ("max", Number(NearestByJoin.MostResults)));
        var type = joinType.ToLowerInvariant().Replace("_", "", StringComparison.Ordinal) switch
        {
            "inner" => JoinType.Inner,
            "left" or "leftouter" => JoinType.LeftOuter,
            _ => throw Error("UNSUPPORTED_JOIN_TYPE", ("joinType", joinType), ("supported", "'INNER', 'LEFT OUTER'")),
        };
        var isApproximate = mode.ToLowerInvariant() switch
        {
            "approx" => true,
            "exact" => false,
            _ => throw Error("UNSUPPORTED_MODE", ("mode", mode), ("supported", "'approx', 'exact'")),
        };
        var isSimilarity = direction.ToLowerInvariant() switch
        {
            "similarity" => true,
            "distance" => false,
            _ => throw Error("UNSUPPORTED_DIRECTION", ("direction", direction), ("supported", "'distance', 'similarity'")),
        };
        return new NearestByJoin(left, right, type, ranking, numResults, isApproximate, isSimilarity);
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static AnalysisException Error(string condition, params (string Key, string Value)[] parameters)
        => new($"NEAREST_BY_JOIN.{condition}", parameters.ToDictionary(p => p.Key, p => p.Value));
}
