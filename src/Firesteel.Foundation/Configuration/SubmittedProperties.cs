namespace Firesteel.Foundation.Configuration;

/// <summary>Properties that the launcher of this process was given; every new <see cref="SparkConf"/> starts from them.</summary>
static class SubmittedProperties
{
    private static volatile IReadOnlyDictionary<string, string> _current = new Dictionary<string, string>();

    public static IReadOnlyDictionary<string, string> Current => _current;

    /// <summary>Replaces the properties; programs started afterwards see the new ones.</summary>
    public static void Install(IReadOnlyDictionary<string, string> properties) => _current = new Dictionary<string, string>(properties);
}
