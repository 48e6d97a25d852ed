namespace Firesteel.Sql.Operators.Joins;

/// <summary>The build rows that may go with a streamed row: <see cref="First"/> by its place in the batch's selection, then <see cref="Next"/>; -1 ends.</summary>
abstract class MatchSource
{
    public abstract int First(int place);
    public abstract int Next(int row);
}

/// <summary>Rows of the same key.</summary>
sealed class ChainedMatches(JoinTable table, int[] heads) : MatchSource
{
    public override int First(int place) => heads[place];
    public override int Next(int row) => table.Next(row);
}

/// <summary>Every row.</summary>
sealed class AllMatches(int count) : MatchSource
{
    public override int First(int place) => count == 0 ? -1 : 0;
    public override int Next(int row) => row + 1 < count ? row + 1 : -1;
}
