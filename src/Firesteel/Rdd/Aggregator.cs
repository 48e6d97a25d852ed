namespace Firesteel;

/// <summary>How the values of a key are brought together: what the first becomes, how another joins it, how two such come together.</summary>
sealed class Aggregator<TValue, TCombined>(Func<TValue, TCombined> create, Func<TCombined, TValue, TCombined> add, Func<TCombined, TCombined, TCombined> merge)
{
    public Func<TValue, TCombined> Create => create;
    public Func<TCombined, TValue, TCombined> Add => add;
    public Func<TCombined, TCombined, TCombined> Merge => merge;
}
