namespace Firesteel.Sql.Execution.Remote;

/// <summary>Carries what plans hold of the program itself, such as its functions: the layer above knows how.</summary>
interface IProgramObjects
{
    byte[] Write(object value);

    object Read(byte[] bytes);
}

/// <summary>A function of the program, which no other process has by name.</summary>
interface IProgramFunction;
