using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Firesteel.Foundation.Logging;

namespace Firesteel.Core.Scheduler;

/// <summary>The pools of fair scheduling as an XML file declares them.</summary>
static class FairSchedulerFile
{
    public const string DefaultName = "fairscheduler.xml";

    private static readonly Logger Log = Logger.For("FairSchedulableBuilder");

    /// <summary>Pools of the file that is named, or of <c>fairscheduler.xml</c> in a folder; none where there is no file.</summary>
    /// <exception cref="SparkException">The file that is named is not there, or it is no such XML.</exception>
    public static IReadOnlyList<PoolOptions> Find(string? file, string? folder)
    {
        if (file is { Length: > 0 })
        {
            var path = file.StartsWith("file:", StringComparison.Ordinal) ? new Uri(file).LocalPath : file;
            if (!File.Exists(path)) throw SparkException.WithoutCondition($"The fair scheduler's file {file} (spark.scheduler.allocation.file) does not exist.");
            return Load(path);
        }
        var found = folder is null ? null : Path.Combine(folder, DefaultName);
        if (found is not null && File.Exists(found)) return Load(found);
        Log.Warn($"Fair Scheduler configuration file not found so jobs will be scheduled in FIFO order. To use fair scheduling, configure pools in {DefaultName} or set spark.scheduler.allocation.file to a file that contains the configuration.");
        return [];
    }

    public static IReadOnlyList<PoolOptions> Parse(string xml, string name)
    {
        XElement root;
        try { root = XDocument.Parse(xml).Root!; }
        catch (XmlException e) { throw SparkException.WithoutCondition($"The fair scheduler's file {name} is not well-formed: {e.Message}", e); }
        return [.. root.Elements("pool").Select(pool => Read(pool, name))];
    }

    private static IReadOnlyList<PoolOptions> Load(string path)
    {
        if (Log.IsEnabled(LogLevel.Info)) Log.Info($"Creating Fair Scheduler pools from {path}");
        return Parse(File.ReadAllText(path), path);
    }

    private static PoolOptions Read(XElement pool, string file)
    {
        var name = pool.Attribute("name")?.Value ?? throw SparkException.WithoutCondition($"A pool of the fair scheduler's file {file} has no name.");
        var mode = SchedulingMode.FIFO;
        if (Text(pool, "schedulingMode") is { Length: > 0 } text && (!Enum.TryParse(text.ToUpperInvariant(), out mode) || !Enum.IsDefined(mode)))
        {
            Log.Warn($"Unsupported schedulingMode: {text} found in Fair Scheduler configuration file: {file}, using the default schedulingMode: FIFO");
            mode = SchedulingMode.FIFO;
        }
        var options = new PoolOptions(name, mode, Number(pool, "weight", 1, name, file), Number(pool, "minShare", 0, name, file));
        if (Log.IsEnabled(LogLevel.Info)) Log.Info($"Created pool: {name}, schedulingMode: {mode}, minShare: {options.MinShare}, weight: {options.Weight}");
        return options;
    }

    private static int Number(XElement pool, string property, int otherwise, string name, string file)
    {
        if (Text(pool, property) is not { Length: > 0 } text) return otherwise;
        if (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) && value >= otherwise) return value;
        Log.Warn($"Error while loading fair scheduler configuration from {file}: {property} is blank or invalid: {text}, using the default {property}: {otherwise} for pool: {name}");
        return otherwise;
    }

    private static string? Text(XElement pool, string property) => pool.Element(property)?.Value.Trim();
}
