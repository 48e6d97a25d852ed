using System.Threading.Channels;
using Firesteel.Foundation.Logging;

namespace Firesteel.Core.Scheduler;

/// <summary>An event loop as its host sees it.</summary>
interface IEventLoop
{
    string Name { get; }

    /// <summary>Called after each message by whoever posted it, and when no more will come.</summary>
    Action? Posted { get; set; }

    /// <summary>Whether a message waits.</summary>
    bool HasMessages { get; }

    /// <summary>Whether no message waits and none will come.</summary>
    bool HasEnded { get; }

    /// <summary>Handles every message that is waiting; false if there was none.</summary>
    bool RunPending();
}

/// <summary>Decides on which thread, and when, event loops run.</summary>
interface IEventLoopHost
{
    void Attach(IEventLoop loop);

    /// <summary>Returns when a loop that takes no more messages has handled those it had.</summary>
    void Join(IEventLoop loop);
}

/// <summary>
/// A state machine behind one single-reader channel: any thread posts, one thread at a time handles, so that its state
/// needs no locks.
/// </summary>
abstract class EventLoop<TMessage>(string name) : IEventLoop where TMessage : class
{
    private static readonly Logger Log = Logger.For("EventLoop");

    private readonly Channel<TMessage> _channel = Channel.CreateUnbounded<TMessage>(new UnboundedChannelOptions { SingleReader = true });

    public string Name => name;
    public Action? Posted { get; set; }
    public bool HasMessages => _channel.Reader.TryPeek(out _);
    public bool HasEnded => _channel.Reader.Completion.IsCompleted;

    public void Post(TMessage message) => TryPost(message);

    /// <returns>False when the loop takes no more messages.</returns>
    public bool TryPost(TMessage message)
    {
        if (!_channel.Writer.TryWrite(message)) return false;
        Posted?.Invoke();
        return true;
    }

    /// <summary>Takes no more messages; those that wait are still handled.</summary>
    public void Complete()
    {
        if (_channel.Writer.TryComplete()) Posted?.Invoke();
    }

    public bool RunPending()
    {
        var any = false;
        while (_channel.Reader.TryRead(out var message))
        {
            any = true;
            try { OnMessage(message); }
            catch (Exception e) { Fail(e); }
        }
        if (!any) return false;
        try { OnDrained(); }
        catch (Exception e) { Fail(e); }
        return true;
    }

    protected abstract void OnMessage(TMessage message);

    /// <summary>Called when the waiting messages are handled, for work worth doing once for many.</summary>
    protected virtual void OnDrained() { }

    /// <summary>A bug in a handler: nothing may be left hanging.</summary>
    protected virtual void OnError(Exception error) { }

    private void Fail(Exception error)
    {
        Log.Error($"{name} failed", error);
        OnError(error);
    }
}

/// <summary>Runs loops on the caller's thread, one message burst after the other, for tests and simulations.</summary>
sealed class ManualEventLoopHost : IEventLoopHost
{
    private readonly List<IEventLoop> _loops = [];

    public void Attach(IEventLoop loop) => _loops.Add(loop);

    public void Join(IEventLoop loop) => RunUntilIdle();

    /// <summary>Runs all loops until no message waits anywhere.</summary>
    public void RunUntilIdle()
    {
        for (var any = true; any;)
        {
            any = false;
            foreach (var loop in _loops) any |= loop.RunPending();
        }
    }
}
