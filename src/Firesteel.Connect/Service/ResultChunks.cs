using Firesteel.Connect.Messages;

namespace Firesteel.Connect.Service;

/// <summary>How a client takes batches that are large: in pieces, if it can put them together.</summary>
/// <param name="MostBytes">Most bytes of a piece; null for batches that must come whole.</param>
readonly record struct ResultChunks(int? MostBytes)
{
    private const int Least = 1 << 10;
    private const int Most = 32 << 20;

    public static ResultChunks Of(IEnumerable<ExecutePlanRequest.Types.RequestOption> options)
    {
        var asked = options.Select(o => o.ResultChunkingOptions).LastOrDefault(o => o is { AllowArrowBatchChunking: true });
        return asked == null ? default : new(asked is { HasPreferredArrowChunkSize: true } ? (int)Math.Clamp(asked.PreferredArrowChunkSize, Least, Most) : Most);
    }
}
