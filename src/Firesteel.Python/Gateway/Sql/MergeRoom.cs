using Firesteel.Catalyst.Parser;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Execution;
using Firesteel.Foundation.Collections;
using Firesteel.Python.Gateway.Binding;

namespace Firesteel.Python.Gateway.Sql;

/// <summary><c>mergeInto</c>: a target, a condition, and what happens to which rows.</summary>
static class MergeRoom
{
    public static void Register(ClassTable table)
    {
        table.Class<DataFrame>("org.apache.spark.sql.classic.Dataset").Call("mergeInto", (f, a) => new MergeWriter(f, a.Text(0), a.Column(1)));
        table.Class<MergeWriter>("org.apache.spark.sql.classic.MergeIntoWriter")
            .Call("whenMatched", (w, a) => w.When(MergeClauseKind.Matched, a))
            .Call("whenNotMatched", (w, a) => w.When(MergeClauseKind.NotMatched, a))
            .Call("whenNotMatchedBySource", (w, a) => w.When(MergeClauseKind.NotMatchedBySource, a))
            .Call("withSchemaEvolution", (w, _) => w.Evolving())
            .Do("merge", (w, _) => w.Run());
        table.Class<MergeWhen>("org.apache.spark.sql.WhenMatched")
            .Get("updateAll", w => w.Then(MergeActionKind.UpdateAll))
            .Get("insertAll", w => w.Then(MergeActionKind.InsertAll))
            .Get("delete", w => w.Then(MergeActionKind.Delete))
            .Call("update", (w, a) => w.Then(MergeActionKind.Update, a))
            .Call("insert", (w, a) => w.Then(MergeActionKind.Insert, a));
    }

    private sealed class MergeWriter(DataFrame source, string target, Column condition)
    {
        private readonly List<MergeClause> _clauses = [];
        private bool _evolves;

        public MergeWhen When(MergeClauseKind kind, Arguments a) => new(this, kind, a.Count > 0 ? a.Column(0) : null);

        public MergeWriter Add(MergeClause clause)
        {
            _clauses.Add(clause);
            return this;
        }

        public MergeWriter Evolving()
        {
            _evolves = true;
            return this;
        }

        public void Run()
        {
            if (_clauses.Count == 0) throw new AnalysisException("NO_MERGE_ACTION_SPECIFIED");
            var plan = new MergeInto(new UnresolvedRelation(SqlParser.ParseMultipartIdentifier(target)), source.Plan, condition.Expression, new(_clauses), _evolves);
            QueryActions.Run(source.SparkSession, plan, "merge").Dispose();
        }
    }

    private sealed record MergeWhen(MergeWriter Writer, MergeClauseKind Kind, Column? Condition)
    {
        public MergeWriter Then(MergeActionKind action, Arguments? a = null)
        {
            var assignments = a is null ? [] : a.Map(0).Select(e => new Assignment(ColumnName.Parse(e.Key), ((Column)e.Value!).Expression));
            return Writer.Add(new MergeClause(Kind, Condition?.Expression, action, new ValueList<Assignment>(assignments)));
        }
    }
}
