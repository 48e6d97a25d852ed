using Firesteel.Types;

namespace Firesteel.Core.Serialization;

/// <summary>Data types in the form that schemas have in files, so that those with one instance only stay that.</summary>
sealed class DataTypeCodec : Codec<DataType>
{
    public override void Write(ObjectOutput output, DataType value) => output.WriteText(SchemaJson.Write(value));
    public override DataType Read(ObjectInput input) => SchemaJson.Parse(input.ReadText() ?? throw ObjectInput.Damaged());
}
