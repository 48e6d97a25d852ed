using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Frames.Steps;

/// <summary>The columns in the order, under the names and with the types of a schema; fields within structs likewise. What may be null and is not there is null.</summary>
sealed record FitSchema(StructType Target, LogicalPlan Child) : FrameStep(Child)
{
    public override LogicalPlan Over(DataFrame input)
    {
        var output = input.Plan.Output;
        return input.Select([.. Target.Fields.Select(f => Column(f))]).Plan;

        Column Column(StructField field)
        {
            var found = output.Where(o => input.Same(o.Name, field.Name)).ToList();
            if (found.Count > 1) throw Error("AMBIGUOUS_COLUMN_OR_FIELD", ("name", SqlIdentifier.Quote(field.Name)), ("n", $"{found.Count}"));
            if (found.Count == 0 && !field.Nullable)
                throw Error("UNRESOLVED_COLUMN.WITH_SUGGESTION", ("objectName", SqlIdentifier.Quote(field.Name)), ("proposal", string.Join(", ", output.Select(o => SqlIdentifier.Quote(o.Name)))));
            var value = found.Count == 0 ? Null(field) : Fitted(new Column(found[0]), found[0].DataType, found[0].IsNullable, field.DataType, field.Nullable, [field.Name], input);
            return new Column(new Alias(value.Expression, field.Name) { ExplicitMetadata = field.Metadata.Count == 0 ? null : field.Metadata });
        }
    }

    private static Column Null(StructField field) => Functions.Lit(null).Cast(field.DataType);

    private static Column Fitted(Column column, DataType from, bool mayBeNull, DataType to, bool nullable, ValueList<string> path, DataFrame input)
    {
        DepthGuard.Check();
        if (mayBeNull && !nullable) throw Error("NULLABLE_COLUMN_OR_FIELD", ("name", SqlIdentifier.Quote(path)));
        switch (from, to)
        {
            case (StructType { UserDefined: null } own, StructType { UserDefined: null } wanted):
                var made = Functions.Struct([.. wanted.Fields.Select(f => Field(own, f))]);
                return mayBeNull ? Functions.When(column.IsNull(), Functions.Lit(null)).Otherwise(made) : made;
            case (ArrayType { UserDefined: null } own, ArrayType { UserDefined: null } wanted):
                if (own.ContainsNull && !wanted.ContainsNull) throw Error("NOT_NULL_CONSTRAINT_VIOLATION.ARRAY_ELEMENT", ("columnPath", SqlIdentifier.Quote(path)));
                if (!HasStruct(wanted.ElementType)) return Cast(column, from, to, path);
                return Functions.Transform(column, e => Fitted(e, own.ElementType, own.ContainsNull, wanted.ElementType, wanted.ContainsNull, [.. path, "element"], input));
            case (MapType { UserDefined: null } own, MapType { UserDefined: null } wanted):
                if (own.ValueContainsNull && !wanted.ValueContainsNull) throw Error("NOT_NULL_CONSTRAINT_VIOLATION.MAP_VALUE", ("columnPath", SqlIdentifier.Quote(path)));
                if (!HasStruct(wanted.KeyType) && !HasStruct(wanted.ValueType)) return Cast(column, from, to, path);
                var keyed = Functions.TransformKeys(column, (k, _) => Fitted(k, own.KeyType, false, wanted.KeyType, false, [.. path, "key"], input));
                return Functions.TransformValues(keyed, (_, v) => Fitted(v, own.ValueType, own.ValueContainsNull, wanted.ValueType, wanted.ValueContainsNull, [.. path, "value"], input));
            default:
                return Cast(column, from, to, path);
        }

        Column Field(StructType own, StructField field)
        {
            var at = Enumerable.Range(0, own.Count).Where(i => input.Same(own[i].Name, field.Name)).ToList();
            if (at.Count == 0 && field.Nullable) return Null(field).As(field.Name);
            if (at.Count == 0)
                throw Error("UNRESOLVED_FIELD.WITH_SUGGESTION", ("fieldName", SqlIdentifier.Quote(field.Name)), ("columnPath", SqlIdentifier.Quote(path)), ("proposal", string.Join(", ", own.Fields.Select(f => SqlIdentifier.Quote(f.Name)))));
            return Fitted(column.GetField(own[at[0]].Name), own[at[0]].DataType, own[at[0]].Nullable, field.DataType, field.Nullable, [.. path, field.Name], input).As(field.Name);
        }
    }

    // What may be stored in a column of the type may become it.
    private static Column Cast(Column column, DataType from, DataType to, ValueList<string> path)
    {
        if (from == to) return column;
        Check(path, from, to);
        return column.Cast(to);
    }

    private static void Check(ValueList<string> name, DataType from, DataType to)
    {
        switch (from, to)
        {
            case ({ UserDefined: null }, { UserDefined: null }) when from is ArrayType a && to is ArrayType b:
                Check([.. name, "element"], a.ElementType, b.ElementType);
                return;
            case ({ UserDefined: null }, { UserDefined: null }) when from is MapType a && to is MapType b:
                Check([.. name, "key"], a.KeyType, b.KeyType);
                Check([.. name, "value"], a.ValueType, b.ValueType);
                return;
        }
        if (TypeCoercion.CanAnsiStoreAssign(from, to)) return;
        throw Error("INVALID_COLUMN_OR_FIELD_DATA_TYPE", ("name", SqlIdentifier.Quote(name)), ("type", AnalysisErrors.Quote(from)), ("expectedType", AnalysisErrors.Quote(to)));
    }

    private static bool HasStruct(DataType type) => type switch
    {
        StructType { UserDefined: null } => true,
        ArrayType a => HasStruct(a.ElementType),
        MapType m => HasStruct(m.KeyType) || HasStruct(m.ValueType),
        _ => false,
    };

    private static AnalysisException Error(string condition, params (string Name, string Value)[] parameters) => new(condition, parameters.ToDictionary(p => p.Name, p => p.Value));
}
