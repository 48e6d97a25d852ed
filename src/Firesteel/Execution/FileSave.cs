using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Configuration;
using Firesteel.Foundation.FileSystems;
using Firesteel.Sql.DataSources;
using Firesteel.Sql.DataSources.Writing;
using Firesteel.Sql.Sessions;

namespace Firesteel.Execution;

/// <summary>Writes the rows of a DataFrame under a path.</summary>
static class FileSave
{
    public static void Run(DataFrame frame, string source, string path, ValueMap options, ValueList<string> partitionBy, Firesteel.SaveMode mode)
    {
        var session = frame.SparkSession;
        var (state, context) = (session.State, session.SparkContext);
        context.RequireRunning();
        // A source that is known by name is a format of files.
        state.Engine.Providers.Get(source);
        var format = FileFormats.Find(source) ?? throw Firesteel.Sql.DataSources.DataSourceErrors.NotFound(source);
        var spec = new FileWriteSpec(FileSystemRegistry.Qualify(path), format, new(options.Where(o => !o.Key.Equals("path", StringComparison.OrdinalIgnoreCase)), ignoreCase: true), partitionBy, ModeOf(mode), state.Settings)
        {
            DynamicOverwrite = (options.Get("partitionOverwriteMode") is { } text ? text.Equals("dynamic", StringComparison.OrdinalIgnoreCase) : state.Settings.PartitionOverwriteMode == PartitionOverwriteMode.Dynamic) && partitionBy.Count > 0,
        };
        new QueryRunner(state, context.CallSite("save", null), context.Properties, CancellationToken.None).Write(frame.Plan, spec);
    }

    private static Firesteel.Sql.DataSources.Writing.SaveMode ModeOf(Firesteel.SaveMode mode) => mode switch
    {
        Firesteel.SaveMode.Append => Firesteel.Sql.DataSources.Writing.SaveMode.Append,
        Firesteel.SaveMode.Overwrite => Firesteel.Sql.DataSources.Writing.SaveMode.Overwrite,
        Firesteel.SaveMode.Ignore => Firesteel.Sql.DataSources.Writing.SaveMode.Ignore,
        _ => Firesteel.Sql.DataSources.Writing.SaveMode.ErrorIfExists,
    };
}
