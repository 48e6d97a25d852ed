namespace Firesteel.Foundation.Configuration;

/// <summary>Pages and progress bars.</summary>
static class UiConfig
{
    public static readonly ConfigEntry<bool> UiEnabled =
        ConfigBuilder.Of("spark.ui.enabled").Doc("Serve the application's pages.").Boolean("true");

    public static readonly ConfigEntry<int> UiPort =
        ConfigBuilder.Of("spark.ui.port").Doc("Port of the application's pages; the next free one is taken.").Int("4040");

    public static readonly ConfigEntry<bool> UiShowConsoleProgress =
        ConfigBuilder.Of("spark.ui.showConsoleProgress").Doc("Show progress bars on the terminal.").Boolean("false");

    public static readonly ConfigEntry<int> UiRetainedJobs =
        ConfigBuilder.Of("spark.ui.retainedJobs").Doc("Jobs that pages remember.").Int("1000");

    public static readonly ConfigEntry<int> UiRetainedStages =
        ConfigBuilder.Of("spark.ui.retainedStages").Doc("Stages that pages remember.").Int("1000");

    public static readonly ConfigEntry<int> UiRetainedTasks =
        ConfigBuilder.Of("spark.ui.retainedTasks").Doc("Tasks that pages remember, of each stage.").Int("100000");

    public static readonly ConfigEntry<int> UiRetainedExecutions =
        ConfigBuilder.Of("spark.sql.ui.retainedExecutions").Doc("SQL executions that pages remember.").OfApplication().Int("1000");

    public static readonly ConfigEntry<bool> UiKillEnabled =
        ConfigBuilder.Of("spark.ui.killEnabled").Doc("Let pages end jobs and stages.").Boolean("true");

    public static readonly ConfigEntry<bool> UiReverseProxy =
        ConfigBuilder.Of("spark.ui.reverseProxy").Doc("Reach pages of workers and applications through the Master's.").NotYet().Boolean("false");

    public static readonly ConfigEntry<int> PortMaxRetries =
        ConfigBuilder.Of("spark.port.maxRetries").Doc("Ports after the one asked for that are tried.").Since("1.1.1").Int("16");
}
