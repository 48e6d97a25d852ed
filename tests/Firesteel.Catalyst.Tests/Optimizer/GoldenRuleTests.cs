using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Python;
using Firesteel.Catalyst.Optimizer;
using Firesteel.Catalyst.Parser;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Tests.Analysis;
using Firesteel.Testing;
using Firesteel.Types;
using Xunit;

namespace Firesteel.Catalyst.Tests.Optimizer;

/// <summary>Each rule over the statements of its Golden/*.sql: the plan before and after it, columns numbered as they appear. UPDATE_GOLDEN=1 writes the .txt files anew.</summary>
public partial class GoldenRuleTests
{
    private static readonly OptimizerRule[] Preparation = [new InlineCtes(), new EliminateNames(), new ReplaceDefinedFunctions()];

    private static readonly Dictionary<string, OptimizerRule[]> Rules = new()
    {
        ["InlineCtes"] = [new InlineCtes()],
        ["EliminateNames"] = [new EliminateNames()],
        ["ReplaceDefinedFunctions"] = [new ReplaceDefinedFunctions()],
        ["ReplaceSetOperations"] = [new ReplaceSetOperations()],
        ["FoldConstants"] = [new FoldConstants("UTC")],
        ["SimplifyBooleans"] = [new SimplifyBooleans()],
        ["SimplifyConditionals"] = [new SimplifyConditionals()],
        ["UnwrapCasts"] = [new FoldConstants("UTC"), new UnwrapCasts()],
        ["TypeVariantPaths"] = [new TypeVariantPaths()],
        ["PushDownPredicates"] = [new PushDownPredicates()],
        ["InferConditions"] = [new PushDownPredicates(), new InferConditions()],
        ["ReduceOuterJoins"] = [new ReduceOuterJoins()],
        ["CombineProjects"] = [new CombineProjects()],
        ["SimplifyStructFields"] = [new CombineProjects(), new SimplifyStructFields()],
        ["CombineUnions"] = [new CombineUnions()],
        ["PushDownLimits"] = [new PushDownLimits()],
        ["EliminateSorts"] = [new EliminateSorts()],
        ["EliminateDistinct"] = [new EliminateDistinct()],
        ["PropagateEmptyRelations"] = [new SimplifyBooleans(), new PropagateEmptyRelations()],
        ["RewritePredicateSubqueries"] = [new RewritePredicateSubqueries()],
        ["RewriteScalarSubqueries"] = [new RewriteScalarSubqueries()],
        ["RewriteLateralJoins"] = [new RewriteLateralJoins()],
        ["SortMapKeys"] = [new SortMapKeys()],
        ["SplitAggregateSubqueries"] = [new SplitAggregateSubqueries()],
        ["RewriteDistinctAggregates"] = [new RewriteDistinctAggregates()],
        ["ReorderJoins"] = [new PushDownPredicates(), new ReorderJoins(new Statistics())],
        ["PruneColumns"] = [new PruneColumns()],
        ["ExtractPythonUdfs"] = [new ExtractPythonUdfs()],
    };

    public static TheoryData<string> Names => new(Rules.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void RuleGivesItsPlans(string rule)
    {
        var session = Session();
        var first = Array.FindIndex(Preparation, p => p.Name == rule);
        var text = "";
        foreach (var sql in SqlParser.SplitStatements(File.ReadAllText(Path.Combine(Folder(), "Golden", rule + ".sql"))))
        {
            var before = (first < 0 ? Preparation : Preparation[..first]).Aggregate(session.Analyze(sql), (p, r) => r.Apply(p));
            before = Rules[rule][..^1].Aggregate(before, (p, r) => r.Apply(p));
            var after = Rules[rule][^1].Apply(before);
            text += $"> {sql}\n{Numbered(Text(before) + (Text(before) == Text(after) ? "unchanged\n" : $"becomes\n{Text(after)}"))}\n";
        }
        Golden.Check($"tests/Firesteel.Catalyst.Tests/Optimizer/Golden/{rule}.txt", text);
    }

    /// <summary>Whole plans of the optimizer.</summary>
    [Fact]
    public void OptimizerGivesItsPlans()
    {
        var session = Session();
        var text = string.Concat(SqlParser.SplitStatements(File.ReadAllText(Path.Combine(Folder(), "Golden", "Optimizer.sql")))
            .Select(sql => $"> {sql}\n{Numbered(Text(Catalyst.Optimizer.Optimizer.Create(new Statistics()).Execute(session.Analyze(sql))))}\n"));
        Golden.Check("tests/Firesteel.Catalyst.Tests/Optimizer/Golden/Optimizer.txt", text);
    }

    [Fact]
    public void EveryRuleHasItsPlans()
        => Assert.Empty(typeof(OptimizerRule).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(OptimizerRule)) && !t.IsAbstract && !Rules.ContainsKey(t.Name)).Select(t => t.Name));

    [Fact]
    public void RulesAreExcludedBySparksNames()
    {
        var session = Session();
        var plan = session.Analyze("select a from (select a, b from t) where b > 1");
        var kept = Catalyst.Optimizer.Optimizer.Create(new Statistics(), new HashSet<string> { "PushDownPredicates", "CollapseProject" }).Execute(plan);
        Assert.Contains(kept.Collect<Filter>(), f => f.Child is Project);
        Assert.DoesNotContain(Catalyst.Optimizer.Optimizer.Create(new Statistics()).Execute(plan).Collect<Filter>(), f => f.Child is Project);
        // Plans cannot run without some rules.
        var subquery = session.Analyze("select a from t where a in (select x from s)");
        Assert.Empty(Catalyst.Optimizer.Optimizer.Create(new Statistics(), new HashSet<string> { "RewritePredicateSubqueries" }).Execute(subquery).Collect<Filter>().Where(f => f.Condition.Contains(e => e is InSubquery)));
    }

    private static string Text(LogicalPlan plan)
    {
        var text = plan.TreeString();
        foreach (var subquery in Subqueries(plan)) text += $"subquery\n{Text(subquery)}";
        return text;
    }

    private static IEnumerable<LogicalPlan> Subqueries(LogicalPlan plan)
        => plan.Expressions.SelectMany(e => e.Collect<SubqueryExpression>()).Select(s => s.Plan).Concat(plan.Children.SelectMany(Subqueries));

    // Ids by the order in which they appear; a subquery's hash says nothing.
    private static string Numbered(string text)
    {
        var ids = new Dictionary<string, int>();
        var ctes = new Dictionary<string, int>();
        text = Ctes().Replace(Hashes().Replace(text, "scalar-subquery"), m => $"{m.Groups[1].Value} {(ctes.TryGetValue(m.Groups[2].Value, out var n) ? n : ctes[m.Groups[2].Value] = ctes.Count)}");
        return Ids().Replace(text, m => $"#{(ids.TryGetValue(m.Value, out var n) ? n : ids[m.Value] = ids.Count)}");
    }

    [GeneratedRegex(@"#\d+")]
    private static partial Regex Ids();

    [GeneratedRegex(@"(CTERelation(?:Ref|Def)) (\d+)")]
    private static partial Regex Ctes();

    [GeneratedRegex(@"scalar-subquery#\d+")]
    private static partial Regex Hashes();

    private static TestSession Session()
    {
        var session = new TestSession();
        Add(session, "t", 1_000, ("a", IntegerType.Instance, 1, 1_000), ("b", IntegerType.Instance, 1, 50), ("c", StringType.Instance, 0, 0));
        Add(session, "s", 100, ("x", IntegerType.Instance, 1, 100), ("y", IntegerType.Instance, 1, 10));
        Add(session, "n", 10, ("k", IntegerType.Instance, 1, 10), ("name", StringType.Instance, 0, 0));
        Add(session, "fact", 1_000_000, ("id", LongType.Instance, 1, 1_000_000), ("a", IntegerType.Instance, 1, 1_000), ("x", IntegerType.Instance, 1, 100), ("k", IntegerType.Instance, 1, 10), ("v", new DecimalType(10, 2), 0, 0));
        // Python functions: pickled, with Arrow, of pandas, over an iterator, and one whose answers differ.
        (string, PythonEvalType)[] functions =
        [
            ("plain", PythonEvalType.Batched), ("inner_plain", PythonEvalType.Batched), ("pandas", PythonEvalType.ScalarPandas),
            ("arrow", PythonEvalType.ArrowBatched), ("pickled", PythonEvalType.Batched), ("iterated", PythonEvalType.ScalarPandasIter), ("dice", PythonEvalType.ArrowBatched),
        ];
        foreach (var (name, kind) in functions)
            session.Functions.Register(PythonFunctions.Define(name, new PythonFunction(Encoding.UTF8.GetBytes(name), "3.11"), IntegerType.Instance, kind, isDeterministic: name != "dice"));
        return session;
    }

    private static void Add(TestSession session, string name, long rows, params (string Name, DataType Type, int Min, int Max)[] columns)
    {
        var schema = new StructType(columns.Select(c => new StructField(c.Name, c.Type)));
        var statistics = columns.Where(c => c.Max > 0).ToDictionary(c => c.Name, c => new ColumnStatistics(c.Type is LongType ? (long)c.Min : c.Min, c.Type is LongType ? (long)c.Max : c.Max, 0, null, null));
        var relation = new SourceRelation(new StatisticsTable(schema, rows, statistics), new(columns.Select(c => new AttributeReference(c.Name, c.Type, true, ExprId.Next())))) { Name = [name] };
        session.Catalog.Views.Put(new TemporaryView([name], session.Analyze(relation), null), replace: true);
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
