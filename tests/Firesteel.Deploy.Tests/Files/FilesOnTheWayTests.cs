using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Text;
using Firesteel.Core.Files;
using Firesteel.Core.Rpc;
using Firesteel.Deploy.Standalone.Bundles;
using Firesteel.Deploy.Standalone.Protocol;

namespace Firesteel.Deploy.Tests.Files;

public sealed class FilesOnTheWayTests : IDisposable
{
    private static readonly byte[] Secret = [1, 2, 3];
    private readonly string _folder = Directory.CreateTempSubdirectory("firesteel-files-").FullName;

    [Fact]
    public void AFileArrivesWholeOrNotAtAll()
    {
        var source = Path.Combine(_folder, "big");
        var content = new byte[3_500_000];
        new Random(1).NextBytes(content);
        File.WriteAllBytes(source, content);
        var files = new SharedFiles();
        var shared = files.Add(source, "big", null);
        using var server = new FrameServer("files", IPAddress.Loopback, Secret, connection => FileTransfer.Serve(connection, connection.Receive()!, files));
        using var connection = FrameConnection.Connect("127.0.0.1", server.Port, Secret);
        var target = Path.Combine(_folder, "arrived");
        FileTransfer.Fetch(connection, shared, target);
        Assert.Equal(content, File.ReadAllBytes(target));

        content[2_000_000] ^= 1;
        File.WriteAllBytes(source, content);
        Assert.Contains("damaged", Assert.Throws<IOException>(() => FileTransfer.Fetch(connection, shared, target + "2")).Message);
        Assert.False(File.Exists(target + "2"));
        Assert.Contains("no such file", Assert.Throws<IOException>(() => FileTransfer.Fetch(connection, shared with { Hash = "x" }, target + "2")).Message);
    }

    [Fact]
    public void NothingOfAnArchiveLandsOutsideOfItsFolder()
    {
        var archive = Path.Combine(_folder, "evil.zip");
        using (var zip = ZipFile.Open(archive, ZipArchiveMode.Create))
        {
            using var entry = zip.CreateEntry("../escaped.txt").Open();
            entry.Write("x"u8);
        }
        Assert.Throws<SparkException>(() => Archive.Unpack(archive, "evil.zip", Path.Combine(_folder, "in")));
        Assert.False(File.Exists(Path.Combine(_folder, "escaped.txt")));
        FilesFolder.Path = _folder;
        Assert.Equal(Path.Combine(_folder, "a", "b"), FilesFolder.PathOf("a/b"));
        foreach (var name in (string[])["../x", "/etc/passwd", "", "a/../../x"]) Assert.Throws<SparkException>(() => FilesFolder.PathOf(name));
    }

    [Theory]
    [InlineData("../../escaped.txt", null, "outside")]
    [InlineData("/escaped.txt", null, "outside")]
    [InlineData("out/escaped.txt", "/tmp", "through the link out")]
    // Each link on its own stays inside.
    [InlineData("up/escaped.txt", "here/..", "through the link up")]
    [InlineData("device", null, "CharacterDevice")]
    [InlineData("second", "../../etc/passwd", "outside")]
    public void NothingOfATarArchiveLandsOutsideOfItsFolder(string member, string? link, string complaint)
    {
        var archive = Path.Combine(_folder, "evil.tar.gz");
        using (var tar = new TarWriter(new GZipStream(File.Create(archive), CompressionLevel.Fastest)))
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "fine.txt") { DataStream = new MemoryStream("fine"u8.ToArray()) });
            tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "here") { LinkName = "." });
            if (link is not null && member != "second") tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, member.Split('/')[0]) { LinkName = link });
            tar.WriteEntry(member switch
            {
                "device" => new PaxTarEntry(TarEntryType.CharacterDevice, member) { DeviceMajor = 1, DeviceMinor = 3 },
                "second" => new PaxTarEntry(TarEntryType.HardLink, member) { LinkName = link! },
                _ => new PaxTarEntry(TarEntryType.RegularFile, member) { DataStream = new MemoryStream("x"u8.ToArray()) },
            });
        }
        Assert.Contains(complaint, Assert.Throws<SparkException>(() => Archive.Unpack(archive, "evil.tar.gz", Path.Combine(_folder, "deep", "in"))).Message);
        Assert.Empty(Directory.GetFiles(_folder, "escaped.txt", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }));
        Assert.Equal("fine", File.ReadAllText(Path.Combine(_folder, "deep", "in", "fine.txt")));
    }

    [Fact]
    public void APackedEnvironmentComesWithItsLinks()
    {
        var archive = Path.Combine(_folder, "environment.tgz");
        using (var tar = new TarWriter(new GZipStream(File.Create(archive), CompressionLevel.Fastest)))
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "bin/"));
            tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "bin/python") { LinkName = "/usr/bin/python3" });
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "lib/a.py") { DataStream = new MemoryStream("1"u8.ToArray()) });
            tar.WriteEntry(new PaxTarEntry(TarEntryType.HardLink, "lib/b.py") { LinkName = "lib/a.py" });
            tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "lib64") { LinkName = "lib" });
        }
        var folder = Path.Combine(_folder, "environment");
        // Twice, as where an executor finds what one before it left.
        for (var i = 0; i < 2; i++) Archive.Unpack(archive, "environment.tgz", folder);
        Assert.Equal("/usr/bin/python3", new FileInfo(Path.Combine(folder, "bin", "python")).LinkTarget);
        Assert.Equal("1", File.ReadAllText(Path.Combine(folder, "lib64", "b.py")));
    }

    [Fact]
    public void AMasterHoldsProgramsByTheirContent()
    {
        using var store = new BundleStore(null, []);
        using var server = new FrameServer("master", IPAddress.Loopback, Secret, connection =>
        {
            while (connection.Receive() is { } frame) connection.Send(DeployJson.Encode(store.Answer(DeployJson.Decode(frame))!));
        });
        using var connection = FrameConnection.Connect("127.0.0.1", server.Port, Secret);
        var source = Path.Combine(_folder, "program.zip");
        var content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 400_000)));
        File.WriteAllBytes(source, content);
        var hash = BundleClient.Upload(connection, source);
        Assert.Equal(hash, BundleClient.Upload(connection, source));
        BundleClient.Download(connection, hash, source + ".back");
        Assert.Equal(content, File.ReadAllBytes(source + ".back"));
        Assert.IsType<BundlePart>(store.Answer(new StoreBundlePart(new string('0', 64), 0, [1], Last: true)));
        Assert.Throws<SparkException>(() => BundleClient.Download(connection, new string('0', 64), source + ".none"));
        Assert.Throws<SparkException>(() => BundleClient.Download(connection, "../../etc/passwd", source + ".none"));
        store.Remove(hash);
        Assert.Throws<SparkException>(() => BundleClient.Download(connection, hash, source + ".none"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
