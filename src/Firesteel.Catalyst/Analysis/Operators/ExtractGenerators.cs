using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>Moves generators out of a select list into Generate nodes below it.</summary>
static class ExtractGenerators
{
    public static (List<Expression> Items, LogicalPlan Child) Extract(List<Expression> items, LogicalPlan child, ExpressionResolver resolver)
    {
        if (!items.Any(i => i is MultiAlias || i.Contains(e => e is GeneratorCall))) return (items, child);
        var kept = new List<Expression>();
        foreach (var item in items)
        {
            var (generator, names) = item switch
            {
                MultiAlias m => (m.Child as GeneratorCall ?? throw AnalysisErrors.Error(item.Origin, "MULTI_ALIAS_WITHOUT_GENERATOR",
                    ("expr", AnalysisErrors.Quote(m.Child)), ("names", string.Join(", ", m.Names))), m.Names),
                Alias { Child: GeneratorCall g } a => (g, [a.Name]),
                _ => (null, ValueList<string>.Empty),
            };
            if (generator == null)
            {
                if (item.Contains(e => e is GeneratorCall))
                    throw AnalysisErrors.Error(item.Origin, "UNSUPPORTED_GENERATOR.NESTED_IN_EXPRESSIONS", ("expression", AnalysisErrors.Quote(item is Alias a ? a.Child : item)));
                kept.Add(item);
                continue;
            }
            if (generator.Arguments.FirstOrDefault(x => x.Contains(e => e is GeneratorCall)) != null)
                throw AnalysisErrors.Error(item.Origin, "UNSUPPORTED_GENERATOR.NESTED_IN_EXPRESSIONS", ("expression", AnalysisErrors.Quote(generator)));
            var output = Output(generator, names);
            if (item is Alias named) output = [output[0] with { Id = named.Id }];
            child = new Generate(generator, IsOuter(generator), null, output, child);
            kept.AddRange(child.Output.Skip(child.Output.Count - output.Count));
        }
        return (kept, child);
    }

    /// <summary>The columns that a generator adds, under the names given or its own.</summary>
    public static ValueList<AttributeReference> Output(GeneratorCall generator, ValueList<string> names)
    {
        var fields = generator.ElementSchema.Fields;
        if (names.Count > 0 && names.Count != fields.Count)
            throw AnalysisErrors.Error(generator.Origin, "UDTF_ALIAS_NUMBER_MISMATCH", ("aliasesSize", $"{fields.Count}"), ("aliasesNames", string.Join(",", names)));
        return new(fields.Select((f, i) => new AttributeReference(names.Count > 0 ? names[i] : f.Name, f.DataType, f.Nullable, ExprId.Next())));
    }

    /// <summary>Whether a row without results gives a row of nulls all the same.</summary>
    public static bool IsOuter(GeneratorCall generator) => generator.Name.EndsWith("_outer", StringComparison.OrdinalIgnoreCase);
}
