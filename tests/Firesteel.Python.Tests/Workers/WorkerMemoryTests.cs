using Firesteel.Python.Workers;

namespace Firesteel.Python.Tests.Workers;

public sealed class WorkerMemoryTests
{
    [Fact]
    public void A_ring_gives_what_it_was_given_in_pieces_of_any_size()
    {
        using var memory = New();
        var random = new Random(7);
        var data = new byte[5 << 20];
        random.NextBytes(data);
        var back = new byte[data.Length];
        for (int written = 0, read = 0; read < data.Length;)
        {
            written += memory.Given.TryWrite(data.AsSpan(written, Math.Min(random.Next(1 << 20), data.Length - written)));
            read += memory.Given.TryRead(back.AsSpan(read, Math.Min(random.Next(1 << 20), back.Length - read)));
        }
        Assert.Equal(data, back);
        Assert.True(memory.Given.IsEmpty);
        Assert.True(memory.Answers.IsEmpty);
    }

    [Fact]
    public void A_full_ring_takes_nothing_until_something_is_read()
    {
        using var memory = New();
        var size = memory.Answers.TryWrite(new byte[8 << 20]);
        Assert.Equal(0, memory.Answers.TryWrite([1]));
        Assert.Equal(3, memory.Answers.TryRead(new byte[3]));
        Assert.Equal(3, memory.Answers.TryWrite([1, 2, 3, 4]));
        Assert.Equal(size - 3, memory.Answers.TryRead(new byte[8 << 20]));
        var wrapped = new byte[4];
        Assert.Equal(3, memory.Answers.TryRead(wrapped));
        Assert.Equal([1, 2, 3, 0], wrapped);
    }

    [Fact]
    public void A_reader_sleeps_only_where_nothing_came_and_is_woken_once()
    {
        using var memory = New();
        Assert.True(memory.Given.TrySleep());
        Assert.True(memory.Given.TakeSleeper());
        Assert.False(memory.Given.TakeSleeper());
        memory.Given.TryWrite([1]);
        Assert.False(memory.Given.TrySleep());
        Assert.False(memory.Given.TakeSleeper());
    }

    [Fact]
    public void Memory_that_was_let_go_is_not_touched()
    {
        var memory = New();
        memory.Dispose();
        Assert.Throws<ObjectDisposedException>(() => memory.Given.TryWrite([1]));
        Assert.Throws<ObjectDisposedException>(() => memory.Answers.TryRead(new byte[1]));
    }

    private static WorkerMemory New()
    {
        if (!WorkerMemory.IsSupported) Assert.Skip("No shared memory here.");
        return WorkerMemory.TryCreate()!;
    }
}
