using Firesteel.Columnar.Variants;

namespace Firesteel.Catalyst.Functions.Variants;

/// <summary>What is done at the end of a path.</summary>
enum VariantChange : byte
{
    /// <summary>A new field, or an element before the one that is there.</summary>
    Insert,
    /// <summary>A field or element in place of the one that is there, or a new one.</summary>
    SetOrCreate,
    /// <summary>In place of the one that is there; nothing where there is none.</summary>
    SetExisting,
    /// <summary>One more element of the array that is there; nothing where there is none.</summary>
    Append,
    /// <summary>Nothing in place of the one that is there.</summary>
    Delete,
}

/// <summary>
/// Copies a variant into a builder with a change at a path. Objects and arrays on the way that are not there are made, arrays filled with
/// nulls up to the index. <see cref="Write"/> gives how many segments lead to a value that the path cannot enter, or -1 where all went well.
/// </summary>
readonly ref struct VariantEdit(VariantChange change, VariantPath path, VariantView argument, VariantBuilder builder)
{
    // Elements beyond this are too many for any variant.
    private const int MaxElements = VariantFormat.SizeLimit / 5;

    private readonly VariantView _argument = argument;

    /// <exception cref="VariantDuplicateKeyException">A field to insert is there.</exception>
    /// <exception cref="VariantSizeException"/>
    public int Write(VariantView value) => Write(value, 0);

    private int Write(VariantView value, int depth)
    {
        if (!System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw VariantFormat.Malformed();
        var kind = value.Kind;
        if (depth == path.Segments.Length) return AppendTo(value, kind, depth);
        var segment = path.Segments[depth];
        if (kind == VariantKind.Object && segment.Key != null) return WriteObject(value, depth);
        if (kind == VariantKind.Array && segment.Key == null) return WriteArray(value, depth);
        if (change != VariantChange.Delete) return depth;
        builder.Append(value);
        return -1;
    }

    // Only appending goes to the very end: the others act upon what contains it.
    private int AppendTo(VariantView value, VariantKind kind, int depth)
    {
        if (kind != VariantKind.Array) return depth;
        var (mark, count) = (builder.Begin(), value.Count);
        for (var i = 0; i < count; i++) Copy(mark, value[i]);
        Copy(mark, _argument);
        builder.EndArray(mark);
        return -1;
    }

    private int WriteObject(VariantView value, int depth)
    {
        var key = path.Segments[depth].Key!;
        var (mark, count, at) = (builder.Begin(), value.Count, value.Find(key));
        if (at >= 0 && IsLast(depth) && change == VariantChange.Insert) throw new VariantDuplicateKeyException(System.Text.Encoding.UTF8.GetString(key));
        for (var i = 0; i < count; i++)
        {
            if (i == at && IsLast(depth) && change == VariantChange.Delete) continue;
            builder.Field(mark, value.Key(i));
            if (i != at) builder.Append(value[i]);
            else if (Descend(value[i], depth) is >= 0 and var failed) return failed;
        }
        if (at < 0 && Creates)
        {
            builder.Field(mark, key);
            Create(depth + 1);
        }
        builder.EndObject(mark);
        return -1;
    }

    private int WriteArray(VariantView value, int depth)
    {
        var (mark, count, at) = (builder.Begin(), value.Count, path.Segments[depth].Index);
        for (var i = 0; i < count; i++)
        {
            if (i == at && IsLast(depth) && change == VariantChange.Delete) continue;
            if (i == at && IsLast(depth) && change == VariantChange.Insert)
            {
                Copy(mark, _argument);
                Copy(mark, value[i]);
                continue;
            }
            builder.Element(mark);
            if (i != at) builder.Append(value[i]);
            else if (Descend(value[i], depth) is >= 0 and var failed) return failed;
        }
        if (at >= count && Creates)
        {
            Fill(mark, at - count);
            builder.Element(mark);
            Create(depth + 1);
        }
        builder.EndArray(mark);
        return -1;
    }

    private bool Creates => change is VariantChange.Insert or VariantChange.SetOrCreate;

    private bool IsLast(int depth) => depth == path.Segments.Length - 1;

    private int Descend(VariantView value, int depth)
    {
        if (!IsLast(depth) || change == VariantChange.Append) return Write(value, depth + 1);
        builder.Append(_argument);
        return -1;
    }

    // What the rest of the path leads through, down to the value.
    private void Create(int depth)
    {
        if (depth == path.Segments.Length)
        {
            builder.Append(_argument);
            return;
        }
        var (segment, mark) = (path.Segments[depth], builder.Begin());
        if (segment.Key != null)
        {
            builder.Field(mark, segment.Key);
            Create(depth + 1);
            builder.EndObject(mark);
            return;
        }
        Fill(mark, segment.Index);
        builder.Element(mark);
        Create(depth + 1);
        builder.EndArray(mark);
    }

    private void Fill(VariantBuilder.Mark mark, int nulls)
    {
        if (nulls > MaxElements) throw new VariantSizeException();
        for (var i = 0; i < nulls; i++)
        {
            builder.Element(mark);
            builder.Null();
        }
    }

    private void Copy(VariantBuilder.Mark mark, VariantView element)
    {
        builder.Element(mark);
        builder.Append(element);
    }
}
