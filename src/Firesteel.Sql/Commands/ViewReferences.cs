using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Sql.Sessions;
using Firesteel.Types;

namespace Firesteel.Sql.Commands;

/// <summary>What a view may not read: itself, and, if it is persistent, what only the session knows.</summary>
static class ViewReferences
{
    /// <exception cref="AnalysisException">INVALID_TEMP_OBJ_REFERENCE.</exception>
    public static void CheckPersistent(ValueList<string> name, LogicalPlan parsed, LogicalPlan analyzed, SessionState session, string kind = "VIEW")
    {
        foreach (var node in All(analyzed))
        {
            if (node is ViewRelation { IsTemporary: true } view) throw Invalid("VIEW", view.Name);
            foreach (var expression in node.Expressions)
                if (expression.Collect<VariableReference>().FirstOrDefault() is { } variable) throw Invalid("VARIABLE", [variable.Name]);
        }
        foreach (var node in All(parsed))
            foreach (var expression in node.Expressions)
                foreach (var call in expression.Collect<UnresolvedFunction>())
                    if (call.NameParts.Count == 1 && session.Catalog.TemporaryFunctions.Any(f => f.Name[^1].Equals(call.NameParts[0], StringComparison.OrdinalIgnoreCase))) throw Invalid("FUNCTION", call.NameParts);

        AnalysisException Invalid(string what, ValueList<string> other)
            => Statements.Error("INVALID_TEMP_OBJ_REFERENCE", ("obj", kind), ("objName", SqlIdentifier.Quote(name)), ("tempObj", what), ("tempObjName", SqlIdentifier.Quote(other)));
    }

    /// <exception cref="AnalysisException">RECURSIVE_VIEW.</exception>
    public static void CheckNotRecursive(ValueList<string> name, LogicalPlan analyzed)
    {
        foreach (var node in All(analyzed))
            if (node is ViewRelation view && view.Name.SequenceEqual(name, StringComparer.OrdinalIgnoreCase))
                throw Statements.Error("RECURSIVE_VIEW", ("viewIdent", SqlIdentifier.Quote(name)), ("newPath", $"{SqlIdentifier.Quote(name)} -> {SqlIdentifier.Quote(name)}"));
    }

    // Every node, those of subqueries included.
    private static IEnumerable<LogicalPlan> All(LogicalPlan plan)
    {
        foreach (var node in plan.Collect<LogicalPlan>())
        {
            yield return node;
            var inner = node.Expressions.SelectMany(e => e.Collect<SubqueryExpression>()).Select(s => s.Plan);
            if (node is UnresolvedWith with) inner = inner.Concat(with.Definitions.Select(d => d.Plan));
            foreach (var below in inner.SelectMany(All)) yield return below;
        }
    }
}
