namespace Firesteel.Python.Workers;

/// <summary>Numbers that stand in place of a length between an executor and its workers.</summary>
static class SpecialLength
{
    public const int EndOfDataSection = -1;
    public const int ExceptionThrown = -2;
    public const int TimingData = -3;
    public const int EndOfStream = -4;
    public const int Null = -5;
    public const int StartArrowStream = -6;
    public const int StartOfInitMessage = -8;
}
