using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Functions;

/// <summary>A function that is defined by another expression. Its call shows under the function's own name.</summary>
sealed class Rewrite(string name, int least, int most, Func<FunctionCall, Expression> build) : FunctionDefinition
{
    public override string Name => name;

    /// <summary>Further names.</summary>
    public string[] As { get; init; } = [];

    /// <summary>Names of the parameters, where calls may name them.</summary>
    public string[]? Named { get; init; }

    /// <summary>The generated name, where it is not <c>name(arguments)</c>.</summary>
    public Func<FunctionCall, string>? Text { get; init; }

    /// <summary>Whether what it builds stands for itself in generated names.</summary>
    public bool IsTransparent { get; init; }

    public override ValueList<string> Aliases => new(As.AsSpan());
    public override ValueList<string>? ParameterNames => Named == null ? null : new(Named.AsSpan());

    public override Expression Bind(FunctionCall call)
    {
        var count = call.Arguments.Count;
        if (count < least || count > most)
            throw ArgumentChecks.WrongCount(call, most == int.MaxValue ? $"> {least - 1}" : least == most ? $"{least}" : $"[{string.Join(", ", Enumerable.Range(least, most - least + 1))}]");
        var built = build(call);
        if (IsTransparent) return built with { Origin = call.Origin };
        return new Replaced(call.Name.ToLowerInvariant(), call.Arguments, built) { Display = Text?.Invoke(call), Origin = call.Origin };
    }
}
