using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis;

/// <summary>Values for the parameter markers of one statement: by name, by position, or either where a statement names some of them.</summary>
/// <param name="Values">In order.</param>
/// <param name="Names">The name of each value; null where it has none.</param>
sealed class QueryParameters(ValueList<Expression> values, ValueList<string?> names)
{
    public static readonly QueryParameters None = new(ValueList<Expression>.Empty, ValueList<string?>.Empty);

    private readonly ValueList<Expression> _values = values;

    /// <summary>Whether a value has no name.</summary>
    public bool HasUnnamed => names.Any(n => n == null);

    private bool _named;
    private bool _positional;

    /// <summary>The value of a marker.</summary>
    public Expression Find(ParameterMarker marker)
    {
        if (_values.Count == 0) throw Unbound(marker);
        if (marker.Name == null) _positional = true;
        else _named = true;
        if (_named && _positional) throw AnalysisErrors.Error(marker.Origin, "INVALID_QUERY_MIXED_QUERY_PARAMETERS");
        if (marker.Name == null) return marker.Position < _values.Count ? _values[marker.Position] : throw Unbound(marker);
        var nameless = _values.Where((_, i) => names[i] == null).ToList();
        if (nameless.Count > 0) throw AnalysisErrors.Error(default, "ALL_PARAMETERS_MUST_BE_NAMED", ("exprs", string.Join(", ", nameless.Select(AnalysisErrors.Quote))));
        for (var i = 0; i < _values.Count; i++)
            if (string.Equals(names[i], marker.Name, StringComparison.OrdinalIgnoreCase)) return _values[i];
        throw Unbound(marker);
    }

    private static AnalysisException Unbound(ParameterMarker marker)
        => AnalysisErrors.Error(marker.Origin, "UNBOUND_SQL_PARAMETER", ("name", marker.Name ?? $"_{marker.Origin.Context?.StartIndex ?? marker.Position}"));
}
