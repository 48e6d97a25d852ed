using Firesteel.Catalyst.Plans.Scripting;
using Firesteel.Foundation.Configuration;
using Firesteel.Sql.Scripting;
using Firesteel.Sql.Sessions;

namespace Firesteel.Sql.Commands;

/// <summary>BEGIN … END.</summary>
static class ScriptCommand
{
    public static void Register() => CommandExecutor.Register<SqlScript>(Run);

    private static QueryResult Run(SqlScript script, SessionState session, QueryRunner runner)
    {
        if (!session.Settings.Get(LanguageConfig.ScriptingEnabled)) throw new SqlScriptingException(1, "UNSUPPORTED_FEATURE.SQL_SCRIPTING", new Dictionary<string, string> { ["sqlScriptingEnabled"] = LanguageConfig.ScriptingEnabled.Key });
        if (runner.Parameters.HasUnnamed) throw new SqlScriptingException(null, "UNSUPPORTED_FEATURE.SQL_SCRIPTING_WITH_POSITIONAL_PARAMETERS");
        return ScriptInterpreter.Run(script, runner);
    }
}
