using System.Globalization;

namespace Firesteel.Corpora;

/// <summary>What the command line asks for.</summary>
sealed record RunOptions(List<string> Paths, bool ShowFailures, int Threads, int BatchRows, bool Poison, int MemoryMegabytes, bool Shuffle = false, int Executors = 0)
{
    public static RunOptions Parse(string[] args)
    {
        var (paths, failures, threads, batchRows, poison) = (new List<string>(), false, 2, 0, false);
        var memory = 0;
        var (shuffle, executors) = (false, 0);
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--failures": failures = true; break;
                case "--memory": memory = int.Parse(args[++i], CultureInfo.InvariantCulture); break;
                case "--shuffle": shuffle = true; break;
                case "--poison": poison = true; break;
                case "--batch-rows": batchRows = int.Parse(args[++i], CultureInfo.InvariantCulture); break;
                case "--master":
                    var master = args[++i];
                    if (master.StartsWith("local-cluster[", StringComparison.Ordinal))
                    {
                        var shape = master["local-cluster[".Length..^1].Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray();
                        (executors, threads) = (shape[0], shape[1]);
                        break;
                    }
                    threads = master == "local" ? 1 : master == "local[*]" ? Environment.ProcessorCount : int.Parse(master["local[".Length..^1].Split(',')[0], CultureInfo.InvariantCulture);
                    break;
                default: paths.Add(args[i]); break;
            }
        }
        return new RunOptions(paths, failures, threads, batchRows, poison, memory, shuffle, executors);
    }
}

/// <summary>Counts by kind of statement.</summary>
sealed class Tally
{
    public int Rows, RowsPassed, Silent, SilentPassed, Errors, ErrorsPassed, NullabilityPassed;
    /// <summary>Statements whose answer differs, as file and place.</summary>
    public SortedSet<string> Differing { get; } = new(StringComparer.Ordinal);

    public int Total => Rows + Silent + Errors;
    public int Passed => RowsPassed + SilentPassed + ErrorsPassed;

    public void Add(Tally other)
    {
        Rows += other.Rows;
        RowsPassed += other.RowsPassed;
        Silent += other.Silent;
        SilentPassed += other.SilentPassed;
        Errors += other.Errors;
        ErrorsPassed += other.ErrorsPassed;
        NullabilityPassed += other.NullabilityPassed;
        Differing.UnionWith(other.Differing);
    }
}
