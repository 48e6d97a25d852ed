using System.Text;
using Firesteel.Formats.Pickle;
using Firesteel.Testing;

namespace Firesteel.Formats.Tests.Pickle;

public sealed class PickleReaderTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Workspace.Root, "tests/Firesteel.Formats.Tests/Pickle/pickles.txt"));

    [Theory]
    [InlineData("scalars", "(None, True, False, 0, 1, 255, 256, 65535, 65536, -1, 2147483648, -9223372036854775808, 9223372036854775808, 1000000000000000000000000000000, -1000000000000000000000000000000, 1.5, Infinity, -0)")]
    [InlineData("texts", "('', 'a', 'x*300', 'ä€\U0001F600', b, b00FF, b*300, b7A7A)")]
    [InlineData("times", "(Date:19782, DateTime:-1, DateTime:1704164645000006@7200000000, Time:3723000004, TimeDelta:-86394999993, D-12.340, D1E+3)")]
    [InlineData("nested", "([1, [2, [3]]], {'a': [1], 'b': {}}, (1, (2, (3, (4)))), <7>, <8>, {'k': 1})")]
    [InlineData("rows", "[Row(name='A', age=1), Row(name='B', age=None), Row(x=Row(y=2))]")]
    [InlineData("arrays", "([1, -2], [0.5], [200])")]
    [InlineData("numpy", "(5, 0.5, True, [1, 2])")]
    public void Reads_every_protocol(string name, string expected)
    {
        var reader = new PickleReader();
        foreach (var parts in Lines.Select(l => l.Split(' ')).Where(p => p[0] == name))
            Assert.Equal($"{parts[1]} {expected}", $"{parts[1]} {PickleText.Of(reader.Read(Convert.FromBase64String(parts[2])))}");
    }

    [Fact]
    public void Refuses_globals_that_it_does_not_know_by_name()
    {
        var error = Assert.Throws<PickleException>(() => Read("cos\nsystem\n(S'id'\ntR."));
        Assert.Contains("os.system", error.Message);
        error = Assert.Throws<PickleException>(() => Read("\u0080\u0004\u008c\u0008builtins\u008c\u0004eval\u0093."));
        Assert.Contains("builtins.eval", error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("K")]
    [InlineData("K\x01K\x02.")]
    [InlineData("K\x01.K")]
    [InlineData("t.")]
    [InlineData("(e.")]
    [InlineData("]K\x01s.")]
    [InlineData("X\xff\xff\xff\x7f.")]
    [InlineData("h\x05.")]
    [InlineData("Nr\xff\xff\xff\x7f.")]
    [InlineData("P1\n.")]
    [InlineData("\x80\x06N.")]
    [InlineData("cdatetime\ndate\n(K\u0000K\u0063K\u0001tR.")]
    [InlineData("K\x01)R.")]
    public void Refuses_what_is_no_pickle(string pickle) => Assert.Throws<PickleException>(() => Read(pickle));

    [Fact]
    public void Nests_as_deep_as_the_pickle_does()
    {
        var deep = new string(']', 100_000) + new string('a', 99_999) + ".";
        Assert.Equal(PickleKind.List, Read(deep).Kind);
        Assert.Throws<PickleException>(() => JavaText.Of(Read(deep)));
    }

    [Fact]
    public void Copies_no_more_than_the_size_of_the_pickle_allows()
    {
        // A tuple of 10,000 elements, made a list again and again.
        var bomb = "(" + string.Concat(Enumerable.Repeat("N", 10_000)) + "tq\x00" + "0" + string.Concat(Enumerable.Repeat("cbuiltins\nlist\nh\x00\x85R0", 5_000)) + "N.";
        Assert.Throws<PickleException>(() => Read(bomb));
    }

    [Fact]
    public void Broken_pickles_end_in_one_kind_of_error()
    {
        var random = new Random(7);
        var reader = new PickleReader();
        foreach (var line in Lines)
        {
            var original = Convert.FromBase64String(line.Split(' ')[2]);
            for (var round = 0; round < 400; round++)
            {
                var bytes = (byte[])original.Clone();
                for (var changes = random.Next(1, 6); changes > 0; changes--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                var length = random.Next(4) == 0 ? random.Next(bytes.Length) : bytes.Length;
                try
                {
                    JavaText.Of(reader.Read(bytes, length));
                }
                catch (PickleException) { }
            }
        }
    }

    private static PickleValue Read(string latin1) => new PickleReader().Read(Encoding.Latin1.GetBytes(latin1));
}
