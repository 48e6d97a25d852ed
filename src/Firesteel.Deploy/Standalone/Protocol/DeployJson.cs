using System.Text.Json;
using System.Text.Json.Serialization;

namespace Firesteel.Deploy.Standalone.Protocol;

/// <summary>The form of messages on the wire and of the Master's memory on disk. Fields that are not known are passed over, those that are missing have their defaults.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DeployMessage))]
[JsonSerializable(typeof(Master.PersistedApplication))]
[JsonSerializable(typeof(Master.PersistedDriver))]
[JsonSerializable(typeof(Master.PersistedWorker))]
sealed partial class DeployJson : JsonSerializerContext
{
    public static byte[] Encode(DeployMessage message) => JsonSerializer.SerializeToUtf8Bytes(message, Default.DeployMessage);

    public static DeployMessage Decode(ReadOnlySpan<byte> frame) =>
        JsonSerializer.Deserialize(frame, Default.DeployMessage) ?? throw new InvalidDataException("An empty message");
}
