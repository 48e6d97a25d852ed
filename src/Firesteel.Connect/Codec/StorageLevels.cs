namespace Firesteel.Connect.Codec;

/// <summary>Storage levels as messages.</summary>
static class StorageLevels
{
    public static Messages.StorageLevel Encode(StorageLevel level) => new()
    {
        UseDisk = level.UseDisk,
        UseMemory = level.UseMemory,
        UseOffHeap = level.UseOffHeap,
        Deserialized = level.Deserialized,
        Replication = level.Replication,
    };

    public static StorageLevel Decode(Messages.StorageLevel level) => new(level.UseDisk, level.UseMemory, level.UseOffHeap, level.Deserialized, level.Replication);
}
