using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Frames.Steps;

/// <summary>Columns added, or put in the place of those of the same name.</summary>
sealed record AddColumns(ValueList<Alias> Added, LogicalPlan Child) : FrameStep(Child)
{
    public override LogicalPlan Over(DataFrame input)
    {
        var seen = new HashSet<string>(input.NameComparer);
        foreach (var column in Added)
            if (!seen.Add(column.Name)) throw new AnalysisException("COLUMN_ALREADY_EXISTS", new Dictionary<string, string> { ["columnName"] = SqlIdentifier.Quote(column.Name.ToLowerInvariant()) });
        var items = new List<Expression>();
        foreach (var column in input.Plan.Output) items.Add(Added.FirstOrDefault(a => input.Same(a.Name, column.Name)) is { } added ? Renamed(added) : column);
        items.AddRange(Added.Where(a => !input.Plan.Output.Any(o => input.Same(a.Name, o.Name))).Select(Renamed));
        return new Project(new(items), input.Plan);

        // A name that the column has already gives way, but not the metadata that came with it.
        static Expression Renamed(Alias column) => column is { Child: Alias { ExplicitMetadata: { } metadata } inner, ExplicitMetadata: null } ? column with { Child = inner.Child, ExplicitMetadata = metadata } : column;
    }
}

/// <summary>Columns renamed, one name after the other; names that are none are passed over.</summary>
sealed record RenameColumns(ValueList<KeyValuePair<string, string>> Names, LogicalPlan Child) : FrameStep(Child)
{
    public override LogicalPlan Over(DataFrame input)
    {
        var output = input.Plan.Output;
        if (!Names.Any(r => output.Any(o => input.Same(r.Key, o.Name)))) return input.Plan;
        return new Project(new(output.Select(Renamed)), input.Plan);

        Expression Renamed(AttributeReference column)
        {
            var name = column.Name;
            var isRenamed = false;
            foreach (var (from, to) in Names)
            {
                if (!input.Same(from, name)) continue;
                (name, isRenamed) = (to, true);
            }
            return isRenamed ? new Alias(column, name) : column;
        }
    }
}

/// <summary>Columns left out: a name leaves out every column so called, a column just itself; what is not there is passed over.</summary>
sealed record DropColumns(ValueList<string> Names, ValueList<Expression> Columns, LogicalPlan Child) : FrameStep(Child)
{
    public override LogicalPlan Over(DataFrame input)
    {
        var dropped = new HashSet<ExprId>();
        foreach (var name in Names)
            foreach (var column in input.Plan.Output.Where(o => input.Same(o.Name, name))) dropped.Add(column.Id);
        foreach (var column in Columns)
        {
            try
            {
                if (column is AttributeReference known) dropped.Add(known.Id);
                else if (input.SparkSession.State.Analyze(new Project([column], input.Plan)) is Project { List: [AttributeReference found] }) dropped.Add(found.Id);
            }
            catch (AnalysisException e) when (e.Condition.StartsWith("UNRESOLVED_COLUMN", StringComparison.Ordinal) || e.Condition == "CANNOT_RESOLVE_DATAFRAME_COLUMN")
            {
            }
        }
        return new Project(new(input.Plan.Output.Where(o => !dropped.Contains(o.Id))), input.Plan);
    }
}

/// <summary>New names for all columns.</summary>
sealed record NameColumns(ValueList<string> Names, LogicalPlan Child) : FrameStep(Child)
{
    public override LogicalPlan Over(DataFrame input)
    {
        if (Names.Count != input.Plan.Output.Count)
            throw new AnalysisException("ASSIGNMENT_ARITY_MISMATCH", new Dictionary<string, string> { ["numExpr"] = $"{Names.Count}", ["numTarget"] = $"{input.Plan.Output.Count}" });
        return new Project(new(input.Plan.Output.Select((o, i) => (Expression)new Alias(o, Names[i]))), input.Plan);
    }
}

/// <summary>One row for each distinct combination of some columns' values.</summary>
sealed record DistinctBy(ValueList<string> Columns, LogicalPlan Child) : FrameStep(Child)
{
    public override LogicalPlan Over(DataFrame input)
    {
        var output = input.Plan.Output;
        var keys = Columns.SelectMany(c => output.Where(o => input.Same(c, o.Name)) is var found && found.Any() ? found : throw Missing(c, output)).Select(o => o.Id).ToHashSet();
        // A row stands for its group: the first that comes.
        var list = output.Select(o => keys.Contains(o.Id) ? (Expression)o : new Alias(new UnresolvedFunction(["first"], [o]), o.Name));
        return new Aggregate(new(output.Where(o => keys.Contains(o.Id))), new(list), input.Plan);
    }

    private static AnalysisException Missing(string name, ValueList<AttributeReference> output) => new("UNRESOLVED_COLUMN_AMONG_FIELD_NAMES",
        new Dictionary<string, string> { ["colName"] = name, ["fieldNames"] = string.Join(", ", output.Select(o => o.Name)) });
}

/// <summary>A part of the rows drawn so that the parts of one split, drawn apart, share none.</summary>
sealed record SplitSample(double From, double To, long Seed, LogicalPlan Child) : FrameStep(Child)
{
    public bool WithReplacement { get; init; }

    public override LogicalPlan Over(DataFrame input)
    {
        // Every part draws the same numbers over the same order of rows.
        var sorted = input.Plan.Output.Where(o => o.DataType is not (MapType or VariantType)).Select(o => new SortOrder(o)).ToArray();
        return new Sample(From, To, WithReplacement, Seed, sorted.Length == 0 ? input.Plan : new Sort(new(sorted), false, input.Plan));
    }
}
