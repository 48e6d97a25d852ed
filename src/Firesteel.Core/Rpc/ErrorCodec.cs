namespace Firesteel.Core.Rpc;

/// <summary>
/// Carries errors with a condition between processes, so that the caller of a job sees the very condition, parameters
/// and position; of other exceptions only their text travels.
/// </summary>
static class ErrorCodec
{
    private enum Kind : byte { None, Spark, Analysis, Parse, Runtime }

    public static void Write(BinaryWriter writer, Exception? exception)
    {
        if (exception is not SparkException { Condition.Length: > 0 } error)
        {
            writer.Write((byte)Kind.None);
            return;
        }
        writer.Write((byte)(error switch
        {
            ParseException => Kind.Parse,
            AnalysisException => Kind.Analysis,
            SparkRuntimeException => Kind.Runtime,
            _ => Kind.Spark,
        }));
        writer.Write(error.Condition);
        writer.Write7BitEncodedInt(error.Parameters.Count);
        foreach (var (name, value) in error.Parameters)
        {
            writer.Write(name);
            writer.Write(value);
        }
        writer.Write(error.Context is not null);
        if (error.Context is not { } context) return;
        writer.Write(context.SqlText);
        writer.Write(context.StartIndex);
        writer.Write(context.StopIndex);
        writer.Write(context.ObjectType);
        writer.Write(context.ObjectName);
    }

    public static Exception? Read(BinaryReader reader)
    {
        var kind = (Kind)reader.ReadByte();
        if (kind == Kind.None) return null;
        var condition = reader.ReadString();
        var parameters = new Dictionary<string, string>();
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--) parameters[reader.ReadString()] = reader.ReadString();
        var context = reader.ReadBoolean()
            ? new QueryContext(reader.ReadString(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadString(), reader.ReadString())
            : null;
        return kind switch
        {
            Kind.Parse => new ParseException(condition, parameters, context),
            Kind.Analysis => new AnalysisException(condition, parameters, context),
            Kind.Runtime => new SparkRuntimeException(condition, parameters, context),
            _ => new SparkException(condition, parameters, context),
        };
    }
}
