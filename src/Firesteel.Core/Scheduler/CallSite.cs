namespace Firesteel.Core.Scheduler;

/// <summary>Where in a program a job began: <c>count at Program.cs:7</c>, and the stack behind it.</summary>
sealed record CallSite(string ShortForm, string LongForm = "");
