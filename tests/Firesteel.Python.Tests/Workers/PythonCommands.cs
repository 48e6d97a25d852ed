namespace Firesteel.Python.Tests.Workers;

/// <summary>Functions as PySpark pickles them for its workers, made by one run of Python.</summary>
public sealed class PythonCommands
{
    private const string Program = """
        import base64
        from pyspark.serializers import AutoBatchedSerializer, BatchedSerializer, CPickleSerializer
        from pyspark.cloudpickle import dumps
        from pyspark.accumulators import INT_ACCUMULATOR_PARAM
        from pyspark import TaskContext
        from pyspark.core.broadcast import Broadcast

        def add_one(split, it): return (x + 1 for x in it)
        def raises(split, it):
            for x in it: raise ValueError('no such number')
        def leaves(split, it):
            import os; os._exit(3)
        def exits(split, it):
            import sys; sys.exit(3)
        def sleeps(split, it):
            import time; time.sleep(1000); yield 1
        def first(split, it): yield next(iter(it))
        def many(split, it): return iter(range(10_000_000))
        def faults(split, it):
            import ctypes; ctypes.string_at(0)
        def place(split, it):
            list(it)
            yield split
        def pid(split, it):
            import os
            list(it)
            yield os.getpid()
        def connection(split, it):
            import os, socket
            list(it)
            handle = next(int(f) for f in os.listdir('/proc/self/fd') if 'socket:' in os.path.realpath('/proc/self/fd/' + f))
            s = socket.socket(fileno=os.dup(handle))
            yield s.family.name + (' %d' % bool(s.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)) if s.family == socket.AF_INET else '') + ' memory' * ('memfd:pyspark-worker' in open('/proc/self/maps').read())
        def set_aside(split, it):
            import gc
            list(it)
            gc.collect()
            yield gc.get_freeze_count()
        def context(split, it):
            list(it)
            c = TaskContext.get()
            yield '%s %s %s %s' % (c.partitionId(), c.stageId() >= 0, c.attemptNumber(), c.getLocalProperty('spark.job.description'))
        def shared(split, it):
            from pyspark.core.broadcast import _broadcastRegistry
            list(it)
            yield sorted(_broadcastRegistry) + [b.value for b in _broadcastRegistry.values()]
        def counts(split, it):
            from pyspark.accumulators import _deserialize_accumulator
            a = _deserialize_accumulator(7, 0, INT_ACCUMULATOR_PARAM)
            for x in it: a.add(x)
            return iter([])
        for f in (add_one, raises, leaves, exits, sleeps, first, many, faults, place, pid, connection, set_aside, context, shared, counts):
            command = (f, None, BatchedSerializer(CPickleSerializer(), 10), AutoBatchedSerializer(CPickleSerializer()))
            print(f.__name__, base64.b64encode(dumps(command)).decode())
        """;

    private readonly Lazy<Dictionary<string, byte[]>> _commands = new(() => PythonInterpreter.Run(Program).Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(' ')).ToDictionary(p => p[0], p => Convert.FromBase64String(p[1])));

    public byte[] this[string name] => _commands.Value[name];
}
