namespace Firesteel.Testing;

/// <summary>What <c>python_sink.py</c> says, on Apache Spark 4.3 too.</summary>
static class PythonSink
{
    public static readonly string[] Says =
    [
        "['0: Row(id=0, s=Row(x=[0]))', '1: Row(id=2, s=Row(x=[2]))', 'commit [(0, 2), (1, 3)]', 'writer first struct<id:bigint,s:struct<x:array<bigint>>> True']",
        "['commit 100000']",
        "PythonException ['abort [None, None]']",
        "PythonException ['abort [None, None]']",
        "PYTHON_DATA_SOURCE_ERROR ['abort [2, 3]', 'commit [(0, 2), (1, 3)]']",
        "UNSUPPORTED_DATA_SOURCE_SAVE_MODE",
        "PYTHON_DATA_SOURCE_ERROR",
        "IllegalArgumentException",
    ];
}
