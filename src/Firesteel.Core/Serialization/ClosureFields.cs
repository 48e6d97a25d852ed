using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;

namespace Firesteel.Core.Serialization;

/// <summary>Which captured variables the code of a lambda reaches: its own instructions, and those of the methods of compiler-made types that it calls.</summary>
static class ClosureFields
{
    private const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly ConcurrentDictionary<MethodInfo, IReadOnlySet<(Module, int)>> Known = new();
    private static readonly OpCode[] OneByte = new OpCode[256];
    private static readonly OpCode[] TwoByte = new OpCode[256];

    static ClosureFields()
    {
        foreach (var field in typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            if (field.GetValue(null) is not OpCode code) continue;
            if (code.Size == 1) OneByte[code.Value & 0xff] = code;
            else TwoByte[code.Value & 0xff] = code;
        }
    }

    /// <summary>The captured variables of a closure type.</summary>
    public static FieldInfo[] FieldsOf(Type closure) => closure.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly);

    /// <summary>Fields by their module and number there, which generic instantiations share.</summary>
    public static IReadOnlySet<(Module, int)> Of(MethodInfo method) => Known.GetOrAdd(method, static m => Reach(m));

    private static HashSet<(Module, int)> Reach(MethodInfo start)
    {
        var fields = new HashSet<(Module, int)>();
        var seen = new HashSet<(Module, int)>();
        var waiting = new Stack<MethodBase>([start]);
        while (waiting.TryPop(out var method))
        {
            if (!seen.Add((method.Module, method.MetadataToken)) || method.GetMethodBody()?.GetILAsByteArray() is not { } code) continue;
            var types = method.DeclaringType is { IsGenericType: true } owner ? owner.GetGenericArguments() : null;
            var arguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
            foreach (var (operand, token) in Tokens(code))
            {
                MemberInfo? member;
                try { member = operand == OperandType.InlineField ? method.Module.ResolveField(token, types, arguments) : method.Module.ResolveMember(token, types, arguments); }
                catch (Exception e) when (e is ArgumentException or FileNotFoundException or TypeLoadException or BadImageFormatException) { continue; }
                if (member is FieldInfo field) fields.Add((field.Module, field.MetadataToken));
                else if (member is MethodBase { DeclaringType: { } declaring } called && IsMade(declaring)) Follow(called, declaring, waiting);
            }
        }
        return fields;
    }

    // A state machine of an iterator or async lambda is run by its methods' callers: all of its methods count.
    private static void Follow(MethodBase called, Type declaring, Stack<MethodBase> waiting)
    {
        waiting.Push(called);
        if (ClosureWriter.IsClosure(declaring)) return;
        foreach (var method in declaring.GetMethods(All)) waiting.Push(method);
    }

    private static bool IsMade(Type type)
    {
        for (var at = type; at is not null; at = at.DeclaringType)
            if (at.Name.StartsWith('<')) return true;
        return false;
    }

    private static IEnumerable<(OperandType Operand, int Token)> Tokens(byte[] code)
    {
        for (var at = 0; at < code.Length;)
        {
            var operation = code[at] == 0xfe ? TwoByte[code[at + 1]] : OneByte[code[at]];
            at += operation.Size;
            switch (operation.OperandType)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok:
                    yield return (operation.OperandType, BitConverter.ToInt32(code, at));
                    at += 4;
                    break;
                case OperandType.InlineNone: break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar: at += 1; break;
                case OperandType.InlineVar: at += 2; break;
                case OperandType.InlineI8 or OperandType.InlineR: at += 8; break;
                case OperandType.InlineSwitch: at += 4 + 4 * BitConverter.ToInt32(code, at); break;
                default: at += 4; break;
            }
        }
    }
}
