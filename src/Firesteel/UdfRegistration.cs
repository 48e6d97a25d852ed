namespace Firesteel;

/// <summary>Gives functions of the program names that SQL can call.</summary>
public sealed partial class UdfRegistration
{
    private readonly SparkSession _session;

    internal UdfRegistration(SparkSession session) => _session = session;
}
