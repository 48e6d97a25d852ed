using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Parser;

/// <summary>Reads INSERT, UPDATE, DELETE, MERGE and TRUNCATE.</summary>
abstract class ModificationParser(string text, ParserOptions options) : QueryParser(text, options)
{
    /// <summary>A query, or inserts behind the WITH and FROM that they read.</summary>
    protected LogicalPlan QueryOrInsert()
    {
        var start = At;
        if (Is("FROM")) return FromInsert(start) ?? Query();
        if (!Is("WITH")) return Query();
        var mark = At;
        var (definitions, recursive) = WithClause();
        var body = At;
        if (Is("INSERT")) return PlanFrom(start, new UnresolvedWith(definitions, recursive, Insert()));
        if (Is("FROM") && FromInsert(body) is { } inserts) return PlanFrom(start, new UnresolvedWith(definitions, recursive, inserts));
        At = mark;
        return Query();
    }

    // Null where what follows FROM is a query.
    private LogicalPlan? FromInsert(int start)
    {
        At++;
        var from = Try(FromClause);
        if (from == null || !Is("INSERT"))
        {
            At = start;
            return null;
        }
        var inserts = new List<LogicalPlan>();
        while (Is("INSERT"))
        {
            inserts.Add(Insert(() =>
            {
                var bodyAt = At;
                if (!IsAny("SELECT", "MAP", "REDUCE")) throw Unexpected();
                return Organized(bodyAt, Body(bodyAt, from));
            }));
        }
        return inserts.Count == 1 ? inserts[0] : PlanFrom(start, new MultiInsert(new(inserts)));
    }

    protected LogicalPlan Insert(Func<LogicalPlan>? query = null)
    {
        query ??= Query;
        var start = At;
        Expect("INSERT");
        var overwrite = Is("OVERWRITE");
        if (overwrite && Peek().Word is "LOCAL" or "DIRECTORY") return Directory(start, query);
        if (!overwrite && !Is("INTO")) throw Unexpected();
        At++;
        if (Is("TABLE") && (IsIdentifier(1) || IsNext("("))) At++;
        var tableAt = At;
        var name = ObjectName();
        var target = Target(tableAt, name);
        var replaceWhere = (Expression?)null;
        if (Accept("REPLACE", "WHERE")) replaceWhere = Expression();
        var partition = Is("PARTITION", "(") ? Partition() : null;
        var ifNotExists = Accept("IF", "NOT", "EXISTS");
        var byName = Accept("BY", "NAME");
        var columns = !byName && Is("(") && !IsQueryStart(At) ? IdentifierList() : ValueList<string>.Empty;
        if (replaceWhere == null && Accept("REPLACE", "WHERE")) replaceWhere = Expression();
        return PlanFrom(start, new InsertInto(target, query(), overwrite)
        {
            Partition = partition,
            IfPartitionNotExists = ifNotExists,
            Columns = columns,
            ByName = byName,
            ReplaceWhere = replaceWhere,
        });
    }

    private LogicalPlan Target(int start, ObjectName name)
    {
        var options = Is("WITH", "(") ? TableOptions() : ValueMap.Empty;
        return name.Computed == null ? PlanFrom(start, new UnresolvedRelation(name.Parts, options)) : PlanFrom(start, new UnresolvedIdentifierRelation(name.Computed));
    }

    private LogicalPlan Directory(int start, Func<LogicalPlan> query)
    {
        At++;
        var local = Accept("LOCAL");
        Expect("DIRECTORY");
        var path = IsText ? TextLiteral() : null;
        string? provider = null;
        var options = ValueMap.Empty;
        if (Accept("USING"))
        {
            provider = string.Join(".", MultipartIdentifier());
            if (Accept("OPTIONS")) options = PropertyList();
        }
        else
        {
            options = RowFormat();
            if (Accept("STORED", "AS")) provider = Identifier();
        }
        return PlanFrom(start, new InsertIntoDirectory(path, local, provider, options, query()));
    }

    /// <summary>PARTITION (a = 1, b).</summary>
    protected PartitionSpec Partition()
    {
        Expect("PARTITION");
        return new(ListInParentheses(() =>
        {
            var name = CheckedIdentifier();
            if (!Accept("=")) return KeyValuePair.Create(name, (Expression?)null);
            return KeyValuePair.Create(name, (Expression?)DefaultOrExpression());
        }));
    }

    /// <summary>A value, or the word DEFAULT.</summary>
    protected Expression DefaultOrExpression()
    {
        if (!Is("DEFAULT") || Peek().Word is "." or "(") return Expression();
        At++;
        return From(At - 1, new UnresolvedDefault());
    }

    protected LogicalPlan Delete(int start)
    {
        At++;
        Expect("FROM");
        var table = AliasedTable();
        return PlanFrom(start, new DeleteFrom(table, Accept("WHERE") ? Expression() : null));
    }

    protected LogicalPlan Update(int start)
    {
        At++;
        var table = AliasedTable();
        Expect("SET");
        var assignments = List(Assignment);
        return PlanFrom(start, new UpdateTable(table, assignments, Accept("WHERE") ? Expression() : null));
    }

    private LogicalPlan AliasedTable()
    {
        var start = At;
        var table = Target(start, ObjectName());
        if (Is("AS") || IsStrictIdentifier() && !IsClauseStart()) table = Aliased(start, table, null);
        return table;
    }

    private Assignment Assignment()
    {
        var start = At;
        var key = From(start, new UnresolvedAttribute(MultipartIdentifier()));
        Expect("=");
        return new(key, DefaultOrExpression());
    }

    protected LogicalPlan Merge(int start)
    {
        At++;
        var evolution = Accept("WITH", "SCHEMA", "EVOLUTION");
        Expect("INTO");
        var target = AliasedTable();
        Expect("USING");
        var sourceAt = At;
        LogicalPlan source;
        if (Accept("("))
        {
            source = Query();
            Expect(")");
            source = Aliased(sourceAt, source, null);
        }
        else source = AliasedTable();
        Expect("ON");
        var condition = Expression();
        var clauses = new List<MergeClause>();
        while (Accept("WHEN")) clauses.Add(MergeClause());
        if (clauses.Count == 0) throw Error(start, "MERGE_WITHOUT_WHEN");
        return PlanFrom(start, new MergeInto(target, source, condition, new(clauses), evolution));
    }

    private MergeClause MergeClause()
    {
        var kind = MergeClauseKind.Matched;
        if (Accept("NOT"))
        {
            Expect("MATCHED");
            kind = Accept("BY", "SOURCE") ? MergeClauseKind.NotMatchedBySource : MergeClauseKind.NotMatched;
            if (kind == MergeClauseKind.NotMatched) Accept("BY", "TARGET");
        }
        else Expect("MATCHED");
        var condition = Accept("AND") ? Expression() : null;
        Expect("THEN");
        if (kind == MergeClauseKind.NotMatched)
        {
            Expect("INSERT");
            if (Accept("*")) return new(kind, condition, MergeActionKind.InsertAll, ValueList<Assignment>.Empty);
            var start = At;
            var columns = ListInParentheses(() => From(At, new UnresolvedAttribute(MultipartIdentifier())));
            Expect("VALUES");
            var values = ListInParentheses(DefaultOrExpression);
            if (columns.Count != values.Count) throw Error(start, "MERGE_INSERT_VALUE_COUNT_MISMATCH", ("actualCount", $"{values.Count}"), ("expectedCount", $"{columns.Count}"));
            return new(kind, condition, MergeActionKind.Insert, new(columns.Zip(values, (c, v) => new Assignment(c, v))));
        }
        if (Accept("DELETE")) return new(kind, condition, MergeActionKind.Delete, ValueList<Assignment>.Empty);
        Expect("UPDATE", "SET");
        return Accept("*")
            ? new(kind, condition, MergeActionKind.UpdateAll, ValueList<Assignment>.Empty)
            : new(kind, condition, MergeActionKind.Update, List(Assignment));
    }

    protected LogicalPlan Truncate(int start)
    {
        At++;
        Expect("TABLE");
        var name = ObjectName();
        return PlanFrom(start, new TruncateTable(name, Is("PARTITION") ? Partition() : null));
    }

    protected LogicalPlan Load(int start)
    {
        At++;
        Expect("DATA");
        var local = Accept("LOCAL");
        Expect("INPATH");
        var path = TextLiteral();
        var overwrite = Accept("OVERWRITE");
        Expect("INTO", "TABLE");
        var name = ObjectName();
        return PlanFrom(start, new LoadData(path, local, overwrite, name, Is("PARTITION") ? Partition() : null));
    }
}
