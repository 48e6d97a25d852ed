using System.Reflection;

namespace Firesteel.Core.Serialization;

/// <summary>Functions: a method by its name and signature, and what it is called on.</summary>
sealed class DelegateCodec(Type type) : Codec<Delegate>
{
    public override bool IsReference => true;

    public override void Write(ObjectOutput output, Delegate value) => output.Closures.Write(value);

    public override Delegate Read(ObjectInput input)
    {
        var place = input.Reserve();
        return ClosureReader.Read(input, type, place);
    }
}
