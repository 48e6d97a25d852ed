using System.Reflection;
using System.Runtime.CompilerServices;

namespace Firesteel.Core.Serialization;

/// <summary>
/// Writes functions. What a lambda is called on holds the variables of all its neighbours: of such an object only the fields
/// are written that the code reaches which was met so far, and more when later code reaches more.
/// </summary>
sealed class ClosureWriter(ObjectOutput output)
{
    private readonly Dictionary<object, HashSet<FieldInfo>> _written = new(ReferenceEqualityComparer.Instance);

    /// <summary>How many functions surround what is written now.</summary>
    public int Depth { get; private set; }

    public void Write(Delegate value)
    {
        if (!value.HasSingleTarget) throw new TaskNotSerializableException("a delegate of several methods");
        var method = value.Method;
        if (method.DeclaringType is not { } declaring || method is System.Reflection.Emit.DynamicMethod || method.GetType().Name.Contains("Dynamic", StringComparison.Ordinal))
            throw new TaskNotSerializableException("a delegate of code that was made at run time");
        if (!KnownTypes.HasFunctions(declaring)) throw new TaskNotSerializableException($"a method of {declaring.Name}");
        output.WriteType(declaring);
        MethodNames.Write(output, method);
        Depth++;
        try
        {
            WriteTarget(value.Target, method);
        }
        catch (TaskNotSerializableException e) when (value.Target is not null && !IsClosure(value.Target.GetType()))
        {
            throw e.In($"the object on which {method.Name} is called");
        }
        finally
        {
            Depth--;
        }
    }

    private void WriteTarget(object? target, MethodInfo method)
    {
        if (target is null || !IsClosure(target.GetType()))
        {
            output.WriteBool(false);
            output.WriteObject(target);
            return;
        }
        output.WriteBool(true);
        WriteClosure(target, ClosureFields.Of(method));
    }

    // A known closure may lack what this function reaches: what is missing follows.
    private void WriteClosure(object closure, IReadOnlySet<(Module, int)> reached)
    {
        Serialization.Depth.Check();
        if (!output.TryWriteKnown(closure))
        {
            output.WriteByte((byte)ObjectTag.Object);
            output.WriteType(closure.GetType());
        }
        if (!_written.TryGetValue(closure, out var written)) _written.Add(closure, written = []);
        var fields = ClosureFields.FieldsOf(closure.GetType()).Where(f => reached.Contains((f.Module, f.MetadataToken))).ToList();
        // Closures within are entered each time, since they too may lack something; they lead outwards only.
        fields.RemoveAll(f => !(f.GetValue(closure) is { } inner && IsClosure(inner.GetType())) && !written.Add(f));
        output.WriteCount((uint)fields.Count);
        foreach (var field in fields)
        {
            output.WriteText(field.Name);
            try
            {
                var value = field.GetValue(closure);
                var isClosure = value is not null && IsClosure(value.GetType());
                output.WriteBool(isClosure);
                if (isClosure) WriteClosure(value!, reached);
                else output.WriteObject(value);
            }
            catch (TaskNotSerializableException e)
            {
                throw e.In(field.Name.StartsWith('<') && field.Name.Contains("this", StringComparison.Ordinal) ? "'this'" : $"captured variable '{FieldShape.Name(field)}'", closure.GetType());
            }
        }
    }

    /// <summary>Whether objects of a type hold the captured variables of lambdas.</summary>
    public static bool IsClosure(Type type) => type.Name.Contains("<>c", StringComparison.Ordinal) && type.IsDefined(typeof(CompilerGeneratedAttribute), false);
}
