using Firesteel.Catalyst.Expressions;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis;

/// <summary>Elements of arrays, values of maps and fields of structs, told apart by the type of what they are taken from.</summary>
static class ResolveExtractValue
{
    public static Expression Resolve(UnresolvedExtractValue extract, ExpressionResolver resolver)
        => Extract(resolver.Resolve(extract.Child), resolver.Resolve(extract.Key), extract.Origin, resolver);

    /// <summary>Part of a variant by its path.</summary>
    public static Expression Path(SemiStructuredExtract extract, ExpressionResolver resolver)
    {
        var child = resolver.Resolve(extract.Child);
        if (child.DataType is not VariantType) throw AnalysisErrors.Error(extract.Origin, "COLUMN_IS_NOT_VARIANT_TYPE");
        var call = (ScalarCall)resolver.Call("variant_get", extract.Origin, child, Literal.Of("$" + extract.Path), Literal.Of("variant"));
        return extract.Field == null ? call : call with { Display = $"{call.Sql} AS {extract.Field}", State = new PathField(extract.Field) };
    }

    public static Expression Extract(Expression child, Expression key, Origin origin, ExpressionResolver resolver)
    {
        switch (child.DataType, key)
        {
            case ({ UserDefined: not null }, _): goto default;
            case (StructType type, Literal { Value: string name }):
                return new GetStructField(child, FindField(type, name, origin, resolver), name) { Origin = origin };
            case (StructType, _):
                throw AnalysisErrors.Error(origin, "INVALID_EXTRACT_FIELD", ("extraction", AnalysisErrors.Quote(key)));
            case (ArrayType { ElementType: StructType { UserDefined: null } element }, Literal { Value: string name }):
                FindField(element, name, origin, resolver);
                var variable = new UnresolvedLambdaVariable(["element"]);
                var fields = resolver.Call("transform", origin, child, new LambdaFunction(new UnresolvedExtractValue(variable, Literal.Of(name)), [variable]));
                return new Replaced("getarraystructfields", [child], fields) { Display = $"{child.Sql}.{name}", Origin = origin };
            case (ArrayType, _):
                return resolver.Call("$get_array_item", origin, child, key);
            case (MapType, _):
                return resolver.Call("$get_map_value", origin, child, key);
            default:
                throw AnalysisErrors.Error(origin, "INVALID_EXTRACT_BASE_FIELD_TYPE", ("base", AnalysisErrors.Quote(child)), ("other", AnalysisErrors.Quote(child.DataType)));
        }
    }

    private static int FindField(StructType type, string name, Origin origin, ExpressionResolver resolver)
    {
        var comparer = resolver.Settings.Names;
        var found = Enumerable.Range(0, type.Count).Where(i => comparer.Equals(type[i].Name, name)).ToList();
        return found.Count switch
        {
            1 => found[0],
            0 => throw AnalysisErrors.Error(origin, "FIELD_NOT_FOUND", ("fieldName", SqlIdentifier.Quote(name)),
                ("fields", string.Join(", ", type.Fields.Select(f => SqlIdentifier.Quote(f.Name))))),
            _ => throw AnalysisErrors.Error(origin, "AMBIGUOUS_REFERENCE_TO_FIELDS", ("field", SqlIdentifier.Quote(name)), ("count", $"{found.Count}")),
        };
    }
}
