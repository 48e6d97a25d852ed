namespace Firesteel.Catalyst.Expressions;

/// <summary>Answers about a tree that are worked out once; asked at every level of a deep tree anew they would cost time by its square and more.</summary>
enum ExpressionFlag { Resolved, Nullable, Deterministic, FoldableChildren, CanFail, Settled }

/// <summary>Kept answers by <see cref="ExpressionFlag"/>, without part in the equality of the record that holds them, but for its depth as in <see cref="Cached{T}"/>.</summary>
struct ExpressionFlags : IEquatable<ExpressionFlags>
{
    // Two bits a flag, whether it is known and what it is, written together: threads that race work it out twice at worst.
    private ushort _bits;

    public readonly bool? Get(ExpressionFlag flag)
    {
        var bits = _bits >> (2 * (int)flag);
        return (bits & 1) == 0 ? null : (bits & 2) != 0;
    }

    public bool Set(ExpressionFlag flag, bool value)
    {
        _bits = (ushort)(_bits | (value ? 3 : 1) << (2 * (int)flag));
        return value;
    }

    public readonly bool Equals(ExpressionFlags other) => DepthGuard.Pass();
    public override readonly bool Equals(object? obj) => obj is ExpressionFlags && DepthGuard.Pass();
    public override readonly int GetHashCode() => DepthGuard.Pass() ? 0 : 1;
}
