using Firesteel.Python.Gateway.Binding;
using Firesteel.Python.Gateway.Protocol;

namespace Firesteel.Python.Gateway.Sql;

/// <summary>Actions of a Dataset, and what keeps its rows.</summary>
static class ResultRoom
{
    public static void Register(ClassTable table)
    {
        table.Class<DataFrame>("org.apache.spark.sql.classic.Dataset")
            .Get("count", f => f.Count())
            .Get("isEmpty", f => f.IsEmpty())
            .Call("showString", (f, a) => f.ShowString(a.Int(0), a.Int(1), a.Bool(2)))
            .Call("htmlString", (f, a) => HtmlTable.Draw(f, a.Int(0), a.Int(1)))
            .Get("collectToPython", f => RowStreams.Collect(f))
            .Call("tailToPython", (f, a) => RowStreams.Tail(f, a.Int(0)))
            .Call("toPythonIterator", (f, _) => RowStreams.Iterate(f))
            .Get("collectAsArrowToPython", RowStreams.CollectArrow)
            .Get("cache", f => f.Cache())
            .Call("persist", (f, _) => f.Cache())
            .Call("unpersist", (f, a) => f.Unpersist(a.Count > 0 && a.Bool(0)))
            .Call("checkpoint", (f, a) => f.Checkpoint(a.Count == 0 || a.Bool(0)))
            .Call("localCheckpoint", (f, a) => f.LocalCheckpoint(a.Count == 0 || a.Bool(0)));
        table.Class<DataServer>("org.apache.spark.security.SocketFuncServer").Get("getResult", s => s.GetResult());
    }
}
