using System.Text;
using System.Xml;
using Firesteel.Catalyst.Functions.Xml;
using Firesteel.Formats.Text;
using Firesteel.Foundation.FileSystems;

namespace Firesteel.Sql.DataSources;

/// <summary>The records of one file, one at a time.</summary>
sealed class XmlRecords : IDisposable
{
    private const long LargestShown = 1 << 20;
    private readonly XmlReader _reader;
    private readonly IRandomAccessFile _file;
    private readonly Encoding _encoding;
    private readonly string _rowTag;
    private readonly string _path;
    private readonly long _length;
    private string? _text;

    public XmlRecords(FileEntry file, XmlOptions options)
    {
        var encoding = TextFile.FindEncoding(options.Text("encoding") ?? options.Text("charset") ?? "UTF-8");
        var opened = file.Open();
        (_rowTag, _path, _length, _encoding) = (options.RowTag!, file.Path, file.Length, encoding);
        _reader = XmlRecord.Open(new StreamReader(TextFile.Open(opened, 0, encoding), Encoding.UTF8));
        _file = opened;
    }

    /// <summary>The text of the file, or null where it is large.</summary>
    public string? WholeText()
    {
        if (_text != null || _length > LargestShown) return _text;
        var (system, path) = FileSystemRegistry.Resolve(_path);
        using var file = system.Open(path);
        using var reader = new StreamReader(TextFile.Open(file, 0, _encoding), Encoding.UTF8);
        return _text = reader.ReadToEnd();
    }

    /// <summary>What ended the file early, if it is not well formed.</summary>
    public XmlException? Error { get; private set; }

    public XmlRecord? Next()
    {
        if (Error != null) return null;
        try
        {
            while (!_reader.EOF)
            {
                if (_reader.NodeType == XmlNodeType.Element && _reader.Name == _rowTag) return XmlRecord.Read(_reader);
                if (!_reader.Read()) return null;
            }
        }
        catch (XmlException e)
        {
            Error = e;
        }
        return null;
    }

    public void Dispose()
    {
        _reader.Dispose();
        _file.Dispose();
    }
}
