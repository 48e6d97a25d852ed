namespace Firesteel;

/// <summary>Where the items of a persisted RDD or DataFrame are kept: in memory as objects or as bytes, on disk, on how many executors.</summary>
public sealed record StorageLevel(bool UseDisk, bool UseMemory, bool UseOffHeap, bool Deserialized, int Replication = 1)
{
    public static readonly StorageLevel None = new(false, false, false, false);
    public static readonly StorageLevel DiskOnly = new(true, false, false, false);
    public static readonly StorageLevel DiskOnly2 = new(true, false, false, false, 2);
    public static readonly StorageLevel DiskOnly3 = new(true, false, false, false, 3);
    public static readonly StorageLevel MemoryOnly = new(false, true, false, true);
    public static readonly StorageLevel MemoryOnly2 = new(false, true, false, true, 2);
    public static readonly StorageLevel MemoryOnlySer = new(false, true, false, false);
    public static readonly StorageLevel MemoryOnlySer2 = new(false, true, false, false, 2);
    public static readonly StorageLevel MemoryAndDisk = new(true, true, false, true);
    public static readonly StorageLevel MemoryAndDisk2 = new(true, true, false, true, 2);
    public static readonly StorageLevel MemoryAndDiskSer = new(true, true, false, false);
    public static readonly StorageLevel MemoryAndDiskSer2 = new(true, true, false, false, 2);
    public static readonly StorageLevel OffHeap = new(true, true, true, false);

    /// <summary>The level of a name such as <c>MEMORY_AND_DISK_2</c>; null for a name of none.</summary>
    public static StorageLevel? Find(string name) => name.ToUpperInvariant() switch
    {
        "NONE" => None,
        "DISK_ONLY" => DiskOnly,
        "DISK_ONLY_2" => DiskOnly2,
        "DISK_ONLY_3" => DiskOnly3,
        "MEMORY_ONLY" => MemoryOnly,
        "MEMORY_ONLY_2" => MemoryOnly2,
        "MEMORY_ONLY_SER" => MemoryOnlySer,
        "MEMORY_ONLY_SER_2" => MemoryOnlySer2,
        "MEMORY_AND_DISK" => MemoryAndDisk,
        "MEMORY_AND_DISK_2" => MemoryAndDisk2,
        "MEMORY_AND_DISK_SER" => MemoryAndDiskSer,
        "MEMORY_AND_DISK_SER_2" => MemoryAndDiskSer2,
        "OFF_HEAP" => OffHeap,
        _ => null,
    };

    /// <summary>Whether anything is kept at all.</summary>
    public bool IsValid => (UseMemory || UseDisk) && Replication > 0;

    /// <summary>The level as Spark's pages and <c>toDebugString</c> describe it.</summary>
    public string Description
    {
        get
        {
            var where = new List<string>(2);
            if (UseDisk) where.Add("Disk");
            if (UseMemory) where.Add(UseOffHeap ? "Memory (off heap)" : "Memory");
            return $"{string.Join(" ", where)} {(Deserialized ? "Deserialized" : "Serialized")} {Replication}x Replicated".TrimStart();
        }
    }

    public override string ToString() =>
        $"StorageLevel({(IsValid ? string.Concat(UseDisk ? "disk, " : "", UseMemory ? "memory, " : "", UseOffHeap ? "offheap, " : "", Deserialized ? "deserialized, " : "", $"{Replication} replicas") : "1 replicas")})";
}
