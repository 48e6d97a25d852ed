using System.IO.Compression;
using System.Text;

namespace Firesteel;

/// <summary>Writes the items of an RDD as lines of text files.</summary>
static class TextFileSave
{
    public static void Run<T>(RDD<T> rdd, string path, bool compress) => PartFiles.Save(rdd, path, new PartNames("part-", compress ? ".gz" : ""), "saveAsTextFile", new Lines<T>(compress));

    private sealed class Lines<T>(bool compress) : PartWriter<T>
    {
        public override void Write(IEnumerable<T> items, Stream stream)
        {
            using var writer = new StreamWriter(compress ? new GZipStream(stream, CompressionLevel.Fastest) : stream, new UTF8Encoding(false), 64 << 10) { NewLine = "\n" };
            foreach (var item in items) writer.WriteLine(item is null ? "null" : ItemText.Of(item));
        }
    }
}

/// <summary>Items as a program's user reads them: numbers with a point, whatever the machine's language.</summary>
static class ItemText
{
    public static string Of(object item) => item as string ?? (item is IFormattable formattable ? formattable.ToString(null, System.Globalization.CultureInfo.InvariantCulture) : item.ToString() ?? "null");
}
