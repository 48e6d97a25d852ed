namespace Firesteel.Python.Gateway.Java;

/// <summary>Makes arrays of Java's element types.</summary>
static class JavaArrays
{
    public static Array Create(string element, int[] sizes)
    {
        var type = element switch
        {
            "int" => typeof(int),
            "long" => typeof(long),
            "double" => typeof(double),
            "float" => typeof(float),
            "boolean" => typeof(bool),
            "byte" => typeof(sbyte),
            "short" => typeof(short),
            "char" => typeof(char),
            "java.lang.String" => typeof(string),
            _ => typeof(object),
        };
        return Create(type, sizes);
    }

    private static Array Create(Type type, ReadOnlySpan<int> sizes)
    {
        if (sizes.Length <= 1) return Array.CreateInstance(type, sizes.Length == 1 ? sizes[0] : 0);
        var outer = new object?[sizes[0]];
        for (var i = 0; i < outer.Length; i++) outer[i] = Create(type, sizes[1..]);
        return outer;
    }
}
