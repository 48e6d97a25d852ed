using Firesteel.Foundation.FileSystems;
using Firesteel.Foundation.Logging;

namespace Firesteel.Sql.DataSources.Writing;

/// <summary>
/// Makes the files of a write visible at once, as far as renames go: what an overwrite replaces is moved aside first, then the new
/// files take their places, then the old ones are deleted. Where something fails midway everything is put back.
/// </summary>
sealed class WriteCommit(FileWriteSpec spec, WriteLayout layout)
{
    private const string SuccessMarker = "_SUCCESS";
    private const string StagingRoot = "_temporary";
    private static readonly Logger Log = Logger.For("FileWrites");
    private readonly IFileSystem _system = layout.System;
    private readonly List<(string From, string To)> _moves = [];
    private int _aside;

    public static string StagingOf(string root, string jobId) => $"{root}/{StagingRoot}/{jobId}";

    /// <exception cref="SparkException">TASK_WRITE_FAILED where the file system refuses; the target is as before.</exception>
    public void Commit(IReadOnlyList<WrittenFile> files)
    {
        try
        {
            foreach (var file in files) RequireHere(file);
            if (spec.Mode == SaveMode.Overwrite) MoveReplacedAside(files);
            foreach (var file in files)
            {
                var folder = file.Folder.Length == 0 ? "" : "/" + file.Folder;
                if (folder.Length > 0) _system.MakeFolders(layout.Root + folder);
                Move(PathOf(file), $"{layout.Root}{folder}/{file.Name}");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            UndoMoves();
            throw new SparkException("TASK_WRITE_FAILED", new Dictionary<string, string> { ["path"] = _system.Qualify(layout.Root) }, cause: e);
        }
        if (spec.Conf.GetOption("mapreduce.fileoutputcommitter.marksuccessfuljobs") is null or "true") _system.Create($"{layout.Root}/{SuccessMarker}", overwrite: true).Dispose();
    }

    /// <summary>Deletes what the write has staged, and the staging folder itself where no other write uses it.</summary>
    public void Clean()
    {
        try
        {
            _system.Delete(layout.Staging, recursive: true);
            var staging = $"{layout.Root}/{StagingRoot}";
            if (_system.List(staging).Count == 0) _system.Delete(staging, recursive: false);
        }
        catch (IOException e)
        {
            // Another write may just have begun to stage here.
            Log.Warn($"Staged files under {layout.Root} could not be deleted.", e);
        }
    }

    // What a task on another machine wrote to a disk of its own would be missing without a word.
    private void RequireHere(WrittenFile file)
    {
        var path = PathOf(file);
        var length = _system.GetStatus(path)?.Length;
        if (length != file.Bytes)
            throw new IOException($"A task wrote {_system.Qualify(path)} with {file.Bytes} bytes, but {(length is { } found ? $"{found} are" : "it is not")} here: driver and executors must write to shared storage.");
    }

    private static string PathOf(WrittenFile file) => file.Folder.Length == 0 ? $"{file.Attempt}/{file.Name}" : $"{file.Attempt}/{file.Folder}/{file.Name}";

    private void MoveReplacedAside(IReadOnlyList<WrittenFile> files)
    {
        if (spec.DynamicOverwrite)
        {
            foreach (var folder in files.Select(f => f.Folder).Distinct(StringComparer.Ordinal))
                foreach (var entry in _system.List($"{layout.Root}/{folder}"))
                    if (entry.Name != StagingRoot) MoveAside(entry);
            return;
        }
        var fixedFolder = PartitionFolders.Of(spec.PartitionColumns, spec.StaticPartitions);
        foreach (var entry in _system.List(fixedFolder.Length == 0 ? layout.Root : $"{layout.Root}/{fixedFolder}"))
            if (entry.Name != StagingRoot) MoveAside(entry);
    }

    private void MoveAside(FileStatus entry)
    {
        var aside = $"{layout.Staging}/replaced/{_aside++}";
        _system.MakeFolders(aside);
        Move(entry.Path, $"{aside}/{entry.Name}");
    }

    private void Move(string from, string to)
    {
        _system.Rename(from, to);
        _moves.Add((from, to));
    }

    private void UndoMoves()
    {
        for (var i = _moves.Count - 1; i >= 0; i--)
        {
            try
            {
                _system.Rename(_moves[i].To, _moves[i].From);
            }
            catch (IOException e)
            {
                Log.Error($"{_moves[i].To} could not be moved back to {_moves[i].From}.", e);
            }
        }
    }
}
