namespace Firesteel.Core.Rpc;

/// <summary>Tells by its first bytes who dialled here by mistake, and what they should have done.</summary>
static class StrangeProtocol
{
    /// <summary>A sentence to follow "another protocol"; empty where nothing is known of it.</summary>
    public static string Advice(ReadOnlySpan<byte> first)
    {
        // Spark's messages begin with eight bytes of length, of which the first five are always 0.
        if (first.IndexOfAnyExcept((byte)0) < 0)
            return ", as an Apache Spark driver, worker or executor would: it has to be started from this installation (bin/spark-submit, sbin/start-worker.sh, or SPARK_HOME set to it for PySpark)";
        if (first.StartsWith("GET "u8) || first.StartsWith("POST"u8) || first.StartsWith("HEAD"u8) || first.StartsWith("PUT "u8) || first.StartsWith("OPTIO"u8) || first.StartsWith("HTTP"u8))
            return " (HTTP): the pages are on a port of their own, 8080 for a Master and 8081 for a Worker unless set otherwise";
        if (first[0] == 0x16 && first[1] == 0x03) return " (TLS): connections between processes are not encrypted yet, so spark.ssl settings must be off on both sides";
        if (first.StartsWith("PRI *"u8)) return " (HTTP/2 or gRPC): a Spark Connect client asks a Connect server, port 15002 unless set otherwise";
        if (first.StartsWith("SSH-"u8)) return " (SSH)";
        return "";
    }
}
