namespace Firesteel.Core.Serialization;

/// <summary>Something that a task refers to cannot be sent to another process; the path leads from the function to it.</summary>
sealed class TaskNotSerializableException(string what) : Exception
{
    private readonly List<string> _path = [];

    public override string Message => _path.Count == 0 ? $"{what} cannot be sent to another process" : $"{string.Join(" of ", _path)} is {what}, which cannot be sent to another process";

    /// <summary>Adds the place that held the last one.</summary>
    /// <param name="holder">The type that has the place: the engine's own are of no interest to who reads the message, unless nothing else is known.</param>
    public TaskNotSerializableException In(string place, Type? holder = null)
    {
        if (_path.Count < 12 && (_path.Count == 0 || holder is null || !KnownTypes.IsEngine(holder.Assembly.GetName().Name!))) _path.Add(place);
        return this;
    }
}
