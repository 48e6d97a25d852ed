namespace Firesteel.Foundation.Configuration;

/// <summary>The errors that configuration raises.</summary>
static class ConfigErrors
{
    private const string DocRoot = "https://spark.apache.org/docs/latest";

    public static SparkException TypeMismatch(string key, string value, string type) =>
        new("INVALID_CONF_VALUE.TYPE_MISMATCH", new Dictionary<string, string> { ["confName"] = key, ["confValue"] = value, ["confType"] = type });

    public static SparkException OutOfOptions(string key, string value, IEnumerable<string> options) =>
        new("INVALID_CONF_VALUE.OUT_OF_RANGE_OF_OPTIONS", new Dictionary<string, string> { ["confName"] = key, ["confValue"] = value, ["confOptions"] = string.Join(", ", options) });

    public static SparkException Requirement(string key, string value, string requirement) =>
        new("INVALID_CONF_VALUE.REQUIREMENT", new Dictionary<string, string> { ["confName"] = key, ["confValue"] = value, ["confRequirement"] = requirement });

    public static SparkException TimeZone(string key, string value) =>
        new("INVALID_CONF_VALUE.TIME_ZONE", new Dictionary<string, string> { ["confName"] = key, ["confValue"] = value });

    /// <summary>A session may not change a static SQL key.</summary>
    public static AnalysisException StaticConfig(string key) =>
        new("CANNOT_MODIFY_STATIC_CONFIG", new Dictionary<string, string> { ["key"] = $"\"{key}\"" });

    /// <summary>A session may not change a key of the application.</summary>
    public static AnalysisException ApplicationConfig(string key) =>
        new("CANNOT_MODIFY_CONFIG", new Dictionary<string, string> { ["key"] = $"\"{key}\"", ["docroot"] = DocRoot });

    public static SparkException NotFound(string key) =>
        new("SQL_CONF_NOT_FOUND", new Dictionary<string, string> { ["sqlConf"] = $"\"{key}\"" });
}
