using Firesteel.Foundation.FileSystems;

namespace Firesteel.Sql.Tests.DataSources;

/// <summary>The local files under a scheme of their own, with faults to order.</summary>
sealed class FaultyFileSystem(string scheme) : IFileSystem
{
    private readonly LocalFileSystem _local = LocalFileSystem.Instance;
    private int _renames;

    /// <summary>Bytes that fit on the disk.</summary>
    public long Room { get; set; } = long.MaxValue;

    /// <summary>Number of the rename that fails; 0 for none.</summary>
    public int FailingRename { get; set; }

    public string Scheme => scheme;
    public FileStatus? GetStatus(string path) => _local.GetStatus(path);
    public IReadOnlyList<FileStatus> List(string folder) => _local.List(folder);
    public IRandomAccessFile Open(string path) => _local.Open(path);
    public void MakeFolders(string path) => _local.MakeFolders(path);
    public bool Delete(string path, bool recursive) => _local.Delete(path, recursive);
    public string Qualify(string path) => $"{scheme}:{path}";
    public Stream Create(string path, bool overwrite) => new LimitedStream(_local.Create(path, overwrite), this);

    public void Rename(string source, string target)
    {
        if (++_renames == FailingRename) throw new IOException("The rename was refused.");
        _local.Rename(source, target);
    }

    private sealed class LimitedStream(Stream stream, FaultyFileSystem owner) : Stream
    {
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => stream.Length;
        public override long Position { get => stream.Position; set => throw new NotSupportedException(); }
        public override void Flush() => stream.Flush();
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if ((owner.Room -= buffer.Length) < 0) throw new IOException("No space left on device");
            stream.Write(buffer);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) stream.Dispose();
            base.Dispose(disposing);
        }
    }
}
