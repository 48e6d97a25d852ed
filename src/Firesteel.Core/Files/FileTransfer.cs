using System.Security.Cryptography;
using System.Text;
using Firesteel.Core.Rpc;

namespace Firesteel.Core.Files;

/// <summary>Brings files of an application from its driver over authenticated connections, a part at a time.</summary>
static class FileTransfer
{
    private const int PartBytes = 1 << 20;

    /// <summary>Answers the requests of one connection, the first of which has been read.</summary>
    public static void Serve(FrameConnection connection, byte[] first, SharedFiles files)
    {
        for (var frame = first; frame is not null; frame = connection.Receive())
        {
            using var request = new FrameReader(frame);
            if (request.ReadKind() != ExecutorMessage.FetchFile) throw new InvalidDataException("Not a request for a file");
            Answer(connection, request, files);
        }
    }

    /// <summary>Fetches a file to a path where nothing lies yet; it is there whole and as it was, or not at all.</summary>
    /// <exception cref="IOException">It cannot be had.</exception>
    public static void Fetch(FrameConnection connection, SharedFile file, string target)
    {
        var unfinished = target + ".part";
        using (var output = new FileStream(unfinished, FileMode.Create, FileAccess.Write))
        using (var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256))
        {
            while (output.Position < file.Length)
            {
                using var request = FrameWriter.Start(ExecutorMessage.FetchFile);
                request.Write(file.Hash);
                request.Write(output.Position);
                connection.Send(request.Finish());
                var answer = connection.Receive() ?? throw new EndOfStreamException("The driver closed the connection");
                if (answer.Length < 2 || (ExecutorMessage)answer[0] != ExecutorMessage.FilePart) throw new IOException(Encoding.UTF8.GetString(answer.AsSpan(Math.Min(1, answer.Length))));
                output.Write(answer.AsSpan(1));
                hash.AppendData(answer.AsSpan(1));
            }
            if (Convert.ToHexStringLower(hash.GetHashAndReset()) != file.Hash) throw new IOException($"{file.Name} arrived damaged, or was changed after it was added");
        }
        File.Move(unfinished, target, overwrite: true);
    }

    private static void Answer(FrameConnection connection, FrameReader request, SharedFiles files)
    {
        var (hash, offset) = (request.ReadString(), request.ReadInt64());
        try
        {
            var path = files.PathOf(hash) ?? throw new FileNotFoundException("The application has no such file");
            using var file = File.OpenRead(path);
            file.Seek(offset, SeekOrigin.Begin);
            var part = new byte[1 + Math.Min(PartBytes, Math.Max(0, file.Length - offset))];
            part[0] = (byte)ExecutorMessage.FilePart;
            var read = file.ReadAtLeast(part.AsSpan(1), part.Length - 1, throwOnEndOfStream: false);
            if (read == 0) throw new IOException($"{path} is shorter than it was when it was added");
            connection.Send(part.AsSpan(0, 1 + read));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            connection.Send([(byte)ExecutorMessage.NoBlock, .. Encoding.UTF8.GetBytes(e.Message)]);
        }
    }
}
