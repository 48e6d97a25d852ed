namespace Firesteel;

/// <summary>One accumulator in an event: what a task added (<paramref name="Update"/>) and the total so far (<paramref name="Value"/>).</summary>
public sealed record AccumulableInfo(long Id, string? Name, object? Update, object? Value, bool Internal, bool CountFailedValues, string? Metadata = null);
