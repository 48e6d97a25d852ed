using System.Runtime.CompilerServices;
using Firesteel.Foundation.Logging;

namespace Firesteel.Core.Tests.Support;

/// <summary>Tests make tasks fail on purpose: what is logged about that would only hide a real failure.</summary>
static class QuietLogs
{
    [ModuleInitializer]
    public static void TurnOff() => Logger.Level = LogLevel.Off;
}
