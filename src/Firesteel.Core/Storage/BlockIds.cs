namespace Firesteel.Core.Storage;

/// <summary>Name of a block of data; the text form is Spark's, and the name of the file that holds it.</summary>
abstract record BlockId
{
    public abstract string Name { get; }

    public sealed override string ToString() => Name;
}

sealed record RddBlockId(int RddId, int Partition) : BlockId
{
    public override string Name => $"rdd_{RddId}_{Partition}";
}

sealed record ShuffleBlockId(int ShuffleId, long MapId, int ReduceId) : BlockId
{
    public override string Name => $"shuffle_{ShuffleId}_{MapId}_{ReduceId}";
}

sealed record BroadcastBlockId(long BroadcastId, string Field = "") : BlockId
{
    public override string Name => Field.Length == 0 ? $"broadcast_{BroadcastId}" : $"broadcast_{BroadcastId}_{Field}";
}

sealed record TaskResultBlockId(long TaskId) : BlockId
{
    public override string Name => $"taskresult_{TaskId}";
}

sealed record TempLocalBlockId(Guid Id) : BlockId
{
    public override string Name => $"temp_local_{Id}";
}
