using System.Text.Json;
using Firesteel.Deploy.Standalone.Protocol;

namespace Firesteel.Deploy.Pages;

/// <summary>Writes the JSON that Master and Worker answer under <c>/json/</c>, with Spark's field names.</summary>
static class JsonPage
{
    public static PageAnswer Write(Action<Utf8JsonWriter> write, bool indented = true)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = indented }))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        return PageAnswer.Json(buffer.ToArray());
    }

    public static void Empty(this Utf8JsonWriter json, ReadOnlySpan<string> objects, ReadOnlySpan<string> arrays)
    {
        foreach (var name in objects)
        {
            json.WriteStartObject(name);
            json.WriteEndObject();
        }
        foreach (var name in arrays)
        {
            json.WriteStartArray(name);
            json.WriteEndArray();
        }
    }

    public static void Array<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    public static void Application(this Utf8JsonWriter json, ApplicationDescription app)
    {
        json.WriteString("name", app.Name);
        json.WriteNumber("cores", app.MaxCores ?? 0);
        json.WriteNumber("memoryperexecutor", app.MemoryPerExecutorMb);
        json.Empty([], ["resourcesperexecutor"]);
        json.WriteNumber("memoryperslave", app.MemoryPerExecutorMb);
        json.Empty([], ["resourcesperslave"]);
        json.WriteString("user", app.User);
    }
}
