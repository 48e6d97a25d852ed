using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Sql.Sessions;

/// <summary>The plans of an application whose rows are kept, as statements of SQL see them.</summary>
interface IKeptPlans
{
    /// <param name="isLazy">Whether the first query that reads the rows computes them.</param>
    void Keep(ValueList<string> name, LogicalPlan plan, bool isLazy, SessionState session, QueryRunner runner);

    /// <returns>Whether anything was kept.</returns>
    bool Drop(ValueList<string> name, LogicalPlan plan);

    void Clear();
}
