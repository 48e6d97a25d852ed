using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Frames.Steps;

/// <summary>A column whose values become columns.</summary>
/// <param name="Values">The values; null where a first query shall find them out.</param>
sealed record PivotColumn(Expression Column, ValueList<Expression>? Values);

/// <summary>Rows in groups, each of which gives a row: its keys, then aggregates.</summary>
/// <param name="Kind">Rollup, cube or grouping sets; null for plain groups.</param>
sealed record GroupRows(GroupingKind? Kind, ValueList<Expression> Keys, ValueList<Expression> Aggregates, PivotColumn? Pivot, LogicalPlan Child) : FrameStep(Child)
{
    /// <summary>The grouping sets, where they are named.</summary>
    public ValueList<ValueList<Expression>> Sets { get; init; } = ValueList<ValueList<Expression>>.Empty;

    public override LogicalPlan Over(DataFrame input)
    {
        if (Pivot is { } pivot)
            return Kind is null ? new Pivot(Named(Keys), pivot.Column, pivot.Values ?? Find(pivot.Column, input), Aggregates, input.Plan) : throw new AnalysisException("UNSUPPORTED_FEATURE.PIVOT_AFTER_GROUP_BY");
        var keeps = input.SparkSession.Conf().Get("spark.sql.retainGroupColumns", "true") != "false";
        var items = keeps ? new(Keys.Select(g => g is INamedExpression ? g : new UnresolvedAlias(g)).Concat(Aggregates)) : Aggregates;
        // A key that has a name is grouped by what it names.
        var keys = new ValueList<Expression>(Keys.Select(g => g is Alias a ? a.Child : g));
        ValueList<Expression> grouping = Kind switch
        {
            null => keys,
            GroupingKind.GroupingSets => [new GroupingSets(GroupingKind.GroupingSets, Sets) { Given = keys }],
            { } kind => [new GroupingSets(kind, new(keys.Select(g => new ValueList<Expression>([g]))))],
        };
        return new Aggregate(grouping, items, input.Plan);
    }

    // A field of a struct gives the column its own name.
    private static ValueList<Expression> Named(ValueList<Expression> keys) => new(keys.Select(k => k is UnresolvedAttribute { Parts.Count: > 1 } a ? new Alias(a, a.Parts[^1]) : k));

    private static ValueList<Expression> Find(Expression column, DataFrame input)
    {
        var most = int.Parse(input.SparkSession.Conf().Get("spark.sql.pivotMaxValues"), System.Globalization.CultureInfo.InvariantCulture);
        var values = input.Select(new Column(column).As("value")).Distinct().Sort(Functions.Col("value")).Limit(most + 1);
        var type = values.Schema()[0].DataType;
        var found = values.Collect().Select(r => (Expression)new Literal(Encoders.ClrValues.ToLiteral(r[0], type), type)).ToList();
        if (found.Count > most)
            throw new AnalysisException("_LEGACY_ERROR_TEMP_1324", new Dictionary<string, string> { ["pivotColumn"] = column.Sql, ["maxValues"] = $"{most}", ["conf"] = "spark.sql.pivotMaxValues" });
        return new(found);
    }
}
