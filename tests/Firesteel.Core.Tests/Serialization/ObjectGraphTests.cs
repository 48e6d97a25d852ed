using Firesteel.Core.Serialization;

namespace Firesteel.Core.Tests.Serialization;

/// <summary>Objects and functions as bytes, and bytes that are none.</summary>
public class ObjectGraphTests
{
    [Fact]
    public void Objects_come_back_as_they_were()
    {
        var node = new Node("root", 1) { Tags = ["a", "b\ud800"], Scores = new() { ["x"] = 1.5, ["y"] = double.NaN } };
        node.Next = new Node("leaf", 2) { Next = node };
        var copy = RoundTrip((node, new[] { node, node.Next }, (object)(1L, "text", (int?)null), new int[2, 2] { { 1, 2 }, { 3, 4 } }, typeof(List<int>), DayOfWeek.Friday, 1.10m));
        Assert.Same(copy.node, copy.node.Next!.Next);
        Assert.Same(copy.node, copy.Item2[0]);
        Assert.Equal(["a", "b\ud800"], copy.node.Tags);
        Assert.Equal(double.NaN, copy.node.Scores["y"]);
        Assert.Equal((1L, "text", (int?)null), copy.Item3);
        Assert.Equal(3, copy.Item4[1, 0]);
        Assert.Equal((typeof(List<int>), DayOfWeek.Friday, 1.10m), (copy.Item5, copy.Item6, copy.Item7));
        Assert.Null(copy.node.Left);
    }

    [Fact]
    public void A_function_takes_along_what_it_reaches_and_no_more()
    {
        var (offset, stream, calls) = (5, new MemoryStream(), new List<int>());
        Func<int, int> add = n => n + offset;
        Func<long> length = () => stream.Length;
        Assert.Equal(0, length());
        Assert.Equal(12, RoundTrip(add)(7));
        Assert.Equal("captured variable 'stream' is a MemoryStream, which cannot be sent to another process", Assert.Throws<TaskNotSerializableException>(() => RoundTrip(length)).Message);
        var (thread, token) = (new Holder(Thread.CurrentThread), new CancellationToken());
        for (var again = 0; again < 2; again++)
        {
            Assert.Contains("field 'Thread' of Holder of captured variable 'thread' is a Thread", Assert.Throws<TaskNotSerializableException>(() => RoundTrip<Func<object>>(() => thread.Thread)).Message);
            Assert.Contains("captured variable 'token' is a CancellationToken", Assert.Throws<TaskNotSerializableException>(() => RoundTrip<Func<object>>(() => token)).Message);
        }
        // Two functions of one object, and each of them something else of it.
        Action<int> note = calls.Add;
        Func<int, int> both = n =>
        {
            note(add(n));
            return calls.Count;
        };
        Assert.Equal(1, RoundTrip(both)(1));
        Assert.Equal([2, 4], RoundTrip<IEnumerable<int>>(Enumerable.Range(1, 2).Select(n => n * 2)));
        static IEnumerable<int> Numbers(int upTo)
        {
            for (var i = 0; i < upTo; i++) yield return i;
        }
        Func<int, IEnumerable<int>> numbers = n => Numbers(n + offset);
        Assert.Equal(6, RoundTrip(numbers)(1).Count());
    }

    [Fact]
    public void Types_that_hold_no_data_do_not_cross()
    {
        Assert.Throws<TaskNotSerializableException>(() => RoundTrip<object>(new System.Diagnostics.Process()));
        Assert.Throws<TaskNotSerializableException>(() => RoundTrip<Func<string, System.Diagnostics.Process>>(System.Diagnostics.Process.Start));
        var output = new ObjectOutput();
        output.WriteByte((byte)ObjectTag.Object);
        output.WriteCount(0);
        output.WriteByte(0);
        output.WriteText(typeof(System.Diagnostics.ProcessStartInfo).Assembly.GetName().Name);
        output.WriteText(typeof(System.Diagnostics.ProcessStartInfo).FullName);
        Assert.Throws<InvalidDataException>(() => new ObjectInput(output.ToArray()).ReadObject());
    }

    [Fact]
    public void Damaged_bytes_give_an_error_and_nothing_worse()
    {
        var output = new ObjectOutput();
        output.WriteObject(new Node("root", 1) { Tags = ["a", "b"], Scores = new() { ["x"] = 1.5 }, Next = new Node("leaf", 2) });
        var whole = output.ToArray();
        var random = new Random(7);
        for (var i = 0; i < 3000; i++)
        {
            var bytes = (byte[])whole.Clone();
            for (var k = random.Next(1, 4); k > 0; k--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (random.Next(2) == 0) bytes = bytes[..random.Next(bytes.Length)];
            // Whatever comes of it, the process goes on: what was changed may also be a letter.
            try { new ObjectInput(bytes).ReadObject(); }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
            }
        }
    }

    private static T RoundTrip<T>(T value)
    {
        var output = new ObjectOutput();
        output.WriteObject(value);
        return (T)new ObjectInput(output.ToArray()).ReadObject()!;
    }

    private sealed record Holder(Thread Thread);

    private sealed class Node(string name, int number)
    {
        public string Name => name;
        public int Number => number;
        public Node? Next { get; set; }
        public List<string> Tags { get; init; } = [];
        public Dictionary<string, double> Scores { get; init; } = [];

        [field: NonSerialized]
        public Stream? Left { get; } = Stream.Null;
    }
}
