using System.Collections.Frozen;

namespace Firesteel.Formats.Pickle;

/// <summary>The functions and classes that a pickle may name; any other is refused.</summary>
enum PickleGlobal
{
    CreateRow, Row, RowInboundConverter, ParseSchema, Decimal, Date, Time, DateTime, TimeDelta, TimeZone, Bytes, ByteArray, CodecsEncode, Set, FrozenSet, List, Tuple, Dict, Int, Float, Bool, Text,
    Array, ArrayReconstructor, OrderedDict, DefaultDict, NumpyScalar, NumpyType, NumpyArray, NumpyReconstruct, NumpyFromBuffer, Reconstructor, Object,
}

/// <summary>Finds globals by module and name.</summary>
static class PickleGlobals
{
    private static readonly FrozenDictionary<string, PickleGlobal> Known = new Dictionary<string, PickleGlobal>
    {
        ["pyspark.sql.types _create_row"] = PickleGlobal.CreateRow,
        ["pyspark.sql.types Row"] = PickleGlobal.Row,
        ["pyspark.sql.types _create_row_inbound_converter"] = PickleGlobal.RowInboundConverter,
        ["pyspark.sql.types _parse_datatype_json_string"] = PickleGlobal.ParseSchema,
        ["decimal Decimal"] = PickleGlobal.Decimal,
        ["_pydecimal Decimal"] = PickleGlobal.Decimal,
        ["datetime date"] = PickleGlobal.Date,
        ["datetime time"] = PickleGlobal.Time,
        ["datetime datetime"] = PickleGlobal.DateTime,
        ["datetime timedelta"] = PickleGlobal.TimeDelta,
        ["datetime timezone"] = PickleGlobal.TimeZone,
        ["_codecs encode"] = PickleGlobal.CodecsEncode,
        ["array array"] = PickleGlobal.Array,
        ["array _array_reconstructor"] = PickleGlobal.ArrayReconstructor,
        ["copyreg _reconstructor"] = PickleGlobal.Reconstructor,
        ["copy_reg _reconstructor"] = PickleGlobal.Reconstructor,
        ["collections OrderedDict"] = PickleGlobal.OrderedDict,
        ["collections defaultdict"] = PickleGlobal.DefaultDict,
        ["numpy dtype"] = PickleGlobal.NumpyType,
        ["numpy ndarray"] = PickleGlobal.NumpyArray,
        ["numpy.core.multiarray scalar"] = PickleGlobal.NumpyScalar,
        ["numpy._core.multiarray scalar"] = PickleGlobal.NumpyScalar,
        ["numpy.core.multiarray _reconstruct"] = PickleGlobal.NumpyReconstruct,
        ["numpy._core.multiarray _reconstruct"] = PickleGlobal.NumpyReconstruct,
        ["numpy.core.numeric _frombuffer"] = PickleGlobal.NumpyFromBuffer,
        ["numpy._core.numeric _frombuffer"] = PickleGlobal.NumpyFromBuffer,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, PickleGlobal> Builtins = new Dictionary<string, PickleGlobal>
    {
        ["bytes"] = PickleGlobal.Bytes,
        ["bytearray"] = PickleGlobal.ByteArray,
        ["set"] = PickleGlobal.Set,
        ["frozenset"] = PickleGlobal.FrozenSet,
        ["list"] = PickleGlobal.List,
        ["tuple"] = PickleGlobal.Tuple,
        ["dict"] = PickleGlobal.Dict,
        ["int"] = PickleGlobal.Int,
        ["float"] = PickleGlobal.Float,
        ["bool"] = PickleGlobal.Bool,
        ["object"] = PickleGlobal.Object,
        ["str"] = PickleGlobal.Text,
    }.ToFrozenDictionary();

    public static PickleValue Find(string module, string name)
    {
        if (module is "builtins" or "__builtin__" ? Builtins.TryGetValue(name, out var global) : Known.TryGetValue($"{module} {name}", out global))
            return PickleValue.Number(PickleKind.Global, (long)global);
        throw new PickleException($"The pickle asks for {Printable(module)}.{Printable(name)}, which is no plain value: where Python's functions answer to others, they give Python's own numbers, texts, lists or dicts.");
    }

    private static string Printable(string name) => string.Concat((name.Length > 100 ? name[..100] : name).Select(c => char.IsControl(c) ? '?' : c));
}
