using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Types;
using Messages = Firesteel.Connect.Messages;

namespace Firesteel.Connect.Codec;

/// <summary>Relations that change the shape of their input.</summary>
sealed partial class PlanDecoder
{
    private LogicalPlan WithColumns(Messages.WithColumns with)
    {
        var frame = Frame(with.Input);
        var added = new List<Alias>();
        foreach (var alias in with.Aliases)
        {
            if (alias.Name.Count != 1) throw InvalidPlan.Because("WITH_COLUMNS_REQUIRE_SINGLE_NAME_PART", ("got", string.Join(".", alias.Name)));
            if (added.Exists(a => Same(a.Name, alias.Name[0])))
                throw new AnalysisException("COLUMN_ALREADY_EXISTS", new Dictionary<string, string> { ["columnName"] = SqlIdentifier.Quote(alias.Name[0].ToLowerInvariant()) });
            added.Add(new Alias(Expression(alias.Expr), alias.Name[0]) { ExplicitMetadata = alias.HasMetadata ? TypeCodec.Metadata(alias.Metadata) : null });
        }
        var items = new List<Expression>();
        foreach (var column in frame.Plan.Output) items.Add(added.Find(a => Same(a.Name, column.Name)) is { } replaced ? replaced : column);
        items.AddRange(added.Where(a => !frame.Plan.Output.Any(o => Same(a.Name, o.Name))));
        return new Project(new(items), frame.Plan);
    }

    private static IEnumerable<KeyValuePair<string, string>> Renames(Messages.WithColumnsRenamed with)
        => with.Renames.Count > 0 ? with.Renames.Select(r => KeyValuePair.Create(r.ColName, r.NewColName)) : with.RenameColumnsMap;

    // A name drops every column so called, a column just itself; what is not there is passed over.
    private LogicalPlan Drop(Messages.Drop drop)
    {
        var plan = Frame(drop.Input).Plan;
        var dropped = new HashSet<ExprId>();
        foreach (var name in drop.ColumnNames)
            foreach (var column in plan.Output.Where(o => Same(o.Name, name))) dropped.Add(column.Id);
        foreach (var column in drop.Columns)
        {
            try
            {
                if (Spark.State.Analyze(new Project([Expression(column)], plan)) is Project { List: [AttributeReference found] }) dropped.Add(found.Id);
            }
            catch (AnalysisException e) when (e.Condition.StartsWith("UNRESOLVED_COLUMN", StringComparison.Ordinal) || e.Condition == "CANNOT_RESOLVE_DATAFRAME_COLUMN")
            {
            }
        }
        return new Project(new(plan.Output.Where(o => !dropped.Contains(o.Id))), plan);
    }

    private LogicalPlan Deduplicate(Messages.Deduplicate deduplicate)
    {
        if (deduplicate.AllColumnsAsKeys && deduplicate.ColumnNames.Count > 0) throw InvalidPlan.Because("DEDUPLICATE_ALL_COLUMNS_AND_SUBSET");
        if (deduplicate.AllColumnsAsKeys) return new Distinct(Decode(deduplicate.Input));
        if (deduplicate.ColumnNames.Count == 0) throw InvalidPlan.Because("DEDUPLICATE_REQUIRES_COLUMNS_OR_ALL");
        return Frame(deduplicate.Input).DropDuplicates([.. deduplicate.ColumnNames]).Plan;
    }

    private ValueList<Expression> HintParameters(IEnumerable<Messages.Expression> parameters)
        => new(parameters.Select(p => Expression(p) is Literal { Type: StringType, Value: string text } ? new UnresolvedAttribute(ColumnName.Parts(text)) : Expression(p)));

    private Unpivot Unpivot(Messages.Unpivot unpivot)
    {
        var groups = unpivot.Values?.Values_.Select(v => new UnpivotGroup([Expression(v)], null)).ToArray();
        return new Unpivot(_expressions.Decode(unpivot.Ids), groups == null ? null : new(groups), unpivot.VariableColumnName, [unpivot.ValueColumnName], true, Decode(unpivot.Input));
    }

    private LogicalPlan Transpose(Messages.Transpose transpose)
    {
        var frame = Frame(transpose.Input);
        return Transposition.Of(frame, transpose.IndexColumns.Count > 0 ? new Column(Expression(transpose.IndexColumns[0])) : null).Plan;
    }

    private LogicalPlan Zip(Messages.Zip zip) => RowNumbering.Zip(Frame(zip.Left), Frame(zip.Right)).Plan;

    private LogicalPlan Parse(Messages.Parse parse)
    {
        var frame = Frame(parse.Input);
        var text = frame.Plan.Output[0];
        if (parse.Schema == null) return Infer(parse, frame);
        var options = parse.Options.SelectMany(o => new Expression[] { Literal.Of(o.Key), Literal.Of(o.Value) });
        var function = parse.Format == Messages.Parse.Types.ParseFormat.Csv ? "from_csv" : "from_json";
        ValueList<Expression> arguments = [text, Literal.Of(TypeCodec.Decode(parse.Schema).Sql), .. parse.Options.Count > 0 ? [new UnresolvedFunction(["map"], new(options))] : Array.Empty<Expression>()];
        var parsed = Spark.State.Analyze(new Project([new Alias(new UnresolvedFunction([function], arguments), "parsed")], frame.Plan));
        return new Project([new UnresolvedStar(["parsed"])], parsed);
    }

    // To find a schema the lines are looked at as the source does with files: they become one of the session's own.
    private LogicalPlan Infer(Messages.Parse parse, DataFrame lines)
    {
        var name = $"parsed/{Guid.NewGuid():N}";
        _session.Artifacts.Put(name, System.Text.Encoding.UTF8.GetBytes(string.Concat(lines.Collect().Select(r => $"{r[0]}\n"))));
        var format = parse.Format switch
        {
            Messages.Parse.Types.ParseFormat.Csv => "csv",
            Messages.Parse.Types.ParseFormat.Xml => "xml",
            _ => "json",
        };
        return Spark.Read().Format(format).Options(parse.Options).Load(_session.Artifacts.FileOf(name)).Plan;
    }

    private LogicalPlan Tail(Messages.Tail tail)
    {
        using var result = _session.Runner(CancellationToken.None).RunAnalyzed(Frame(tail.Input).Plan);
        return Execution.LastRows.Of(result, tail.Limit);
    }

    private bool Same(string a, string b) => string.Equals(a, b, Spark.State.Settings.CaseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);
}
