using System.Collections;
using Firesteel.Python.Gateway.Binding;
using Firesteel.Python.Gateway.Errors;
using Firesteel.Python.Gateway.Java;

namespace Firesteel.Python.Gateway.Protocol;

/// <summary>Reads the parts of commands and carries them out, one at a time.</summary>
sealed class CommandProcessor(PythonGateway gateway, LineChannel channel)
{
    private const string End = "e";

    private ValueCodec Values => gateway.Values;

    /// <param name="letter">The command's first line.</param>
    /// <returns>Whether the connection lives on.</returns>
    public bool Run(string letter)
    {
        string answer;
        try
        {
            if (letter == "A")
            {
                // The secret a second time.
                channel.ReadLine();
                answer = "!yv";
            }
            else if (letter == "s")
            {
                gateway.Dispose();
                return false;
            }
            else if (letter is not ("c" or "i" or "r" or "j" or "a" or "l" or "f" or "m" or "p" or "d" or "h"))
            {
                channel.Write($"!zspy4j.Py4JException: Unknown command received: {LineChannel.Escape(letter)}\n");
                return false;
            }
            else if (Parts(letter) is { } parts)
            {
                answer = Answer(letter, parts);
            }
            else
            {
                return false;
            }
        }
        catch (GatewayException e)
        {
            answer = "!xs" + LineChannel.Escape(e.Message);
        }
        catch (Exception e) when (e is not (OutOfMemoryException or System.Net.Sockets.SocketException))
        {
            answer = "!x" + Values.Encode(e is AggregateException { InnerExceptions: [var only] } ? only : e);
        }
        channel.Write(answer + "\n");
        return true;
    }

    private List<string>? Parts(string letter)
    {
        var parts = new List<string>(4);
        // Letters and names come first, and may look like the end: the length of an array is asked for by that letter, and a function is called e.
        while (parts.Count < Least(letter, parts))
        {
            if (channel.ReadLine() is not { } part) return null;
            parts.Add(part);
        }
        while (channel.ReadLine() is { } line)
        {
            if (line == End) return parts;
            parts.Add(line);
        }
        return null;
    }

    private static int Least(string letter, List<string> parts) => letter switch
    {
        "c" or "m" => 2,
        "r" => parts is ["m", ..] ? 3 : 2,
        "f" => 3,
        _ => 1,
    };

    private string Answer(string letter, List<string> parts)
    {
        switch (letter)
        {
            case "c": return Success(Sql.CallOrigin.Mark(Call(Part(parts, 0), Part(parts, 1), Arguments(parts, 2, Part(parts, 1))), Part(parts, 1)));
            case "i": return Success(Construct(Part(parts, 0), Arguments(parts, 1, Part(parts, 0))));
            case "r": return Reflect(parts);
            case "j": return Import(parts);
            case "a": return OfArray(parts);
            case "l": return OfList(parts);
            case "f": return "!yo";
            case "m": return Memory(parts);
            case "p": return Success(Values.Decode(Part(parts, 0)) is Exception e ? JavaErrors.StackTrace(e) : "");
            case "d": return Success(Directory(parts));
            default: return Success("No help is available.");
        }
    }

    private string Success(object? value) => "!y" + Values.Encode(value);

    private object? Call(string target, string member, Arguments arguments)
    {
        if (target.StartsWith("z:", StringComparison.Ordinal))
        {
            var name = target[2..];
            var c = gateway.Classes.Find(name) ?? throw GatewayException.UnknownClass(name);
            if (c.Refusal is { } refusal) throw new GatewayException(refusal);
            var method = c.Static(member) ?? throw new GatewayException($"py4j.Py4JException: Method {member} of {name} does not exist");
            return method(null, arguments);
        }
        var value = gateway.Objects.Find(target) ?? throw GatewayException.UnknownObject(target);
        return gateway.Classes.Method(value, member)(value, arguments);
    }

    private object Construct(string name, Arguments arguments)
    {
        var c = gateway.Imports.Resolve(gateway.Classes, "rj", name) ?? throw GatewayException.UnknownClass(name);
        if (c.Refusal is { } refusal) throw new GatewayException(refusal);
        var make = c.Constructor ?? throw new GatewayException($"py4j.Py4JException: Constructor {c.Name} does not exist");
        return make(null, arguments)!;
    }

    private string Reflect(List<string> parts)
    {
        switch (Part(parts, 0))
        {
            case "u":
                var name = Part(parts, 1);
                if (name is "int" or "long" or "double" or "float" or "boolean" or "byte" or "short" or "char") return "!yc" + name;
                return gateway.Imports.Resolve(gateway.Classes, parts.Count > 2 ? parts[2] : "rj", name) is { } found ? "!yc" + found.Name : "!yp";
            case "m":
                var c = gateway.Classes.Find(Part(parts, 1));
                if (c is null || c.Refusal is not null) return "!x";
                var member = Part(parts, 2);
                if (c.Values.TryGetValue(member, out var value)) return Success(value);
                if (c.Static(member) is not null) return "!ym";
                return gateway.Classes.Contains($"{c.Name}${member}") ? "!yc" : "!x";
            case "c":
                var full = Part(parts, 1);
                return gateway.Classes.Contains(full) ? Success(new JavaClass(full)) : $"!xsThe class {full} does not exist.";
            default: throw GatewayException.Malformed($"r {parts[0]}");
        }
    }

    private string Import(List<string> parts)
    {
        switch (Part(parts, 0))
        {
            case "i":
                gateway.Imports.Import(Part(parts, 1), Part(parts, 2));
                return "!yv";
            case "r": return gateway.Imports.Remove(Part(parts, 1), Part(parts, 2)) ? "!ybtrue" : "!ybfalse";
            case "c": return "!yr" + gateway.Objects.Add(new View(Part(parts, 1)));
            case "s": return Success("");
            default: throw GatewayException.Malformed($"j {parts[0]}");
        }
    }

    private string OfArray(List<string> parts)
    {
        switch (Part(parts, 0))
        {
            case "g": return Success(At(Array(parts), Index(parts, 2)));
            case "s":
                var (array, index) = (Array(parts), Index(parts, 2));
                At(array, index);
                array.SetValue(Fit(array.GetType().GetElementType()!, Values.Decode(Part(parts, 3))), index);
                return "!yv";
            case "e": return Success(Array(parts).Length);
            case "l":
                var from = Array(parts);
                return Success(parts.Skip(2).Select((_, i) => At(from, Index(parts, i + 2))).ToArray());
            case "c":
                var element = Values.Decode(Part(parts, 1)) as string ?? throw GatewayException.Malformed(parts[1]);
                return Success(JavaArrays.Create(element, [.. parts.Skip(2).Select((_, i) => Index(parts, i + 2))]));
            default: throw GatewayException.Malformed($"a {parts[0]}");
        }
    }

    private Array Array(List<string> parts) => Values.Decode("t" + Part(parts, 1)) as Array ?? throw GatewayException.Malformed("not an array");

    private int Index(List<string> parts, int i) => Values.Decode(Part(parts, i)) is int index and >= 0 ? index : throw GatewayException.Malformed(parts[i]);

    private static object? At(Array array, int index)
        => (uint)index < (uint)array.Length ? array.GetValue(index) : throw new JavaException("java.lang.ArrayIndexOutOfBoundsException", $"Index {index} out of bounds for length {array.Length}");

    private static object? Fit(Type type, object? value)
        => value is null || type.IsInstanceOfType(value) ? value : Convert.ChangeType(value, type, System.Globalization.CultureInfo.InvariantCulture);

    private string OfList(List<string> parts)
    {
        var list = Values.Decode("l" + Part(parts, 1)) as List<object?> ?? throw GatewayException.Malformed("not a list");
        switch (Part(parts, 0))
        {
            case "l": return Success(parts.Skip(2).Select(p => list[Values.Decode(p) is int i && (uint)i < (uint)list.Count ? i : throw GatewayException.Malformed(p)]).ToList());
            case "f": return Success(list.Count(v => Equals(v, Values.Decode(Part(parts, 2)))));
            case "s": list.Sort(Comparer<object?>.Create((a, b) => Comparer.DefaultInvariant.Compare(a, b))); return "!yv";
            case "r": list.Reverse(); return "!yv";
            case "a": return Success(list.Concat((List<object?>)Values.Decode("l" + Part(parts, 2))!).ToList());
            case "m": return Success(Enumerable.Repeat(list, Values.Decode(Part(parts, 2)) as int? ?? 0).SelectMany(l => l).ToList());
            case "x" when list.Count > 0: return Success(list.Max(Comparer<object?>.Create((a, b) => Comparer.DefaultInvariant.Compare(a, b))));
            case "n" when list.Count > 0: return Success(list.Min(Comparer<object?>.Create((a, b) => Comparer.DefaultInvariant.Compare(a, b))));
            default: throw GatewayException.Malformed($"l {parts[0]}");
        }
    }

    private string Memory(List<string> parts)
    {
        if (Part(parts, 0) != "d") throw new GatewayException($"Unknown Memory SubCommand Name: {parts[0]}");
        var id = Part(parts, 1);
        if (id is not ("t" or "GATEWAY_SERVER")) gateway.Objects.Forget(id);
        return "!yv";
    }

    private string Directory(List<string> parts)
    {
        IEnumerable<string> names = [];
        if (Part(parts, 0) == "f" || parts[0] == "m")
            names = gateway.Objects.Find(Part(parts, 1)) is { } value && gateway.Classes.Of(value) is { } c && parts[0] == "m" ? c.Methods.Keys : [];
        else if (parts[0] == "s") names = gateway.Classes.Find(Part(parts, 1)) is { } of ? of.Statics.Keys.Concat(of.Values.Keys) : [];
        return string.Join('\n', names.Order(StringComparer.Ordinal));
    }

    private Arguments Arguments(List<string> parts, int from, string member)
    {
        if (parts.Count <= from) return new(gateway, member, []);
        var values = new object?[parts.Count - from];
        for (var i = 0; i < values.Length; i++) values[i] = Values.Decode(parts[from + i]);
        return new(gateway, member, values);
    }

    private static string Part(List<string> parts, int i) => i < parts.Count ? parts[i] : throw GatewayException.Malformed("a part is missing");

    private sealed record View(string Name);
}
