using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Columnar.Vectors;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Conditional;

/// <summary>Raises an error with the user's message on the first row that reaches it.</summary>
static class RaiseError
{
    public static readonly Scalar Function = new("raise_error", [TypeClass.AnyString], NullType.Instance, Raise)
    {
        MayBeNull = true,
        Throws = true,
        DependsOnPlace = true,
        NullRule = NullHandling.Custom,
        Text = (call, style) => $"raise_error(USER_RAISED_EXCEPTION, map(errorMessage, {call.Arguments[0].ToSql(style)}))",
    };

    private static void Raise(KernelCall call)
    {
        if (call.Selection.Count == 0) return;
        var row = call.Selection[0];
        var message = call.In<StringView>(0);
        // The message is the user's own, without the place of the call.
        throw new SparkRuntimeException("USER_RAISED_EXCEPTION", new Dictionary<string, string> { ["errorMessage"] = message.IsNull(row) ? "null" : message[row].ToString() });
    }
}
