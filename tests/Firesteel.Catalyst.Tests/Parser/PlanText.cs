using System.Collections;
using System.Text;
using System.Text.RegularExpressions;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Tests.Parser;

/// <summary>Writes a parsed plan with all that its nodes hold, for golden files.</summary>
static partial class PlanText
{
    [GeneratedRegex(@"#-?\d+L?")]
    private static partial Regex Ids();

    public static string Write(LogicalPlan plan)
    {
        var text = new StringBuilder();
        Node(plan, text, 0);
        return Ids().Replace(text.ToString(), "#id");
    }

    private static void Node(LogicalPlan plan, StringBuilder text, int depth)
    {
        var indent = new string(' ', depth * 2);
        text.Append(indent).Append(plan.GetType().Name);
        foreach (var property in plan.GetType().GetProperties().Where(p => p.GetIndexParameters().Length == 0
            && p.Name is not ("Child" or "Left" or "Right" or "Children" or "Inputs" or "Origin" or "PlanId" or "Output" or "Schema" or "Expressions" or "Resolved" or "IsStreaming" or "MaxRows" or "EqualityContract" or "Seed")
            && !typeof(LogicalPlan).IsAssignableFrom(p.PropertyType) && p.PropertyType != typeof(ValueList<LogicalPlan>)))
        {
            var value = Value(property.GetValue(plan));
            if (value is not ("" or "False" or "[]")) text.Append(' ').Append(property.Name).Append('=').Append(value);
        }
        text.Append('\n');
        if (plan is InsertInto insert) text.Append(indent).Append("  into ").Append(insert.Target.Describe()).Append('\n');
        foreach (var subquery in plan.Expressions.SelectMany(e => e.Collect<SubqueryExpression>())) { text.Append(indent).Append("  subquery:\n"); Node(subquery.Plan, text, depth + 2); }
        foreach (var table in plan.Expressions.SelectMany(e => e.Collect<TableArgument>())) { text.Append(indent).Append("  table:\n"); Node(table.Plan, text, depth + 2); }
        if (plan is UnresolvedWith with)
            foreach (var definition in with.Definitions) { text.Append(indent).Append($"  with {definition.Name}:\n"); Node(definition.Plan, text, depth + 2); }
        foreach (var child in plan.Children) Node(child, text, depth + 1);
    }

    private static string Value(object? value) => value switch
    {
        null => "",
        string s => s,
        Literal { Value: string } literal => literal.ToSql(SqlStyle.Exact),
        Expression e => e.ToString(),
        WindowSpec window => window.ToSql(SqlStyle.Plan),
        CteDefinition definition => $"{definition.Name}({string.Join(",", definition.ColumnNames)}){definition.MaxRecursion}",
        ObjectName name => name.ToString(),
        IEnumerable<KeyValuePair<string, string>> map => $"[{string.Join(", ", map.Select(p => $"{p.Key}={p.Value}"))}]",
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Value))}]",
        _ when value.GetType() is { IsGenericType: true } pair && pair.GetGenericTypeDefinition() == typeof(KeyValuePair<,>)
            => $"{Value(pair.GetProperty("Key")!.GetValue(value))}: {Value(pair.GetProperty("Value")!.GetValue(value))}",
        _ => value.ToString()!,
    };
}
