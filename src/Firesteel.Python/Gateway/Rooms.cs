using Firesteel.Python.Gateway.Binding;
using Firesteel.Python.Gateway.Core;
using Firesteel.Python.Gateway.Errors;
using Firesteel.Python.Gateway.Java;
using Firesteel.Python.Gateway.Sql;
using Firesteel.Python.Rdd;
using Firesteel.Python.Udf;

namespace Firesteel.Python.Gateway;

/// <summary>All that is registered in the table of classes: a line for each topic.</summary>
static class Rooms
{
    private static readonly Action<ClassTable>[] All =
    [
        JavaCollections.Register,
        ScalaCollections.Register,
        ScalaConversions.Register,
        SystemRoom.Register,
        RuntimeRoom.Register,
        JavaToolsRoom.Register,
        LoggingRoom.Register,
        StreamRoom.Register,
        ErrorRoom.Register,
        ConfRoom.Register,
        ContextRoom.Register,
        ExecutorsRoom.Register,
        ListenerRoom.Register,
        HadoopRoom.Register,
        SessionRoom.Register,
        ConnectRoom.Register,
        DatasetRoom.Register,
        CombiningRoom.Register,
        ResultRoom.Register,
        PlanRoom.Register,
        RowRoom.Register,
        ColumnRoom.Register,
        FunctionRoom.Register,
        SqlRoom.Register,
        ReaderRoom.Register,
        WriterRoom.Register,
        MergeRoom.Register,
        CatalogRoom.Register,
        SessionCatalogRoom.Register,
        TableFunctionRoom.Register,
        UdfRoom.Register,
        ObservationRoom.Register,
        StorageRoom.Register,
        RddRoom.Register,
        PythonRoom.Register,
        PythonDataRoom.Register,
        RefusedClasses.Register,
    ];

    private static readonly Lazy<ClassTable> Filled = new(Fill);

    public static ClassTable Table => Filled.Value;

    private static ClassTable Fill()
    {
        var table = new ClassTable();
        foreach (var register in All) register(table);
        return table;
    }
}
