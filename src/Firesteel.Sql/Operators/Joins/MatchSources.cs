using Firesteel.Columnar.Vectors;

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
sealed class AllMatches(RowBuffer rows) : MatchSource
{
    public override int First(int place) => Next(-1);

    public override int Next(int row)
    {
        // Chunks that were adopted may end early.
        for (row++; row < rows.RowNumbers; row = (row >> RowBuffer.ChunkShift) + 1 << RowBuffer.ChunkShift)
            if (rows.Holds(row)) return row;
        return -1;
    }
}
