namespace Firesteel.Python.Gateway.Java;

/// <summary>What <c>getClass</c> answers: a class by its name.</summary>
sealed record JavaClass(string Name)
{
    public string SimpleName => Name[(Name.LastIndexOfAny(['.', '$']) + 1)..];
    public override string ToString() => $"class {Name}";
}
