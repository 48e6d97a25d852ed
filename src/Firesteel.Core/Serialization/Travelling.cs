namespace Firesteel.Core.Serialization;

/// <summary>An object that is something else on its way to another process: a broadcast its number, an accumulator its id.</summary>
interface ITraveller
{
    /// <summary>What is written in place of the object.</summary>
    object Depart(ObjectOutput output);
}

/// <summary>What a traveller becomes where it arrives.</summary>
interface IArrival
{
    object Arrive(ObjectInput input);
}

/// <summary>An object of the driver that has no meaning in tasks, such as a session.</summary>
interface IDriverOnly;

/// <summary>What is written in place of an object.</summary>
static class Travelling
{
    public static object Replace(object value, ObjectOutput output) => value is ITraveller traveller ? traveller.Depart(output) : value;
}
