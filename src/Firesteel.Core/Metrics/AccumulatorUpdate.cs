namespace Firesteel.Core.Metrics;

/// <summary>What one task added to an accumulator of the driver's.</summary>
readonly record struct AccumulatorUpdate(AccumulatorV2 Target, AccumulatorV2 Update);
