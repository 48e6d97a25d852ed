using Firesteel.Catalyst.Catalog;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>Names in FROM: a definition of WITH, a temporary view, a view or a table of the catalog, in this order.</summary>
sealed class ResolveRelations : OperatorRule<UnresolvedRelation>
{
    protected override LogicalPlan Resolve(UnresolvedRelation plan, SubqueryFrame? frame, PlanResolver resolver)
    {
        if (plan.Name.Count == 1 && resolver.Ctes?.Find(plan.Name[0]) is { } cte) return ReadCte(plan, cte);
        var catalog = resolver.Context.Catalog;
        if (resolver.SeesTemporaryViews && catalog.FindTemporaryView(plan.Name) is { } view)
        {
            var body = view.Plan != null ? OnceMore(view.Plan, resolver) : Expand(view.Table!, plan.Origin, resolver);
            return new SubqueryAlias([.. view.Name.TakeLast(plan.Name.Count > 1 ? 2 : 1)], new ViewRelation(view.Name, body, true));
        }
        var name = catalog.Qualify(plan.Name, resolver.Settings.Session);
        var found = catalog.FindTable(name);
        // Format and path stand where a database and a table would.
        if (found == null && plan.Name.Count == 2 && resolver.Context.OpenFiles(plan.Name[0], plan.Name[1], plan.Options) is { } files) return Read(files, plan.Options);
        if (found == null && (plan.Name.Count > 3 || plan.Name.Count == 3 && catalog.FindCatalog(plan.Name[0]) == null))
        {
            var parts = catalog.FindCatalog(plan.Name[0]) == null ? plan.Name : new(plan.Name.Skip(1));
            throw AnalysisErrors.Error(plan.Origin, "REQUIRES_SINGLE_PART_NAMESPACE", ("sessionCatalog", catalog.FindCatalog(plan.Name[0])?.Name ?? resolver.Settings.Session.CurrentCatalog), ("identifier", SqlIdentifier.Quote(parts)));
        }
        var table = found ?? throw AnalysisErrors.RelationNotFound(plan.Origin, plan.Name, ResolveFunctions.SearchPath(resolver.Context));
        return new SubqueryAlias(table.Name, table.Type == CatalogTableType.View
            ? new ViewRelation(table.Name, Expand(table, plan.Origin, resolver), false)
            : Read(table, plan, catalog));
    }

    /// <summary>A reading of a table, under ids of its own.</summary>
    public static LogicalPlan Read(CatalogTable table, UnresolvedRelation plan, SessionCatalog catalog)
    {
        return Read(catalog.Open(table, plan.Options, plan.TimeTravel), plan.Options) with { Name = table.Name };
    }

    private static SourceRelation Read(ITable source, ValueMap options)
    {
        return SourceRelation.Of(source, f => new AttributeReference(f.Name, CheckCasts.WithoutLength(f.DataType), f.Nullable, ExprId.Next()) { Metadata = CharPadding.Metadata(f) }) with { Options = options };
    }

    private static LogicalPlan ReadCte(UnresolvedRelation plan, CteEntry cte)
    {
        cte.Reads++;
        if (cte.Plan == null)
            return new SubqueryAlias([cte.Name], new CteRelationRef(cte.Id, cte.Name, new(cte.RecursiveColumns!.Select(c => c.NewInstance())), true));
        // The first reading has the definition's own ids, so that a definition that is read once can stand in its place.
        var columns = cte.Reads == 1 ? cte.Plan.Output : new(cte.Plan.Output.Select(c => c.NewInstance()));
        return new SubqueryAlias([cte.Name], new CteRelationRef(cte.Id, cte.Name, new(columns.Select(c => c.WithQualifier([])))));
    }

    private static LogicalPlan OnceMore(LogicalPlan plan, PlanResolver resolver) => resolver.Read.Add(plan) ? plan : RefreshIds.Of(plan);

    /// <summary>The query of a view, its columns under the view's names and types.</summary>
    private static LogicalPlan Expand(CatalogTable view, Origin origin, PlanResolver resolver)
    {
        var inner = resolver.Enter(view, origin);
        var body = inner.Resolve(resolver.Context.ParsePlan(view.ViewText!), null);
        if (view.ViewSchemaMode?.ToUpperInvariant() == "EVOLUTION") return body;
        var columns = view.Schema.Fields;
        var queryNames = view.QueryColumnNames;
        if (queryNames.Count == 0 && body.Output.Count != columns.Count) throw Changed(view, columns.Count > 0 ? columns[0].Name : "", body.Output.Count, origin);
        var output = new List<Expression>();
        for (var i = 0; i < columns.Count; i++)
        {
            // Columns are found by the name they had, and by their place among those of the same name.
            var source = queryNames.Count == 0 ? body.Output[i] : Find(body.Output, queryNames, i, resolver.Settings) ?? throw Changed(view, queryNames[i], 0, origin);
            Expression value = source;
            if (source.DataType != columns[i].DataType && !TypeEquality.SameShape(source.DataType, columns[i].DataType))
                value = Fit(source, CheckCasts.WithoutLength(columns[i].DataType), view, origin, inner);
            output.Add(new Alias(value, columns[i].Name) { ExplicitMetadata = columns[i].Metadata });
        }
        return new Project(new(output), body);
    }

    // A view bound to its schema takes values that fit without loss; others are converted, or keep the type they have come to have.
    private static Expression Fit(AttributeReference source, DataType target, CatalogTable view, Origin origin, PlanResolver inner)
    {
        if (source.DataType == target) return source;
        switch (view.ViewSchemaMode?.ToUpperInvariant())
        {
            case "TYPE EVOLUTION": return source;
            case "COMPENSATION": return CheckCasts.Complete(new Cast(source, target, EvalMode.Ansi) { TimeZone = inner.Settings.Session.TimeZone }, inner.Settings);
            default:
                return TypeCoercion.CanUpCast(source.DataType, target) ? TypeCoercion.CastTo(source, target, inner.Settings.Ansi, inner.Settings.Session.TimeZone)
                    : throw AnalysisErrors.Error(origin, "CANNOT_UP_CAST_DATATYPE", ("expression", SqlIdentifier.Quote(view.Name.Append(source.Name))), ("sourceType", AnalysisErrors.Quote(source.DataType)),
                        ("targetType", AnalysisErrors.Quote(target)), ("details", "The type path of the target object is:"));
        }
    }

    private static AttributeReference? Find(ValueList<AttributeReference> output, ValueList<string> names, int at, AnalysisSettings settings)
    {
        var place = names.Take(at).Count(n => settings.Names.Equals(n, names[at]));
        return output.Where(o => settings.Names.Equals(o.Name, names[at])).Skip(place).FirstOrDefault();
    }

    private static AnalysisException Changed(CatalogTable view, string column, int actual, Origin origin)
        => AnalysisErrors.Error(origin, "INCOMPATIBLE_VIEW_SCHEMA_CHANGE", ("viewName", SqlIdentifier.Quote(view.Name)), ("colName", column), ("expectedNum", "1"),
            ("actualCols", actual == 0 ? "[]" : $"{actual}"), ("suggestion", $"CREATE OR REPLACE VIEW {SqlIdentifier.Quote(view.Name)} AS {view.ViewText}"));
}
