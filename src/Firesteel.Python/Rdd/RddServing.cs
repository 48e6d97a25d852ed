using Firesteel.Python.Gateway.Protocol;
using Firesteel.Python.Workers;
using Firesteel.Sql.Execution.Python;

namespace Firesteel.Python.Rdd;

/// <summary>Hands the items of RDDs to the Python driver over sockets of their own.</summary>
static class RddServing
{
    /// <summary>Runs the job, then serves all items.</summary>
    public static object?[] Collect(RDD rdd, int[]? partitions = null, string action = "collect") => AnyRdd.Visit(rdd, new Collecting(partitions, action));

    /// <summary>Serves partition after partition as Python asks for them.</summary>
    /// <param name="prefetch">Whether the next partition is computed while Python reads one.</param>
    public static object?[] LocalIterator(RDD rdd, bool prefetch) => AnyRdd.Visit(rdd, new Iterating(prefetch));

    private sealed class Collecting(int[]? partitions, string action) : IRddVisitor<object?[]>
    {
        public object?[] Visit<T>(RDD<T> rdd)
        {
            var parts = rdd.SparkContext.RunJob(rdd, (_, items) => items.ToArray(), action, partitions);
            return DataServer.Start(stream =>
            {
                foreach (var part in parts) Write(part, stream);
            });
        }
    }

    private sealed class Iterating(bool prefetch) : IRddVisitor<object?[]>
    {
        public object?[] Visit<T>(RDD<T> rdd)
        {
            var properties = rdd.SparkContext.Properties.Values.ToList();
            return DataServer.Start(stream =>
            {
                // The jobs are the caller's: they carry the properties of its thread.
                foreach (var (key, value) in properties) rdd.SparkContext.SetLocalProperty(key, value);
                Serve(rdd, stream);
            });
        }

        private void Serve<T>(RDD<T> rdd, Stream stream)
        {
            var (count, writer) = (rdd.GetNumPartitions(), new PythonWriter(stream));
            Task<T[]>? ahead = null;
            for (var next = 0; ReadInt(stream) != 0; next++)
            {
                if (next == count)
                {
                    writer.WriteInt(0);
                    stream.Flush();
                    return;
                }
                T[] items;
                try
                {
                    items = ahead is null ? Part(rdd, next) : ahead.GetAwaiter().GetResult();
                }
                catch
                {
                    writer.WriteInt(SpecialLength.EndOfDataSection);
                    stream.Flush();
                    throw;
                }
                var following = next + 1;
                ahead = prefetch && following < count ? Task.Run(() => Part(rdd, following)) : null;
                writer.WriteInt(1);
                Write(items, stream);
                writer.WriteInt(SpecialLength.EndOfDataSection);
                stream.Flush();
            }
        }

        private static T[] Part<T>(RDD<T> rdd, int partition) => rdd.SparkContext.RunJob(rdd, (_, items) => items.ToArray(), "toLocalIterator", [partition])[0];

        private static int ReadInt(Stream stream)
        {
            Span<byte> bytes = stackalloc byte[4];
            return stream.ReadAtLeast(bytes, 4, throwOnEndOfStream: false) < 4 ? 0 : System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes);
        }
    }

    private static void Write<T>(T[] items, Stream stream)
    {
        var writer = new PythonWriter(stream);
        foreach (var item in items) ItemWriter<T>.Instance.Write(writer, item);
    }
}
