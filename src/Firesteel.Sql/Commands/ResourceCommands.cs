using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Foundation.FileSystems;
using Firesteel.Sql.Sessions;

namespace Firesteel.Sql.Commands;

/// <summary>ADD and LIST of files, jars and archives.</summary>
static class ResourceCommands
{
    public static void Register()
    {
        CommandExecutor.Register<AddResources>(Add);
        CommandExecutor.Register<ListResources>(List);
    }

    private static QueryResult Add(AddResources add, SessionState session, QueryRunner runner)
    {
        foreach (var path in add.Paths)
        {
            var (system, local) = FileSystemRegistry.Resolve(path);
            if (system.GetStatus(local) == null) throw SparkException.WithoutCondition($"File {system.Qualify(local)} does not exist");
            session.Resources.Add((KindOf(add.Kind), system.Qualify(local)));
        }
        return CommandExecutor.Nothing;
    }

    private static QueryResult List(ListResources list, SessionState session, QueryRunner runner)
    {
        var wanted = list.Paths.Select(FileSystemRegistry.Qualify).ToList();
        var found = session.Resources.Where(r => r.Kind == KindOf(list.Kind) && (wanted.Count == 0 || wanted.Contains(r.Path))).Select(r => r.Path).Distinct();
        return CommandRows.Text(["Results"], found.Select(p => new object?[] { p }));
    }

    // FILE and FILES are one kind.
    private static string KindOf(string word) => word.ToUpperInvariant().TrimEnd('S');
}
