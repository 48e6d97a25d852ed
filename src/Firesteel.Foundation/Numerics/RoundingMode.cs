namespace Firesteel.Foundation.Numerics;

/// <summary>What becomes of the digits that are cut off.</summary>
enum RoundingMode : byte
{
    /// <summary>To the nearest, ties away from zero.</summary>
    HalfUp,
    /// <summary>To the nearest, ties to the even digit.</summary>
    HalfEven,
    /// <summary>Towards zero.</summary>
    Down,
    Floor,
    Ceiling,
}
