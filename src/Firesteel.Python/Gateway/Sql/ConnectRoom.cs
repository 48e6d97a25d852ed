using Firesteel.Python.Gateway.Binding;

namespace Firesteel.Python.Gateway.Sql;

/// <summary>The Connect server inside the driver, which PySpark asks for its port where it did not choose one itself.</summary>
static class ConnectRoom
{
    public static void Register(ClassTable table)
        => table.Object("org.apache.spark.sql.connect.service.SparkConnectService").Static("localPort", _ => Port());

    private static int Port()
        => SparkSession.GetDefaultSession()?.SparkContext.ConnectUrl is { } url ? new Uri(url).Port : throw SparkException.WithoutCondition("No Spark Connect server runs in this driver.");
}
