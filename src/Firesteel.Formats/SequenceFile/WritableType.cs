using System.Text;
using Firesteel.Formats.Pickle;

namespace Firesteel.Formats.SequenceFile;

/// <summary>One of Hadoop's Writable classes: how its values lie in a file, and which of Python's values they are.</summary>
abstract class WritableType(string name)
{
    /// <summary>Values nested deeper than any program's; a file or a pickle that goes further is damaged or hostile.</summary>
    public const int DeepestValue = 100;

    private const string Package = "org.apache.hadoop.io.";

    public string ClassName { get; } = Package + name;

    /// <summary>A value of the file. Texts and bytes are slices of the input's memory.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public abstract PickleValue Read(ref WritableInput input, int depth = 0);

    /// <summary>Writes a value whose own type this is.</summary>
    public abstract void Write(WritableOutput output, PickleValue value, int depth = 0);

    /// <summary>What the class's <c>toString</c> gives.</summary>
    public abstract void AppendText(StringBuilder text, PickleValue value, int depth = 0);

    /// <summary>What the class's <c>hashCode</c> gives: it orders the entries of a map.</summary>
    public abstract int Hash(PickleValue value);

    protected static void RequireDepth(int depth)
    {
        if (depth > DeepestValue) throw new InvalidDataException("values are nested too deep");
    }
}
