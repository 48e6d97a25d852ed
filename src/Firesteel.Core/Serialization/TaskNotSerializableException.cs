namespace Firesteel.Core.Serialization;

/// <summary>Something that a task refers to cannot be sent to another process; the path leads from the function to it.</summary>
sealed class TaskNotSerializableException(string what) : Exception
{
    private readonly List<string> _path = [];

    public override string Message => _path.Count == 0 ? $"{what} cannot be sent to another process" : $"{string.Join(" of ", _path)} is {what}, which cannot be sent to another process";

    /// <summary>Adds the place that held the last one.</summary>
    public TaskNotSerializableException In(string place)
    {
        if (_path.Count < 12) _path.Add(place);
        return this;
    }
}
