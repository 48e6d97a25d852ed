using Firesteel.Catalyst.Parser;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Foundation.Configuration;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Sql.Commands;

/// <summary>SET and RESET of settings.</summary>
static class SettingCommands
{
    private static readonly StructType KeyAndValue = new(new StructField("key", StringType.Instance, false), new StructField("value", StringType.Instance, false));

    public static void Register()
    {
        CommandExecutor.Register<SetConfiguration>(Set);
        CommandExecutor.Register<ResetConfiguration>(Reset);
    }

    private static QueryResult Set(SetConfiguration set, SessionState session, QueryRunner runner)
    {
        if (set.Key == null) return CommandRows.Of(KeyAndValue, session.Settings.GetAll().Select(s => new object?[] { s.Key, Redaction.Value(s.Key, s.Value) }));
        if (set.Key == "-v") return Documented(session);
        if (set.Value == null) return CommandRows.Of(KeyAndValue, [[set.Key, session.Settings.Show(set.Key)]]);
        if (VariableNamed(set.Key, session) is { } name)
            throw Statements.Error("UNSUPPORTED_FEATURE.SET_VARIABLE_USING_SET", ("variableName", SqlIdentifier.Quote(name)));
        session.Settings.Set(set.Key, set.Value);
        return CommandRows.Of(KeyAndValue, [[set.Key, set.Value]]);
    }

    private static QueryResult Documented(SessionState session)
    {
        var schema = new StructType(new StructField("key", StringType.Instance, false), new StructField("value", StringType.Instance, false),
            new StructField("meaning", StringType.Instance, false), new StructField("Since version", StringType.Instance, false));
        var entries = ConfigRegistry.All.Where(e => e.Key.StartsWith("spark.sql.", StringComparison.Ordinal)).OrderBy(e => e.Key, StringComparer.Ordinal);
        return CommandRows.Of(schema, entries.Select(e => new object?[] { e.Key, session.Settings.Show(e.Key), e.Doc, e.Since }));
    }

    private static Foundation.Collections.ValueList<string>? VariableNamed(string key, SessionState session)
    {
        if (key.StartsWith("spark.", StringComparison.Ordinal) || key.StartsWith("hive.", StringComparison.Ordinal)) return null;
        try
        {
            var name = SqlParser.ParseMultipartIdentifier(key);
            return session.Catalog.Variables.Find(name) == null ? null : name;
        }
        catch (ParseException)
        {
            return null;
        }
    }

    private static QueryResult Reset(ResetConfiguration reset, SessionState session, QueryRunner runner)
    {
        if (reset.Key == null) session.Settings.Reset();
        else session.Settings.Unset(reset.Key);
        return CommandExecutor.Nothing;
    }
}
