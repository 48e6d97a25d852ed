namespace Firesteel.Catalyst.Expressions.Python;

/// <summary>How a Python function is called and fed: the numbers that PySpark's worker knows the kinds by.</summary>
enum PythonEvalType
{
    NonUdf = 0,
    Batched = 100,
    ArrowBatched = 101,
    ScalarPandas = 200,
    GroupedMapPandas = 201,
    GroupedAggPandas = 202,
    WindowAggPandas = 203,
    ScalarPandasIter = 204,
    MapPandasIter = 205,
    CogroupedMapPandas = 206,
    MapArrowIter = 207,
    GroupedMapPandasWithState = 208,
    GroupedMapArrow = 209,
    CogroupedMapArrow = 210,
    GroupedMapArrowIter = 215,
    GroupedMapPandasIter = 216,
    GroupedAggPandasIter = 217,
    ScalarArrow = 250,
    ScalarArrowIter = 251,
    GroupedAggArrow = 252,
    WindowAggArrow = 253,
    GroupedAggArrowIter = 254,
    Table = 300,
    ArrowTable = 301,
    ArrowUdtf = 302,
}

/// <summary>Facts about the kinds.</summary>
static class PythonEvalTypes
{
    /// <summary>Kinds that give a value for each row.</summary>
    public static bool IsScalar(this PythonEvalType type) => type is PythonEvalType.Batched or PythonEvalType.ArrowBatched
        or PythonEvalType.ScalarPandas or PythonEvalType.ScalarPandasIter or PythonEvalType.ScalarArrow or PythonEvalType.ScalarArrowIter;

    /// <summary>Kinds whose function reads an iterator: one function a run of the worker.</summary>
    public static bool IsIterator(this PythonEvalType type) => type is PythonEvalType.ScalarPandasIter or PythonEvalType.ScalarArrowIter;

    /// <summary>Kinds that give a value for many rows.</summary>
    public static bool IsAggregate(this PythonEvalType type) => type is PythonEvalType.GroupedAggPandas or PythonEvalType.GroupedAggArrow
        or PythonEvalType.GroupedAggPandasIter or PythonEvalType.GroupedAggArrowIter;
}
