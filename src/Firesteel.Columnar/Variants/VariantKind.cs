namespace Firesteel.Columnar.Variants;

/// <summary>What a variant value is, whatever its size.</summary>
enum VariantKind : byte { Null, Boolean, Long, Double, Float, Decimal, String, Binary, Date, Timestamp, TimestampNtz, Uuid, Object, Array }
