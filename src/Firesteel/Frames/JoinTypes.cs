using Firesteel.Catalyst.Plans;

namespace Firesteel;

/// <summary>Types of joins by the names that programs give them.</summary>
static class JoinTypes
{
    private const string Supported = "'inner', 'outer', 'full', 'fullouter', 'full_outer', 'leftouter', 'left', 'left_outer', 'rightouter', 'right', 'right_outer', 'leftsemi', 'left_semi', 'semi', 'leftanti', 'left_anti', 'anti', 'cross'";

    /// <exception cref="AnalysisException">UNSUPPORTED_JOIN_TYPE.</exception>
    public static JoinType Parse(string name) => name.ToLowerInvariant().Replace("_", "", StringComparison.Ordinal) switch
    {
        "inner" => JoinType.Inner,
        "outer" or "full" or "fullouter" => JoinType.FullOuter,
        "leftouter" or "left" => JoinType.LeftOuter,
        "rightouter" or "right" => JoinType.RightOuter,
        "leftsemi" or "semi" => JoinType.LeftSemi,
        "leftanti" or "anti" => JoinType.LeftAnti,
        "cross" => JoinType.Cross,
        _ => throw new AnalysisException("UNSUPPORTED_JOIN_TYPE", new Dictionary<string, string> { ["typ"] = name, ["supported"] = Supported }),
    };
}
