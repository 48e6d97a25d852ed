namespace Firesteel.Connect.Codec;

/// <summary>Errors of messages that say something wrong, or something that is not supported.</summary>
static class InvalidPlan
{
    public static SparkException Because(string condition, params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        var map = new Dictionary<string, string>();
        foreach (var (name, value) in parameters) map[name] = value;
        return new SparkException($"CONNECT_INVALID_PLAN.{condition}", map);
    }

    /// <summary>One of several alternatives is set that this server does not take.</summary>
    /// <param name="oneof">Full name of the alternatives' group.</param>
    public static SparkException NotSupported(string oneof, Enum @case)
        => Convert.ToInt32(@case, System.Globalization.CultureInfo.InvariantCulture) == 0
            ? Because("INVALID_ONE_OF_FIELD_NOT_SET", ("fullName", oneof), ("name", oneof[(oneof.LastIndexOf('.') + 1)..]))
            : Because("INVALID_ONE_OF_FIELD_NOT_SUPPORTED", ("fullName", oneof), ("name", @case.ToString()), ("number", $"{@case:D}"));
}
