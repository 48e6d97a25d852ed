using Firesteel.Encoders;

namespace Firesteel.Remote;

/// <summary>Questions to a server's catalog, and its rows as what they mean.</summary>
sealed class RemoteCatalog(IRemoteSession session)
{
    public string Text(CatalogQuestion question) => (string)Run(new CatalogCall(question))[0][0]!;
    public bool Flag(CatalogQuestion question, string name) => (bool)Run(new CatalogCall(question, name))[0][0]!;
    public void Do(CatalogQuestion question, string name = "") => Run(new CatalogCall(question, name));

    public IReadOnlyList<Database> Databases(CatalogQuestion question, string name = "")
        => [.. Run(new CatalogCall(question, name)).Select(r => new Database((string)r["name"]!, (string?)r["catalog"], (string?)r["description"], (string)r["locationUri"]!))];

    public IReadOnlyList<Table> Tables(CatalogQuestion question, string name, string? database = null)
        => [.. Run(new CatalogCall(question, name, database)).Select(r =>
            new Table((string)r["name"]!, (string?)r["catalog"], (r["namespace"] as object?[])?.Cast<string>().ToList(), (string?)r["description"], (string)r["tableType"]!, (bool)r["isTemporary"]!))];

    public IReadOnlyList<CatalogColumn> Columns(string table)
        => [.. Run(new CatalogCall(CatalogQuestion.ListColumns, table)).Select(r =>
            new CatalogColumn((string)r["name"]!, (string?)r["description"], (string)r["dataType"]!, (bool)r["nullable"]!, (bool)r["isPartition"]!, (bool)r["isBucket"]!))];

    public IReadOnlyList<CatalogFunction> Functions() => [.. Run(new CatalogCall(CatalogQuestion.ListFunctions)).Select(r => new CatalogFunction((string)r["name"]!, (bool)r["isTemporary"]!))];

    public IReadOnlyList<Row> Run(CatalogCall call)
    {
        using var result = session.Run(call);
        return [.. RowReader.Read(result)];
    }
}
