using System.Text;
using Firesteel.Columnar.Variants;
using Firesteel.Foundation.Time;
using Xunit;

namespace Firesteel.Columnar.Tests.Variants;

/// <summary>The binary encoding: what is written can be read, has the bytes that Apache Spark 4.3 writes, and broken bytes are an error.</summary>
public sealed class VariantEncodingTests
{
    private readonly VariantBuilder _builder = new();

    private string Json => VariantJson.Text(new VariantView(_builder.Value, _builder.Metadata()), TimeZones.Utc);

    [Fact]
    public void PrimitivesHaveTheBytesOfSpark()
    {
        Check(b => b.Null(), "00", "null");
        Check(b => b.Boolean(true), "04", "true");
        Check(b => b.Boolean(false), "08", "false");
        Check(b => b.Long(1), "0c01", "1");
        Check(b => b.Long(-128), "0c80", "-128");
        Check(b => b.Long(300), "102c01", "300");
        Check(b => b.Long(70000), "1470110100", "70000");
        Check(b => b.Long(5000000000), "1800f2052a01000000", "5000000000");
        Check(b => b.Double(1000), "1c0000000000408f40", "1000.0");
        Check(b => b.Double(double.NaN), "1c000000000000f87f", "\"NaN\"");
        Check(b => b.Float(1.5f), "380000c03f", "1.5");
        Check(b => b.Decimal(15, 1), "20010f000000", "1.5");
        Check(b => b.Decimal(1, 10), "240a0100000000000000", "0.0000000001");
        Check(b => b.Decimal(12345678901234567890, 0), "2800d20a1feb8ca954ab0000000000000000", "12345678901234567890");
        Check(b => b.Date(18294), "2c76470000", "\"2020-02-02\"");
        Check(b => b.Timestamp(1577836800000000), "300040fac1089b0500", "\"2020-01-01 00:00:00+00:00\"");
        Check(b => b.TimestampNtz(1577836800000000), "340040fac1089b0500", "\"2020-01-01 00:00:00\"");
        Check(b => b.Binary([1, 2]), "3c020000000102", "\"AQI=\"");
        Check(b => b.String("x"u8), "0578", "\"x\"");
        Check(b => b.String(Encoding.UTF8.GetBytes(new string('a', 64))), "4040000000" + string.Concat(Enumerable.Repeat("61", 64)), $"\"{new string('a', 64)}\"");
        Check(b => b.Uuid([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]), "50000102030405060708090a0b0c0d0e0f", "\"00010203-0405-0607-0809-0a0b0c0d0e0f\"");
    }

    private void Check(Action<VariantBuilder> write, string hex, string json)
    {
        _builder.Reset();
        write(_builder);
        Assert.Equal(hex, Convert.ToHexStringLower(_builder.Value));
        Assert.Equal("010000", Convert.ToHexStringLower(_builder.Metadata()));
        Assert.Equal(json, Json);
    }

    [Fact]
    public void FieldsStandInTheOrderOfTheirKeysAndKeysInThatOfTheirComing()
    {
        var mark = _builder.Begin();
        foreach (var (key, i) in new[] { "z", "a", "\uFFFD", "\U0001F600", "Z" }.Select((k, i) => (k, i)))
        {
            _builder.Field(mark, Encoding.UTF8.GetBytes(key));
            _builder.Long(i);
        }
        _builder.EndObject(mark);
        // By UTF-16 units, where characters beyond U+FFFF stand before U+FFFD.
        Assert.Equal("{\"Z\":4,\"a\":1,\"z\":0,\"\U0001F600\":3,\"\uFFFD\":2}", Json);
        var metadata = _builder.Metadata();
        var view = new VariantView(_builder.Value, metadata);
        Assert.True(view.TryField("a"u8, out var field) && field.Long == 1);
        Assert.False(view.TryField("b"u8, out _));
        Assert.Equal("0105" + "0001020509" + "0a" + "7a61efbfbdf09f98805a", Convert.ToHexStringLower(metadata));
    }

    [Theory, InlineData(10), InlineData(300), InlineData(70000)]
    public void LargeObjectsAndArraysAreFoundByKeyAndPlace(int count)
    {
        var mark = _builder.Begin();
        for (var i = count - 1; i >= 0; i--)
        {
            _builder.Field(mark, Encoding.UTF8.GetBytes($"key{i}"));
            var inner = _builder.Begin();
            _builder.Element(inner);
            _builder.Long(i);
            _builder.Element(inner);
            _builder.Null();
            _builder.EndArray(inner);
        }
        _builder.EndObject(mark);
        var metadata = _builder.Metadata();
        var view = new VariantView(_builder.Value, metadata);
        Assert.Equal(count, view.Count);
        Assert.Equal(_builder.Value.Length, view.Size);
        for (var i = 0; i < count; i += Math.Max(1, count / 50))
        {
            Assert.True(view.TryField(Encoding.UTF8.GetBytes($"key{i}"), out var list));
            Assert.Equal(i, list[0].Long);
            Assert.Equal(VariantKind.Null, list[1].Kind);
        }
        // A copy has the same value, its keys now in the order of the fields.
        var copy = new VariantBuilder();
        copy.Append(view);
        Assert.Equal(VariantJson.Text(view, TimeZones.Utc), VariantJson.Text(new VariantView(copy.Value, copy.Metadata()), TimeZones.Utc));
    }

    [Fact]
    public void AKeyTwiceIsAnErrorOrTheLastCounts()
    {
        Assert.Throws<VariantDuplicateKeyException>(() => Twice(_builder));
        var lenient = new VariantBuilder(allowDuplicateKeys: true);
        Twice(lenient);
        Assert.Equal("{\"a\":[3],\"b\":\"two\"}", VariantJson.Text(new VariantView(lenient.Value, lenient.Metadata()), TimeZones.Utc));

        static void Twice(VariantBuilder builder)
        {
            var mark = builder.Begin();
            builder.Field(mark, "a"u8);
            builder.Long(1);
            builder.Field(mark, "b"u8);
            builder.String("two"u8);
            builder.Field(mark, "a"u8);
            var inner = builder.Begin();
            builder.Element(inner);
            builder.Long(3);
            builder.EndArray(inner);
            builder.EndObject(mark);
        }
    }

    [Fact]
    public void TooMuchIsRefused()
    {
        var big = new byte[VariantFormat.SizeLimit / 2];
        var mark = _builder.Begin();
        _builder.Element(mark);
        _builder.Binary(big);
        _builder.Element(mark);
        Assert.Throws<VariantSizeException>(() => _builder.Binary(big));
    }

    [Theory]
    [InlineData("", "010000")]
    [InlineData("00", "")]
    [InlineData("00", "020000")]
    [InlineData("0c", "010000")]
    [InlineData("18000000", "010000")]
    [InlineData("09", "010000")]
    [InlineData("40ffffffff61", "010000")]
    [InlineData("4005000000", "010000")]
    [InlineData("0302000102", "010000")]
    [InlineData("030100ff", "010000")]
    [InlineData("13ffffff7f", "010000")]
    [InlineData("02010500020c01", "01010001" + "61")]
    [InlineData("02010000020c01", "0101000561")]
    [InlineData("200b01000000", "010000")]
    public void BrokenBytesAreMalformed(string value, string metadata)
    {
        var e = Assert.Throws<SparkRuntimeException>(() =>
        {
            var view = new VariantView(Convert.FromHexString(value), Convert.FromHexString(metadata));
            _ = view.Value;
            return VariantJson.Text(view, TimeZones.Utc);
        });
        Assert.Equal("MALFORMED_VARIANT", e.Condition);
    }

    [Fact]
    public void AnUnknownTypeIsNamed()
    {
        var e = Assert.Throws<SparkRuntimeException>(() => new VariantView([63 << 2], [1, 0, 0]).Kind);
        Assert.Equal("UNKNOWN_PRIMITIVE_TYPE_IN_VARIANT", e.Condition);
        Assert.Equal("63", e.Parameters["id"]);
    }

    // Whatever stands there, reading ends with a value or with one of the two errors.
    [Fact]
    public void RandomDamageIsNeverAnotherError()
    {
        var mark = _builder.Begin();
        foreach (var key in new[] { "one", "two", "three" })
        {
            _builder.Field(mark, Encoding.UTF8.GetBytes(key));
            var inner = _builder.Begin();
            for (var i = 0; i < 4; i++)
            {
                _builder.Element(inner);
                if (i % 2 == 0) _builder.Decimal(12345 + i, 2); else _builder.String("some text"u8);
            }
            _builder.EndArray(inner);
        }
        _builder.EndObject(mark);
        var random = new Random(7);
        for (var round = 0; round < 20000; round++)
        {
            var (value, metadata) = (_builder.Value.ToArray(), _builder.Metadata());
            for (var hits = random.Next(1, 4); hits > 0; hits--)
            {
                var target = random.Next(4) == 0 ? metadata : value;
                target[random.Next(target.Length)] = (byte)random.Next(256);
            }
            try
            {
                var view = new VariantView(value.AsSpan(0, random.Next(1, value.Length + 1)), metadata);
                _ = view.Size;
                VariantJson.Text(view, TimeZones.Utc);
            }
            catch (SparkRuntimeException e) when (e.Condition is "MALFORMED_VARIANT" or "UNKNOWN_PRIMITIVE_TYPE_IN_VARIANT")
            {
            }
        }
    }
}
