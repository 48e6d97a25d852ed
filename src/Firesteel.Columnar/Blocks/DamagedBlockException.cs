namespace Firesteel.Columnar.Blocks;

/// <summary>Rows on disk are not what was written, and they belong to something that can be made again.</summary>
/// <param name="contents">What they belong to, as <see cref="SpillFile.Contents"/> names it.</param>
sealed class DamagedBlockException(object contents, SparkException damage) : SparkException(damage.Condition, damage.Parameters, cause: damage)
{
    public object Contents => contents;
}
