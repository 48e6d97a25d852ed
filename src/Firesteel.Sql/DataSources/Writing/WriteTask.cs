using Firesteel.Columnar.Vectors;
using Firesteel.Core.Metrics;
using Firesteel.Core.Scheduler;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.FileSystems;
using Firesteel.Sql.Execution;

namespace Firesteel.Sql.DataSources.Writing;

/// <summary>
/// Writes the rows of one task into files under the folder of its attempt: one file at a time, a new one where the partition folder
/// changes (rows come sorted by it) and where the file has as many rows as it may.
/// </summary>
sealed unsafe class WriteTask
{
    private readonly FileWriteSpec _spec;
    private readonly WriteLayout _layout;
    private readonly TaskExecution _task;
    private readonly int _partition;
    private readonly IFileSystem _system;
    private readonly string _attempt;
    private readonly List<WrittenFile> _files = [];
    private readonly PartitionFolders? _folders;
    private readonly ColumnarBatch _slice;
    private readonly ushort* _rows;
    private IFileWriter? _writer;
    private string _folder = "";
    private string _name = "";
    private int _counter;
    private long _fileRows;

    public WriteTask(FileWriteSpec spec, WriteLayout layout, int partition, TaskExecution task)
    {
        (_spec, _layout, _partition, _task) = (spec, layout, partition, task);
        _system = layout.System;
        var attempt = task.Context is { } context ? context.TaskAttemptId : 0;
        _attempt = $"{layout.Staging}/attempt-{partition:D5}-{attempt}";
        _folders = layout.PartitionOrdinals.Count == 0 ? null : new PartitionFolders(spec.PartitionColumns, [.. layout.PartitionOrdinals], task.Settings.TimeZone);
        _slice = new ColumnarBatch(new ColumnVector[layout.DataOrdinals.Count]);
        _rows = (ushort*)task.Memory.Allocate(ColumnarBatch.MaxRows * sizeof(ushort)).Pointer;
    }

    /// <summary>The files that the task wrote; on an error none stays.</summary>
    /// <exception cref="CommitDeniedException">Another attempt of the task has published its files.</exception>
    /// <exception cref="SparkException">TASK_WRITE_FAILED where the file system refuses.</exception>
    public ValueList<WrittenFile> Run(BatchIterator rows)
    {
        try
        {
            try
            {
                // The first task leaves a file even without rows, so that the schema is there to see.
                if (_partition == 0 && _folders == null) Open("");
                while (rows.Next() is { } batch)
                {
                    _task.ThrowIfCancelled();
                    for (var c = 0; c < _layout.DataOrdinals.Count; c++) _slice.Columns[c] = batch.Columns[_layout.DataOrdinals[c]];
                    Write(batch);
                }
                CloseFile();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new SparkException("TASK_WRITE_FAILED", new Dictionary<string, string> { ["path"] = _system.Qualify(_layout.Root) }, cause: e);
            }
            _task.Context?.ClaimCommit();
            return new(_files);
        }
        catch
        {
            Abort();
            throw;
        }
    }

    private void Write(ColumnarBatch batch)
    {
        for (var from = 0; from < batch.SelectedCount;)
        {
            var to = batch.SelectedCount;
            if (_folders != null)
            {
                var first = batch.Selection[from];
                for (to = from + 1; to < batch.SelectedCount && _folders.Same(batch, first, batch.Selection[to]); to++) { }
                var folder = _folders.Of(batch, first);
                if (_writer == null || folder != _folder) Open(folder);
            }
            else if (_writer == null)
            {
                Open("");
            }
            from = WriteRun(batch, from, to);
        }
    }

    // Writes rows of one folder, in as many files as they need.
    private int WriteRun(ColumnarBatch batch, int from, int to)
    {
        while (from < to)
        {
            if (_layout.RowsPerFile > 0 && _fileRows >= _layout.RowsPerFile) NextFile();
            var count = _layout.RowsPerFile > 0 ? (int)Math.Min(to - from, _layout.RowsPerFile - _fileRows) : to - from;
            if (count == batch.SelectedCount)
            {
                _slice.SetRows(batch.RowCount, batch.Selection);
            }
            else
            {
                for (var k = 0; k < count; k++) _rows[k] = (ushort)batch.Selection[from + k];
                _slice.SetRows(batch.RowCount, new Selection(_rows, count));
            }
            _writer!.Write(_slice);
            _fileRows += count;
            from += count;
        }
        return from;
    }

    private void Open(string folder)
    {
        CloseFile();
        (_folder, _counter) = (folder, _files.Count(f => f.Folder == folder));
        Create();
    }

    private void NextFile()
    {
        CloseFile();
        _counter++;
        Create();
    }

    private void Create()
    {
        // Spark joins the number of the file by a dot where there are partition folders.
        _name = $"part-{_partition:D5}-{_layout.JobId}{(_folders == null ? '-' : '.')}c{_counter:D3}{_layout.Suffix}";
        _writer = _spec.Format.CreateWriter(_system.Qualify(PathOfFile()), new FileWriteRequest(_layout.FileSchema, _spec.Options, _spec.Conf), _task);
        _fileRows = 0;
    }

    private string PathOfFile() => _folder.Length == 0 ? $"{_attempt}/{_name}" : $"{_attempt}/{_folder}/{_name}";

    private void CloseFile()
    {
        if (_writer is not { } writer) return;
        _writer = null;
        using (writer) writer.Close();
        // A compressed file is smaller than what was written to it.
        var file = new WrittenFile(_attempt, _folder, _name, _fileRows, _system.GetStatus(PathOfFile())?.Length ?? 0);
        _files.Add(file);
        if (_task.Context?.Metrics is not { } metrics) return;
        metrics.Add(TaskMetric.OutputBytesWritten, file.Bytes);
        metrics.Add(TaskMetric.OutputRecordsWritten, file.Rows);
    }

    private void Abort()
    {
        try
        {
            _writer?.Dispose();
        }
        catch (IOException)
        {
            // The write that failed is the error to tell of.
        }
        finally
        {
            _writer = null;
            _system.Delete(_attempt, recursive: true);
        }
    }
}
