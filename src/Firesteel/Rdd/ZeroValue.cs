using Firesteel.Core.Serialization;

namespace Firesteel;

/// <summary>A value that many keys begin with: each gets a copy of its own, so that what changes it changes no other's.</summary>
sealed class ZeroValue<T>(T value)
{
    [NonSerialized] private byte[]? _bytes;

    public T Fresh()
    {
        if (value is null or string || !System.Runtime.CompilerServices.RuntimeHelpers.IsReferenceOrContainsReferences<T>()) return value;
        if (_bytes is null)
        {
            var output = new ObjectOutput();
            Codec<T>.Declared.Write(output, value);
            _bytes = output.ToArray();
        }
        return Codec<T>.Declared.Read(new ObjectInput(_bytes));
    }
}
