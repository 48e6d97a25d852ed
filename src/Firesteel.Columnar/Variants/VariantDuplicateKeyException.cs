namespace Firesteel.Columnar.Variants;

/// <summary>An object has a key twice.</summary>
sealed class VariantDuplicateKeyException(string key) : Exception($"Key {key} twice.")
{
    public string Key => key;
}
