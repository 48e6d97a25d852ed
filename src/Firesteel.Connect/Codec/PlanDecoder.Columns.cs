using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Frames.Steps;
using Firesteel.Types;
using Messages = Firesteel.Connect.Messages;

namespace Firesteel.Connect.Codec;

/// <summary>Relations that change the shape of their input.</summary>
sealed partial class PlanDecoder
{
    private LogicalPlan WithColumns(Messages.WithColumns with)
    {
        foreach (var alias in with.Aliases)
            if (alias.Name.Count != 1) throw InvalidPlan.Because("WITH_COLUMNS_REQUIRE_SINGLE_NAME_PART", ("got", string.Join(".", alias.Name)));
        return Take(new AddColumns(new(with.Aliases.Select(a => new Alias(Expression(a.Expr), a.Name[0]) { ExplicitMetadata = a.HasMetadata ? TypeCodec.Metadata(a.Metadata) : null })), Decode(with.Input)));
    }

    private static IEnumerable<KeyValuePair<string, string>> Renames(Messages.WithColumnsRenamed with)
        => with.Renames.Count > 0 ? with.Renames.Select(r => KeyValuePair.Create(r.ColName, r.NewColName)) : with.RenameColumnsMap;

    private LogicalPlan Deduplicate(Messages.Deduplicate deduplicate)
    {
        if (deduplicate.Input == null) throw InvalidPlan.Because("DEDUPLICATE_NEEDS_INPUT");
        if (deduplicate.AllColumnsAsKeys && deduplicate.ColumnNames.Count > 0) throw InvalidPlan.Because("DEDUPLICATE_ALL_COLUMNS_AND_SUBSET");
        if (deduplicate.AllColumnsAsKeys) return new Distinct(Decode(deduplicate.Input));
        if (deduplicate.ColumnNames.Count == 0) throw InvalidPlan.Because("DEDUPLICATE_REQUIRES_COLUMNS_OR_ALL");
        return Take(new DistinctBy(new(deduplicate.ColumnNames), Decode(deduplicate.Input)));
    }

    private ValueList<Expression> HintParameters(IEnumerable<Messages.Expression> parameters)
        => new(parameters.Select(p => Expression(p) is Literal { Type: StringType, Value: string text } ? new UnresolvedAttribute(ColumnName.Parts(text)) : Expression(p)));

    private Unpivot Unpivot(Messages.Unpivot unpivot)
    {
        var groups = unpivot.Values?.Values_.Select(v => new UnpivotGroup([Expression(v)], null)).ToArray();
        return new Unpivot(_expressions.Decode(unpivot.Ids), groups == null ? null : new(groups), unpivot.VariableColumnName, [unpivot.ValueColumnName], true, Decode(unpivot.Input));
    }

    private LogicalPlan Join(Messages.AsOfJoin join)
    {
        var type = JoinTypes.Parse(join.JoinType);
        if (type is not (JoinType.Inner or JoinType.LeftOuter)) throw new ArgumentException($"Unsupported as-of join type '{join.JoinType}': inner and left are supported.");
        return new NearestRow(Frame(join.Left), Frame(join.Right), type)
        {
            LeftKey = Expression(join.LeftAsOf),
            RightKey = Expression(join.RightAsOf),
            Condition = join.JoinExpr == null ? null : Expression(join.JoinExpr),
            UsingColumns = [.. join.UsingColumns],
            Tolerance = join.Tolerance == null ? null : Expression(join.Tolerance),
            AllowsEqual = join.AllowExactMatches,
            Direction = join.Direction.ToLowerInvariant(),
        }.Plan();
    }

    private LogicalPlan Zip(Messages.Zip zip)
        => zip.Left == null || zip.Right == null ? throw InvalidPlan.Missing("Both zip sides must be present") : RowNumbering.Zip(Frame(zip.Left), Frame(zip.Right)).Plan;

    private LogicalPlan Parse(Messages.Parse parse)
    {
        if (parse.Format == Messages.Parse.Types.ParseFormat.Unspecified) throw InvalidPlan.NotAmong("spark.connect.Parse.ParseFormat", parse.Format);
        var frame = Execution.LineFrames.Checked(Frame(parse.Input));
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
        var format = parse.Format switch
        {
            Messages.Parse.Types.ParseFormat.Csv => "csv",
            Messages.Parse.Types.ParseFormat.Xml => "xml",
            _ => "json",
        };
        var text = string.Concat(lines.Collect().Select(r => $"{r[0]}\n"));
        // A file of XML has one element around all others.
        _session.Artifacts.Put(name, System.Text.Encoding.UTF8.GetBytes(format == "xml" ? $"<ROWS>\n{text}</ROWS>\n" : text));
        return Spark.Read().Format(format).Options(parse.Options).Load(_session.Artifacts.FileOf(name)).Plan;
    }

    private LogicalPlan Tail(Messages.Tail tail)
    {
        if (tail.Limit < 0) throw new AnalysisException("INVALID_LIMIT_LIKE_EXPRESSION.IS_NEGATIVE", new Dictionary<string, string> { ["name"] = "tail", ["expr"] = $"\"{tail.Limit}\"", ["v"] = $"{tail.Limit}" });
        using var result = _session.Runner(CancellationToken.None).RunAnalyzed(Frame(tail.Input).Plan);
        return Execution.LastRows.Of(result, tail.Limit);
    }
}
