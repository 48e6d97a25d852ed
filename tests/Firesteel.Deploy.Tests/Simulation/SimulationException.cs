namespace Firesteel.Deploy.Tests.Simulation;

/// <summary>Something that must never happen has happened in a simulation.</summary>
sealed class SimulationException(string message) : Exception(message);
