namespace Firesteel;

/// <summary>A script (BEGIN … END) is not put together as one should be.</summary>
/// <param name="line">Line of the script, from 1; null where none is known.</param>
public sealed class SqlScriptingException(int? line, string condition, IReadOnlyDictionary<string, string>? parameters = null) : SparkException(condition, parameters)
{
    public override string Message => line is { } l ? $"{{LINE:{l}}} {base.Message}" : base.Message;
}
