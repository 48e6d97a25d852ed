using Firesteel.Catalyst.Plans;
using Firesteel.Columnar.Memory;
using Firesteel.Core.Scheduler;
using Firesteel.Sql.Commands;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.DataSources;
using Firesteel.Sql.DataSources.Writing;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Sql.Tests.DataSources;

/// <summary>A session over a folder of its own, in time zone UTC.</summary>
sealed class FileSession : IDisposable
{
    private readonly DriverRuntime _runtime = DriverRuntime.Local(2);

    public FileSession()
    {
        Folder = Directory.CreateTempSubdirectory("firesteel-files-").FullName;
        var conf = new SparkConf(false).Set("spark.sql.session.timeZone", "UTC").Set("spark.sql.shuffle.partitions", "3").Set("spark.sql.warehouse.dir", Folder + "/warehouse");
        State = new SessionState(new EngineContext(conf, _runtime, new MemoryManager(1L << 30)));
        Runner = new QueryRunner(State);
    }

    public string Folder { get; }
    public SessionState State { get; }
    public QueryRunner Runner { get; }

    public void Dispose()
    {
        State.Engine.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    public static ValueMap Options(params (string Key, string Value)[] options) => new(options.Select(o => KeyValuePair.Create(o.Key, o.Value)), ignoreCase: true);

    public string Path(string name) => $"{Folder}/{name}";

    public FileWriteSpec Spec(string format, string name, SaveMode mode, params (string Key, string Value)[] options)
        => new(Path(name), FileFormats.Find(format)!, Options(options), [], mode, State.Settings);

    public FileWriteResult Write(string sql, FileWriteSpec spec) => Runner.Write(Runner.Analyze(State.Parse(sql)), spec);

    /// <summary>Makes files a view.</summary>
    public FileTable View(string view, string format, string path, StructType? schema = null, params (string Key, string Value)[] options)
    {
        var table = FileTableProvider.OpenPaths(format, [path], Options(options), schema, State.Settings);
        State.CreateTemporaryView(view, table);
        return table;
    }

    /// <summary>The rows of a query as the SQL shell prints them.</summary>
    public List<string> Rows(string sql)
    {
        var plan = Runner.Analyze(State.Parse(sql));
        using var result = Runner.RunAnalyzed(plan);
        return [.. ShellText.Rows(plan, result, State.TimeZone)];
    }

    /// <summary>The files under a folder, with the parts of their names that change from run to run left out.</summary>
    public List<string> Files(string name)
        => [.. Directory.EnumerateFiles(Path(name), "*", SearchOption.AllDirectories).Select(f => System.Text.RegularExpressions.Regex.Replace(f[(Path(name).Length + 1)..], "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID")).Order(StringComparer.Ordinal)];
}
