using Firesteel.Columnar.Variants;
using Firesteel.Formats.Json;
using Firesteel.Foundation.Time;

namespace Firesteel.Types;

/// <summary>A value of the type VARIANT, in the Variant binary encoding.</summary>
/// <param name="value">The value; objects name their keys by number.</param>
/// <param name="metadata">The names of the keys.</param>
public sealed class VariantVal(byte[] value, byte[] metadata) : IEquatable<VariantVal>
{
    public byte[] Value => value;
    public byte[] Metadata => metadata;

    /// <exception cref="SparkRuntimeException">MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION: the text is no JSON, or an object has a key twice.</exception>
    public static unsafe VariantVal ParseJson(string json)
    {
        var (text, builder, tokens) = (System.Text.Encoding.UTF8.GetBytes(json), new VariantBuilder(), new JsonTokenizer(JsonVariants.Strict));
        fixed (byte* start = text)
        {
            tokens.Reset(start, text.Length);
            tokens.Next();
            try
            {
                if (JsonVariants.TryRead(tokens, builder)) return new VariantVal(builder.Value.ToArray(), builder.Metadata());
            }
            catch (VariantSizeException e)
            {
                throw e.For("parse_json");
            }
            catch (VariantDuplicateKeyException)
            {
                // As for what is no JSON.
            }
        }
        throw new SparkRuntimeException("MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION", new Dictionary<string, string> { ["badRecord"] = json, ["failFastMode"] = "FAILFAST" });
    }

    /// <summary>The value as JSON, timestamps in a time zone.</summary>
    /// <exception cref="SparkRuntimeException">MALFORMED_VARIANT</exception>
    public string ToJson(string timeZone = "UTC") => VariantJson.Text(new VariantView(value, metadata), TimeZones.Get(timeZone));

    public override string ToString() => ToJson();

    /// <summary>Whether both have the same bytes; equal values may have others.</summary>
    public bool Equals(VariantVal? other) => other != null && value.AsSpan().SequenceEqual(other.Value) && metadata.AsSpan().SequenceEqual(other.Metadata);

    public override bool Equals(object? obj) => obj is VariantVal other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(value);
        hash.AddBytes(metadata);
        return hash.ToHashCode();
    }

    internal static VariantVal FromBlob(byte[] blob)
    {
        VariantBlob.Split(blob, out var value, out var metadata);
        return new VariantVal(value.ToArray(), metadata.ToArray());
    }

    internal byte[] ToBlob() => VariantBlob.Join(value, metadata);
}
