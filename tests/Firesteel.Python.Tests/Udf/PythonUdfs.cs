using Firesteel.Catalyst.Expressions.Python;
using Firesteel.Python.Tests.Workers;
using Firesteel.Types;

namespace Firesteel.Python.Tests.Udf;

/// <summary>A session with Python functions by name, pickled by one run of Python.</summary>
public sealed class PythonUdfs : IDisposable
{
    private const string Program = """
        import base64, sys
        import pandas as pd
        from pyspark.cloudpickle import dumps
        from pyspark.sql.types import *
        from pyspark.sql.types import _parse_datatype_json_string as parse

        def plus(x): return None if x is None else x + 1
        def same(x): return x
        def pair(x, y=None): return '%s/%s' % (x, y)
        def raises(x): raise ValueError('no such number: %s' % x)
        def leaves(x):
            import os; os._exit(3)
        def doubled(s): return s * 2
        def mean(s): return float(s.mean())
        def grown(parts):
            for p in parts: yield p.assign(v=p.v + 0.5)
        def counted(key, p): return pd.DataFrame({'k': [int(key[0])], 'n': [len(p)]})
        def sides(l, r): return pd.DataFrame({'l': [len(l)], 'r': [len(r)]})
        class Times:
            def eval(self, n, text='x'):
                for i in range(n): yield i, text
        class Total:
            def __init__(self): self.n, self.sum = 0, 0
            def eval(self, row): self.n, self.sum = self.n + 1, self.sum + row['v']
            def terminate(self): yield self.n, float(self.sum)
        types = {'plus': 'long', 'pair': 'string', 'raises': 'long', 'leaves': 'long', 'doubled': 'long', 'mean': 'double'}
        for f in (plus, pair, raises, leaves, doubled, mean):
            print(f.__name__, base64.b64encode(dumps((f, parse('"' + types[f.__name__] + '"')))).decode())
        print('grown', base64.b64encode(dumps((grown, StructType().add('k', 'long').add('v', 'double')))).decode())
        print('counted', base64.b64encode(dumps((counted, StructType().add('k', 'long').add('n', 'long')))).decode())
        print('sides', base64.b64encode(dumps((sides, StructType().add('l', 'long').add('r', 'long')))).decode())
        print('Times', base64.b64encode(dumps(Times)).decode())
        print('Total', base64.b64encode(dumps(Total)).decode())
        for t in sys.argv[1:] or TYPES:
            print('same:' + t.replace(' ', ''), base64.b64encode(dumps((same, parse(t)))).decode())
        """;

    /// <summary>Types that go to Python and come back, as JSON.</summary>
    public static readonly string[] Types =
    [
        "\"boolean\"", "\"byte\"", "\"short\"", "\"integer\"", "\"long\"", "\"float\"", "\"double\"", "\"string\"", "\"binary\"", "\"date\"", "\"timestamp\"", "\"timestamp_ntz\"",
        "\"decimal(10,2)\"", "\"decimal(38,10)\"", "\"interval day to second\"",
        """{"type":"array","elementType":"integer","containsNull":true}""",
        """{"type":"map","keyType":"string","valueType":"double","valueContainsNull":true}""",
        """{"type":"struct","fields":[{"name":"a","type":"date","nullable":true,"metadata":{}},{"name":"b","type":{"type":"array","elementType":"string","containsNull":true},"nullable":true,"metadata":{}}]}""",
    ];

    private readonly Lazy<Dictionary<string, byte[]>> _commands = new(() => PythonInterpreter.Run($"TYPES = [{string.Join(", ", Types.Select(t => $"'{t}'"))}]\n{Program}")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).ToDictionary(p => p[0], p => Convert.FromBase64String(p[1])));

    private SparkSession? _session;

    public SparkSession Session => _session ??= NewSession();

    internal PythonFunction Function(string name) => new(_commands.Value[name], PythonInterpreter.Version);

    /// <summary>Registers a function under a name of SQL.</summary>
    internal void Register(string sqlName, string function, PythonEvalType kind, DataType type, bool isDeterministic = true)
        => Session.State.Functions.Register(PythonFunctions.Define(sqlName, Function(function), type, kind, isDeterministic));

    public void Dispose() => _session?.Stop();

    private static SparkSession NewSession()
    {
        var python = PythonInterpreter.Require();
        return SparkSession.Builder().Master("local[2]").AppName("udf tests").Config("spark.pyspark.python", python).Config("spark.ui.enabled", "false").Config("spark.sql.shuffle.partitions", "2").GetOrCreate();
    }
}
