using System.Buffers;
using System.IO.MemoryMappedFiles;

namespace Firesteel.Python.Gateway.Sql;

/// <summary>A file's bytes as memory that is not on the managed heap; its owner unmaps it.</summary>
sealed unsafe class MappedFile : MemoryManager<byte>
{
    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor? _view;
    private readonly byte* _start;
    private readonly int _length;

    private MappedFile(string path)
    {
        var length = new FileInfo(path).Length;
        if (length > int.MaxValue) throw new NotSupportedException($"Rows of {length} bytes come in more than one piece.");
        _length = (int)length;
        if (_length == 0) return;
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    public static MappedFile Open(string path) => new(path);

    public override Span<byte> GetSpan() => new(_start, _length);

    public override MemoryHandle Pin(int elementIndex = 0) => new(_start + elementIndex);

    public override void Unpin() { }

    protected override void Dispose(bool disposing)
    {
        if (_view is { SafeMemoryMappedViewHandle.IsClosed: false }) _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view?.Dispose();
        _file?.Dispose();
    }
}
