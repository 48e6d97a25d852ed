using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Analysis.Operators;

/// <summary>LATERAL VIEW.</summary>
sealed class ResolveGenerate : OperatorRule<Generate>
{
    protected override LogicalPlan Resolve(Generate plan, SubqueryFrame? frame, PlanResolver resolver)
    {
        var child = resolver.Resolve(plan.Child, frame);
        var generator = resolver.Over(resolver.ScopeOf(frame, child) with { Operator = "Generate" }).Resolve(plan.Generator);
        if (generator is not GeneratorCall call)
            throw AnalysisErrors.Error(plan.Generator.Origin, "UNSUPPORTED_GENERATOR.NOT_GENERATOR", ("functionName", plan.Generator is UnresolvedFunction f ? Firesteel.Types.SqlIdentifier.Quote(f.NameParts) : AnalysisErrors.Quote(generator)),
                ("classCanonicalName", generator.GetType().Name));
        if (call.Arguments.Any(a => a.Contains(e => e is GeneratorCall)))
            throw AnalysisErrors.Error(plan.Generator.Origin, "UNSUPPORTED_GENERATOR.NESTED_IN_EXPRESSIONS", ("expression", AnalysisErrors.Quote(call)));
        child = SelectList.ShowHidden([generator], child);
        var output = plan.GeneratorOutput.Count > 0 ? plan.GeneratorOutput : ExtractGenerators.Output(call, plan.ColumnNames);
        return plan with { Generator = call, IsOuter = plan.IsOuter || ExtractGenerators.IsOuter(call), GeneratorOutput = output, ColumnNames = ValueList<string>.Empty, Child = child };
    }
}
