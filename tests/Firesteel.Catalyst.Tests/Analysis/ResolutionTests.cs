using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Types;
using Xunit;

namespace Firesteel.Catalyst.Tests.Analysis;

public sealed class ResolutionTests
{
    [Fact]
    public void Constants_are_computed()
        => Assert.Equal(101L, ConstantFolding.Evaluate(new Cast(Literal.Of(101), LongType.Instance, EvalMode.Ansi)).Value);
}
