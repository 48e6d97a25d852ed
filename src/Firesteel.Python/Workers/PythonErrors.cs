namespace Firesteel.Python.Workers;

/// <summary>What goes wrong with workers.</summary>
static class PythonErrors
{
    private const string Thrown = "An exception was thrown from the Python worker";

    /// <summary>A function raised: its traceback is the message.</summary>
    public static SparkRuntimeException Raised(string traceback, Exception? cause) =>
        new("PYTHON_EXCEPTION", new Dictionary<string, string> { ["msg"] = Thrown, ["traceback"] = traceback }, cause: cause);

    public static SparkException Crashed(int pid, string lastWords, Exception cause) => SparkException.WithoutCondition(
        $"Python worker exited unexpectedly (crashed): process {pid} ended in the middle of its task. It left the process itself (os._exit), was killed by a signal, or the system took it for its memory."
        + (lastWords.Length > 0 ? $"\n{lastWords}" : " With spark.python.worker.faulthandler.enabled=true the place where a signal met it is shown."), cause);

    public static SparkException Silent(int pid, long seconds) => SparkException.WithoutCondition(
        $"Python worker process {pid} was killed: it sent nothing for {seconds} seconds (spark.python.worker.idleTimeoutSeconds).");

    public static SparkException Broken(int pid, int mark) => SparkException.WithoutCondition(
        $"Python worker process {pid} sent {mark} where a length or a mark should stand. Something wrote to its connection.");
}
