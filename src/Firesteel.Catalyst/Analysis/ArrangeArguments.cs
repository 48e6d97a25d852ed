using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis;

/// <summary>Puts arguments that are given by name in the places of the parameters they name.</summary>
static class ArrangeArguments
{
    public static ValueList<Expression> Arrange(UnresolvedFunction call, ValueList<Expression> arguments, ValueList<string>? parameters, Func<int, Expression?>? defaultOf = null)
    {
        var function = SqlIdentifier.Quote(call.NameParts[^1]);
        if (parameters == null) throw AnalysisErrors.Error(call.Origin, "NAMED_PARAMETERS_NOT_SUPPORTED", ("functionName", function));
        var places = new Expression?[parameters.Count];
        var named = false;
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] is not NamedArgument argument)
            {
                if (named) throw AnalysisErrors.Error(call.Origin, "UNEXPECTED_POSITIONAL_ARGUMENT", ("routineName", function), ("parameterName", Name(arguments[i - 1])));
                if (i >= places.Length)
                    throw AnalysisErrors.Error(call.Origin, "WRONG_NUM_ARGS.WITHOUT_SUGGESTION", ("functionName", function), ("expectedNum", $"{parameters.Count}"),
                        ("actualNum", $"{arguments.Count}"), ("docroot", "https://spark.apache.org/docs/latest"));
                places[i] = arguments[i];
                continue;
            }
            named = true;
            var at = parameters.ToList().FindIndex(p => string.Equals(p, argument.Name, StringComparison.OrdinalIgnoreCase));
            if (at < 0)
                throw AnalysisErrors.Error(call.Origin, "UNRECOGNIZED_PARAMETER_NAME", ("routineName", function), ("argumentName", SqlIdentifier.Quote(argument.Name)),
                    ("proposal", string.Join(" ", parameters.OrderBy(p => NameSuggestions.Distance(p, argument.Name)).Select(SqlIdentifier.Quote))));
            if (places[at] != null)
                throw AnalysisErrors.Error(call.Origin, at < i && arguments[at] is not NamedArgument
                        ? "DUPLICATE_ROUTINE_PARAMETER_ASSIGNMENT.BOTH_POSITIONAL_AND_NAMED" : "DUPLICATE_ROUTINE_PARAMETER_ASSIGNMENT.DOUBLE_NAMED_ARGUMENT_REFERENCE",
                    ("routineName", function), ("parameterName", SqlIdentifier.Quote(argument.Name)));
            places[at] = argument.Value;
        }
        // Parameters after the last given one keep their defaults; a hole before it takes its own.
        var last = Array.FindLastIndex(places, p => p != null);
        for (var i = 0; i < last; i++) places[i] ??= defaultOf?.Invoke(i);
        var hole = Array.FindIndex(places, 0, last + 1, p => p == null);
        if (hole >= 0)
            throw AnalysisErrors.Error(call.Origin, "REQUIRED_PARAMETER_NOT_FOUND", ("routineName", function), ("parameterName", SqlIdentifier.Quote(parameters[hole])), ("index", $"{hole}"));
        return new(places.Take(last + 1).Select(p => p!));
    }

    /// <summary>The values and, beside them, the names that some are given by, for a function that only knows its parameters when it runs.</summary>
    public static (ValueList<Expression> Values, ValueList<string?> Names) Split(UnresolvedFunction call, ValueList<Expression> arguments)
    {
        var function = SqlIdentifier.Quote(call.NameParts[^1]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] is NamedArgument named)
            {
                if (!seen.Add(named.Name))
                    throw AnalysisErrors.Error(call.Origin, "DUPLICATE_ROUTINE_PARAMETER_ASSIGNMENT.DOUBLE_NAMED_ARGUMENT_REFERENCE", ("routineName", function), ("parameterName", SqlIdentifier.Quote(named.Name)));
            }
            else if (seen.Count > 0)
            {
                throw AnalysisErrors.Error(call.Origin, "UNEXPECTED_POSITIONAL_ARGUMENT", ("routineName", function), ("parameterName", Name(arguments[i - 1])));
            }
        }
        return (new(arguments.Select(a => a is NamedArgument n ? n.Value : a)), new(arguments.Select(a => (a as NamedArgument)?.Name)));
    }

    private static string Name(Expression argument) => SqlIdentifier.Quote(((NamedArgument)argument).Name);
}
