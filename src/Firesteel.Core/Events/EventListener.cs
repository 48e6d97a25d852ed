namespace Firesteel.Core.Events;

/// <summary>Receives an application's events, one at a time and in order.</summary>
abstract class EventListener
{
    /// <summary>What logs call it.</summary>
    public virtual string Name => GetType().Name;

    public abstract void OnEvent(SparkListenerEvent e);

    /// <summary>Called when no further event will come.</summary>
    public virtual void OnStop() { }
}

/// <summary>Takes an application's events from whoever reports them.</summary>
interface IListenerBus
{
    /// <summary>Whether anybody listens, so that costly parts of events need to be made.</summary>
    bool HasListeners { get; }

    void Post(SparkListenerEvent e);
}

/// <summary>A bus that nobody listens to.</summary>
sealed class NoListeners : IListenerBus
{
    public static readonly NoListeners Instance = new();
    public bool HasListeners => false;
    public void Post(SparkListenerEvent e) { }
}
