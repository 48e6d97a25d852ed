using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Frames.Steps;

/// <summary>
/// A step of a DataFrame that must know its input's columns. A classic session takes it at once, over the analysed input;
/// a session on a server sends it as it is.
/// </summary>
abstract record FrameStep(LogicalPlan Child) : UnaryPlan(Child)
{
    protected sealed override bool ComputeResolved() => false;
    protected sealed override ValueList<AttributeReference> ComputeOutput() => ValueList<AttributeReference>.Empty;

    /// <summary>What the step makes of its input, a DataFrame of a classic session.</summary>
    public abstract LogicalPlan Over(DataFrame input);
}
