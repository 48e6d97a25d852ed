using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>UNION, by place or by name.</summary>
sealed class ResolveUnion : OperatorRule<Union>
{
    protected override LogicalPlan Resolve(Union plan, SubqueryFrame? frame, PlanResolver resolver)
    {
        var inputs = plan.Inputs.Select(i => resolver.Resolve(i, frame)).ToList();
        if (plan.ByName)
            for (var i = 1; i < inputs.Count; i++) (inputs[0], inputs[i]) = MatchByName.Match(inputs[0], inputs[i], plan.AllowMissingColumns, resolver);
        return new Union(new(WidenSetOperations.Widen(inputs, "UNION", plan.Origin, resolver)));
    }
}

/// <summary>INTERSECT and EXCEPT.</summary>
sealed class ResolveSetOperation : OperatorRule<SetOperation>
{
    protected override LogicalPlan Resolve(SetOperation plan, SubqueryFrame? frame, PlanResolver resolver)
    {
        var left = resolver.Resolve(plan.Left, frame);
        var right = RefreshIds.Apart(left, resolver.Resolve(plan.Right, frame));
        var name = (plan.Operator == SetOperator.Intersect ? "INTERSECT" : "EXCEPT") + (plan.IsAll ? " ALL" : "");
        var inputs = WidenSetOperations.Widen([left, right], name, plan.Origin, resolver);
        return plan with { Left = inputs[0], Right = inputs[1] };
    }
}

/// <summary>Brings the columns of a set operation's inputs to common types.</summary>
static class WidenSetOperations
{
    private static readonly string[] Ordinals = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

    public static List<LogicalPlan> Widen(List<LogicalPlan> inputs, string name, Origin origin, PlanResolver resolver)
    {
        var count = inputs[0].Output.Count;
        for (var i = 1; i < inputs.Count; i++)
            if (inputs[i].Output.Count != count)
                throw AnalysisErrors.Error(origin, "NUM_COLUMNS_MISMATCH", ("operator", name), ("firstNumColumns", $"{count}"), ("invalidOrdinalNum", Ordinal(i)), ("invalidNumColumns", $"{inputs[i].Output.Count}"));
        var types = new DataType[count];
        for (var c = 0; c < count; c++)
        {
            types[c] = inputs[0].Output[c].DataType;
            for (var i = 1; i < inputs.Count; i++)
            {
                var type = inputs[i].Output[c].DataType;
                if (type == types[c]) continue;
                types[c] = TypeCoercion.WidestCommonType(types[c], type, resolver.Settings.Ansi)
                    ?? (TypeEquality.SameShape(types[c], type) ? types[c] : throw AnalysisErrors.Error(origin, "INCOMPATIBLE_COLUMN_TYPE", ("operator", name), ("columnOrdinalNumber", Ordinal(c)),
                        ("tableOrdinalNumber", Ordinal(i)), ("dataType1", AnalysisErrors.Quote(type)), ("dataType2", AnalysisErrors.Quote(types[c])), ("hint", "")));
            }
            if (name != "UNION" && ContainsMap(types[c]))
                throw AnalysisErrors.Error(origin, "UNSUPPORTED_FEATURE.SET_OPERATION_ON_MAP_TYPE", ("colName", SqlIdentifier.Quote(inputs[0].Output[c].Name)), ("dataType", AnalysisErrors.Quote(types[c])));
        }
        return [.. inputs.Select(p => Cast(p, types, resolver))];
    }

    private static LogicalPlan Cast(LogicalPlan input, DataType[] types, PlanResolver resolver)
    {
        var list = input.Output.Select((a, c) => TypeCoercion.CastTo(a, types[c], resolver.Settings.Ansi, resolver.Settings.Session.TimeZone)).ToList();
        if (!list.Where((e, c) => !ReferenceEquals(e, input.Output[c])).Any()) return input;
        return new Project(new(list.Select((e, c) => e is AttributeReference ? e : new Alias(e, input.Output[c].Name))), input);
    }

    private static string Ordinal(int index) => index < Ordinals.Length ? Ordinals[index] : $"{index + 1}th";

    private static bool ContainsMap(DataType type) => type switch
    {
        MapType => true,
        ArrayType a => ContainsMap(a.ElementType),
        StructType s => s.Fields.Any(f => ContainsMap(f.DataType)),
        _ => false,
    };
}

/// <summary>Puts the columns of a union's inputs in the order of the first, found by name; missing ones are null where that is allowed.</summary>
static class MatchByName
{
    public static (LogicalPlan Left, LogicalPlan Right) Match(LogicalPlan left, LogicalPlan right, bool allowMissing, PlanResolver resolver)
    {
        CheckUnique(left, resolver);
        CheckUnique(right, resolver);
        var names = resolver.Columns(right.Output);
        var matched = new HashSet<ExprId>();
        var list = new List<Expression>();
        var lefts = left.Output.Cast<Expression>().ToList();
        foreach (var column in left.Output)
        {
            var found = names.Find([column.Name], out _);
            if (found.Count == 1)
            {
                matched.Add(found[0].Id);
                list.Add(FillFields.Of(found[0], column.DataType, ownFirst: false, allowMissing, resolver));
                if (allowMissing) lefts[list.Count - 1] = FillFields.Of(column, found[0].DataType, ownFirst: true, fills: true, resolver);
            }
            else if (allowMissing) list.Add(new Alias(Literal.NullOf(column.DataType), column.Name));
            else
                throw AnalysisErrors.Error(right.Origin, "UNRESOLVED_COLUMN_AMONG_FIELD_NAMES", ("colName", column.Name), ("fieldNames", string.Join(", ", right.Output.Select(o => o.Name))));
        }
        var extra = right.Output.Where(o => !matched.Contains(o.Id)).ToList();
        if (extra.Count > 0 && allowMissing)
            left = new Project([.. lefts, .. extra.Select(e => new Alias(Literal.NullOf(e.DataType), e.Name))], left);
        else if (lefts.Exists(e => e is not AttributeReference)) left = new Project(new(lefts), left);
        else if (extra.Count > 0)
            throw AnalysisErrors.Error(right.Origin, "NUM_COLUMNS_MISMATCH", ("operator", "UNION"), ("firstNumColumns", $"{left.Output.Count}"), ("invalidOrdinalNum", "second"), ("invalidNumColumns", $"{right.Output.Count}"));
        return (left, new Project([.. list, .. allowMissing ? extra : []], right));
    }

    private static void CheckUnique(LogicalPlan plan, PlanResolver resolver)
    {
        var seen = new HashSet<string>(resolver.Settings.Names);
        foreach (var column in plan.Output)
            if (!seen.Add(column.Name)) throw AnalysisErrors.Error(plan.Origin, "COLUMN_ALREADY_EXISTS", ("columnName", SqlIdentifier.Quote(column.Name.ToLowerInvariant())));
    }
}
