using System.Collections.Concurrent;
using System.Threading.Channels;
using Firesteel.Foundation.Logging;

namespace Firesteel.Core.Scheduler;

/// <summary>An event loop as its host sees it.</summary>
interface IEventLoop
{
    string Name { get; }

    /// <summary>Called after each message by whoever posted it; null where the host waits for messages itself.</summary>
    Action? Posted { get; set; }

    /// <summary>Handles every message that is waiting; false if there was none.</summary>
    bool RunPending();

    /// <summary>Blocks until a message waits; false once the loop is stopped and empty.</summary>
    bool WaitForMessages();
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

    private readonly Channel<TMessage> _channel =
        Channel.CreateUnbounded<TMessage>(new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = true });

    public string Name => name;
    public Action? Posted { get; set; }

    public void Post(TMessage message) => TryPost(message);

    /// <returns>False when the loop takes no more messages.</returns>
    public bool TryPost(TMessage message)
    {
        if (!_channel.Writer.TryWrite(message)) return false;
        Posted?.Invoke();
        return true;
    }

    /// <summary>Takes no more messages; those that wait are still handled.</summary>
    public void Complete() => _channel.Writer.TryComplete();

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

    public bool WaitForMessages()
    {
        var wait = _channel.Reader.WaitToReadAsync();
        return wait.IsCompleted ? wait.Result : wait.AsTask().GetAwaiter().GetResult();
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

/// <summary>Runs each loop on a background thread of its own.</summary>
sealed class ThreadEventLoopHost : IEventLoopHost
{
    private readonly ConcurrentDictionary<IEventLoop, Thread> _threads = new();

    public void Attach(IEventLoop loop)
    {
        var thread = new Thread(() =>
        {
            while (loop.WaitForMessages()) loop.RunPending();
        })
        { IsBackground = true, Name = loop.Name };
        _threads[loop] = thread;
        thread.Start();
    }

    public void Join(IEventLoop loop)
    {
        if (_threads.TryRemove(loop, out var thread) && thread != Thread.CurrentThread) thread.Join();
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
