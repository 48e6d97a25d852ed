namespace Firesteel.Cli;

/// <summary>A command was called in a way that it refuses; the message is one sentence for the user.</summary>
sealed class UsageException(string message, string? hint = null) : Exception(message)
{
    /// <summary>What to do instead, if there is something.</summary>
    public string? Hint { get; } = hint;
}
