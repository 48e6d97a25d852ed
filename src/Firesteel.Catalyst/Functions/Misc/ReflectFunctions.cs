using System.Globalization;
using System.Text;
using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Text;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Misc;

/// <summary>
/// java_method, reflect and try_reflect. There is no Java here; the static methods of its library that queries are seen to call are
/// written down below, and any other class or method is refused by name as one that was not found.
/// </summary>
static class ReflectFunctions
{
    private static readonly TypeClass Arguments = TypeClass.OneOf(BooleanType.Instance, TypeClass.Byte, ShortType.Instance, TypeClass.Int, TypeClass.Long, TypeClass.Float, TypeClass.Double, TypeClass.AnyString);

    private delegate string? Method(string?[] arguments);

    // What a call keeps; executors find the method by it.
    private sealed record MethodName(string Class, string Name, int Count);

    private static readonly Dictionary<MethodName, Method> Methods = new()
    {
        [new("java.util.UUID", "fromString", 1)] = a => Guid.ParseExact(a[0]!, "D").ToString(),
        [new("java.util.UUID", "randomUUID", 0)] = _ => Guid.NewGuid().ToString(),
        [new("java.net.URLDecoder", "decode", 1)] = a => Decode(a[0]!),
        [new("java.net.URLDecoder", "decode", 2)] = a => Decode(a[0]!),
        [new("java.net.URLEncoder", "encode", 1)] = a => Encode(a[0]!),
        [new("java.net.URLEncoder", "encode", 2)] = a => Encode(a[0]!),
        [new("java.lang.Math", "max", 2)] = a => Number(a[0]) >= Number(a[1]) ? a[0] : a[1],
        [new("java.lang.Math", "min", 2)] = a => Number(a[0]) <= Number(a[1]) ? a[0] : a[1],
        [new("java.lang.Math", "abs", 1)] = a => a[0]!.TrimStart('-'),
        [new("java.lang.String", "valueOf", 1)] = a => a[0],
        [new("java.lang.Integer", "toHexString", 1)] = a => int.Parse(a[0]!, CultureInfo.InvariantCulture).ToString("x", CultureInfo.InvariantCulture),
        [new("java.lang.Long", "toHexString", 1)] = a => long.Parse(a[0]!, CultureInfo.InvariantCulture).ToString("x", CultureInfo.InvariantCulture),
        [new("java.lang.System", "getProperty", 1)] = _ => null,
    };

    // Found, though no method of theirs is at hand.
    private static readonly HashSet<string> OtherClasses = ["scala.Predef"];

    public static void Register(FunctionRegistry registry) => registry.Register(
        new Rewrite("java_method", 2, int.MaxValue, call => Bind(call, false)) { As = ["reflect"], IsTransparent = true },
        new Rewrite("try_reflect", 2, int.MaxValue, call => Bind(call, true)) { IsTransparent = true });

    private static readonly Scalar Invocation = Define("reflect", false);
    private static readonly Scalar TryInvocation = Define("try_reflect", true);

    private static Scalar Define(string name, bool isTry)
        => new(name, [], StringType.Instance, call => Invoke(call, isTry)) { Rest = TypeClass.Any, NullRule = NullHandling.Custom, MayBeNull = true, ThrowsWhen = _ => !isTry, DependsOnPlace = true };

    private static Expression Bind(FunctionCall call, bool isTry)
    {
        var shown = Operands.Shown(call);
        var (className, method) = (Text(call, 0, "class", shown), Text(call, 1, "method", shown));
        var fitted = new Expression[call.Arguments.Count - 2];
        for (var i = 0; i < fitted.Length; i++)
        {
            if (!Arguments.Accepts(call.Arguments[i + 2].DataType) && call.Arguments[i + 2].DataType is not NullType)
                throw ArgumentChecks.UnexpectedType(call.Origin, shown, i + 2, call.Arguments[i + 2], Arguments.Sql);
            fitted[i] = call.Arguments[i + 2];
        }
        if (!Methods.Keys.Any(m => m.Class == className) && !OtherClasses.Contains(className))
            throw ArgumentChecks.Error(call.Origin, "DATATYPE_MISMATCH.UNEXPECTED_CLASS_TYPE", ("sqlExpr", ArgumentChecks.Quote(shown)), ("className", className));
        var named = new MethodName(className, method, fitted.Length);
        // What only ever fails has null for an answer.
        if (!Methods.ContainsKey(named) && !(isTry && OtherClasses.Contains(className)))
            throw ArgumentChecks.Error(call.Origin, "DATATYPE_MISMATCH.UNEXPECTED_STATIC_METHOD", ("sqlExpr", ArgumentChecks.Quote(shown)), ("methodName", method), ("className", className));
        return (ScalarCall)(isTry ? TryInvocation : Invocation).Call(fitted) with { Name = call.Name.ToLowerInvariant(), State = named, Display = shown, Origin = call.Origin };
    }

    private static string Text(FunctionCall call, int index, string name, string shown)
    {
        var argument = call.Arguments[index];
        if (argument.DataType is not StringType || !argument.Foldable) throw ArgumentChecks.NotConstant(call.Origin, shown, name, StringType.Instance, argument);
        return ConstantFolding.Evaluate(argument).Value as string ?? throw ArgumentChecks.UnexpectedNull(call.Origin, shown, name);
    }

    private static void Invoke(KernelCall call, bool isTry)
    {
        var name = (MethodName)call.Call.State!;
        var method = Methods.GetValueOrDefault(name) ?? (_ => throw new FormatException(name.Name));
        var text = new ValueText(TextStyle.Cast, call.Context.TimeZone);
        var arguments = new string?[call.Arguments.Length];
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            for (var i = 0; i < arguments.Length; i++)
            {
                var at = call.Arguments[i].Position(row);
                arguments[i] = ValueOrder.IsNull(call.Arguments[i], at) ? null : text.Text(call.Arguments[i], at);
            }
            try { call.Result.SetText(row, method(arguments) ?? "null"); }
            catch (Exception e) when (e is FormatException or ArgumentException or NullReferenceException or OverflowException)
            {
                if (!isTry) throw call.Error("FAILED_EXECUTE_UDF", ("functionName", $"`{call.Call.Name}`"), ("signature", string.Join(", ", call.Arguments.Select(a => a.Type.SimpleString))), ("result", "string"), ("reason", e.Message));
                call.Result.SetNull(row);
            }
        }
    }

    private static double Number(string? text) => double.Parse(text!, CultureInfo.InvariantCulture);

    private static string Decode(string text)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%')
            {
                if (i + 2 >= text.Length) throw new FormatException("An escape is cut off.");
                bytes.Add(byte.Parse(text.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                i += 2;
            }
            else bytes.AddRange(Encoding.UTF8.GetBytes(text[i] == '+' ? " " : text[i].ToString()));
        }
        return Encoding.UTF8.GetString([.. bytes]);
    }

    private static string Encode(string text)
    {
        var encoded = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'.' or (byte)'-' or (byte)'*' or (byte)'_') encoded.Append((char)b);
            else encoded.Append(b == ' ' ? "+" : $"%{b:X2}");
        }
        return encoded.ToString();
    }
}
