using System.Text.Json;

namespace Firesteel.Catalyst.Functions.Json;

/// <summary>A path into JSON as get_json_object takes it: <c>$.a['b'][0][*].*</c>.</summary>
sealed class JsonPath
{
    /// <summary>One step: a name, a place, or any (neither).</summary>
    private readonly record struct Step(string? Name, int? Index);

    private readonly List<Step> _steps = [];

    public bool HasWildcard { get; private set; }

    /// <summary>Null where the text is no path.</summary>
    public static JsonPath? Parse(string text)
    {
        if (!text.StartsWith('$')) return null;
        var path = new JsonPath();
        for (var i = 1; i < text.Length;)
        {
            if (text[i] == '.')
            {
                var end = text.IndexOfAny(['.', '['], i + 1);
                if (end < 0) end = text.Length;
                var name = text[(i + 1)..end];
                if (name.Length == 0) return null;
                path.Add(name == "*" ? new Step(null, null) : new Step(name, null));
                i = end;
            }
            else if (text[i] == '[')
            {
                var end = text.IndexOf(']', i);
                if (end < 0) return null;
                var inside = text[(i + 1)..end].Trim();
                if (inside == "*" || inside == "'*'") path.Add(new Step(null, null));
                else if (inside.Length > 1 && inside[0] == '\'' && inside[^1] == '\'') path.Add(new Step(inside[1..^1], null));
                else if (int.TryParse(inside, System.Globalization.NumberStyles.None, null, out var index)) path.Add(new Step(null, index));
                else return null;
                i = end + 1;
            }
            else return null;
        }
        return path;
    }

    public List<JsonElement> Find(JsonElement root)
    {
        var found = new List<JsonElement> { root };
        foreach (var step in _steps)
        {
            var next = new List<JsonElement>();
            foreach (var element in found)
            {
                if (step.Name != null)
                {
                    if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty(step.Name, out var value)) next.Add(value);
                }
                else if (step.Index is { } index)
                {
                    if (element.ValueKind == JsonValueKind.Array && index < element.GetArrayLength()) next.Add(element[index]);
                }
                else if (element.ValueKind == JsonValueKind.Array) next.AddRange(element.EnumerateArray());
                else if (element.ValueKind == JsonValueKind.Object) next.AddRange(element.EnumerateObject().Select(p => p.Value));
            }
            found = next;
        }
        return found;
    }

    private void Add(Step step)
    {
        _steps.Add(step);
        HasWildcard |= step.Name == null && step.Index == null;
    }
}
