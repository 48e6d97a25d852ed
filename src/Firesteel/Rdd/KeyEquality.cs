namespace Firesteel;

/// <summary>When two keys are the same: as their type says, byte arrays by what they hold.</summary>
static class KeyEquality<TKey>
{
    public static IEqualityComparer<TKey> Instance { get; } = typeof(TKey) == typeof(byte[]) ? (IEqualityComparer<TKey>)(object)new ByteArrayEquality() : EqualityComparer<TKey>.Default;

    private sealed class ByteArrayEquality : IEqualityComparer<byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x is null ? y is null : y is not null && x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] bytes)
        {
            var hash = new HashCode();
            hash.AddBytes(bytes);
            return hash.ToHashCode();
        }
    }
}
