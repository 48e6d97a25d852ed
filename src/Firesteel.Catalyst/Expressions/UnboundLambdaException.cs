namespace Firesteel.Catalyst.Expressions;

/// <summary>A function asked for the type of a lambda to which it gave no parameters: it is none that takes lambdas.</summary>
sealed class UnboundLambdaException() : InvalidOperationException("A lambda has no type before its parameters have theirs.");
