namespace Firesteel.Columnar.Variants;

/// <summary>A variant under construction has grown beyond <see cref="VariantFormat.SizeLimit"/>; who builds it names the function.</summary>
sealed class VariantSizeException : Exception
{
    public VariantSizeException() : base("The variant is too big.") { }

    public SparkRuntimeException For(string function) => new("VARIANT_SIZE_LIMIT",
        new Dictionary<string, string> { ["sizeLimit"] = "128.0 MiB", ["functionName"] = $"`{function}`" }, null);
}
