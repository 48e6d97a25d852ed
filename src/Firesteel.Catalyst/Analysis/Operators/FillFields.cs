using Firesteel.Catalyst.Expressions;
using Firesteel.Types;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>Gives structs the fields that structs of another type have beside theirs, as nulls.</summary>
static class FillFields
{
    /// <summary>The column under its name, with the fields of the other type; itself where it lacks none.</summary>
    /// <param name="ownFirst">Whether its own fields come first, in their order, or those of the other type.</param>
    /// <param name="fills">Whether fields that it lacks are added, or its own only put in the order.</param>
    public static Expression Of(AttributeReference column, DataType other, bool ownFirst, bool fills, PlanResolver resolver)
    {
        var filled = Fill(column, other, ownFirst, fills, resolver);
        return ReferenceEquals(filled, column) ? column : new Alias(filled, column.Name);
    }

    private static Expression Fill(Expression value, DataType other, bool ownFirst, bool fills, PlanResolver resolver)
    {
        DepthGuard.Check();
        switch (value.DataType, other)
        {
            case (StructType { UserDefined: null } own, StructType { UserDefined: null } wanted) when !Same(own, wanted, resolver):
                var (first, second) = ownFirst ? (own, wanted) : (wanted, own);
                var fields = first.Fields.Concat(second.Fields.Where(f => Find(first, f.Name, resolver) < 0)).Where(f => fills || Find(own, f.Name, resolver) >= 0).Select(f => (f.Name, Value: Find(own, f.Name, resolver) is >= 0 and var at
                    ? Find(wanted, f.Name, resolver) is >= 0 and var there ? Fill(new GetStructField(value, at), wanted[there].DataType, ownFirst, fills, resolver) : new GetStructField(value, at)
                    : Literal.NullOf(f.DataType)));
                var made = resolver.Over(new Scope(ColumnSet.Empty, null)).Call("named_struct", value.Origin, [.. fields.SelectMany(f => new[] { Literal.Of(f.Name), f.Value })]);
                return value.Nullable ? new CaseWhen([new CaseBranch(new IsNull(value), Literal.NullOf(made.DataType))], made) : made;
            case (ArrayType { ElementType: StructType own } array, ArrayType { ElementType: StructType wanted }) when !Same(own, wanted, resolver):
                var element = new LambdaVariable("x", own, array.ContainsNull, ExprId.Next());
                return resolver.Over(new Scope(ColumnSet.Empty, null)).Call("transform", value.Origin, value, new LambdaFunction(Fill(element, wanted, ownFirst, fills, resolver), [element]));
            default:
                return value;
        }
    }

    private static bool Same(DataType a, DataType b, PlanResolver resolver) => (a, b) switch
    {
        (StructType { UserDefined: null } x, StructType { UserDefined: null } y)
            => x.Count == y.Count && x.Fields.Zip(y.Fields).All(p => resolver.Settings.Names.Equals(p.First.Name, p.Second.Name) && Same(p.First.DataType, p.Second.DataType, resolver)),
        (ArrayType x, ArrayType y) => Same(x.ElementType, y.ElementType, resolver),
        _ => true,
    };

    private static int Find(StructType type, string name, PlanResolver resolver)
    {
        for (var i = 0; i < type.Count; i++)
            if (resolver.Settings.Names.Equals(type[i].Name, name)) return i;
        return -1;
    }
}
