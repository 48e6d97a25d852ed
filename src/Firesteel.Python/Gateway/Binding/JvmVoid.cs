namespace Firesteel.Python.Gateway.Binding;

/// <summary>The answer of a method that answers nothing.</summary>
sealed class JvmVoid
{
    public static readonly JvmVoid Value = new();
    private JvmVoid() { }
}
