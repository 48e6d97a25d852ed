using Firesteel.Catalyst.Functions;

namespace Firesteel.Catalyst.Optimizer;

/// <summary>A session for functions that rules put in themselves and that depend on no setting.</summary>
sealed class DefaultBinding : IBindingSession
{
    public static readonly DefaultBinding Instance = new();
    public bool Ansi => true;
    public string TimeZone => "UTC";
    public string Conf(string key) => "";
    public string CurrentCatalog => "spark_catalog";
    public string CurrentDatabase => "default";
    public string CurrentUser => "";
    public long QueryTimeMicros => 0;
}
