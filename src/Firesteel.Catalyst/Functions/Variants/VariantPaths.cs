using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Text;
using Firesteel.Columnar.Vectors;

namespace Firesteel.Catalyst.Functions.Variants;

/// <summary>The path argument of a call, parsed once where it stays the same from row to row. One for a thread.</summary>
sealed class VariantPaths(string condition)
{
    private byte[] _text = [];
    private VariantPath? _path;

    /// <exception cref="SparkRuntimeException">The condition, where the text is no path.</exception>
    public VariantPath Get(KernelCall call, StringView text)
    {
        if (_path != null && text.Span.SequenceEqual(_text)) return _path;
        _text = text.Span.ToArray();
        var path = text.ToText();
        return _path = VariantPath.Parse(path) ?? throw call.Error(condition, ("path", path), ("functionName", $"`{call.Call.Function.Name}`"));
    }
}
