using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Parser;

/// <summary>Reads whole queries: WITH, set operations, SELECT with its clauses, ordering and limits.</summary>
abstract class QueryParser(string text, ParserOptions options) : RelationParser(text, options)
{
    protected override LogicalPlan Query()
    {
        DepthCheck();
        var start = At;
        if (!Is("WITH")) return QueryBody();
        var (definitions, recursive) = WithClause();
        return PlanFrom(start, new UnresolvedWith(definitions, recursive, QueryBody()));
    }

    protected (ValueList<CteDefinition> Definitions, bool Recursive) WithClause()
    {
        var start = At;
        Expect("WITH");
        var recursive = Is("RECURSIVE") && IsIdentifier(1) && Peek(1).Word is not "AS";
        if (recursive) At++;
        var definitions = List(CteDefinition);
        var duplicates = definitions.GroupBy(d => d.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => SqlIdentifier.Quote(g.Key)).ToList();
        if (duplicates.Count > 0) throw Error(start, "DUPLICATED_CTE_NAMES", ("duplicateNames", string.Join(", ", duplicates)));
        return (definitions, recursive);
    }

    private CteDefinition CteDefinition()
    {
        var start = At;
        var name = CheckedIdentifier();
        var columns = Is("(") && !IsQueryStart(At) ? IdentifierList() : ValueList<string>.Empty;
        int? level = null;
        if (Accept("MAX", "RECURSION", "LEVEL")) level = IntegerToken();
        Accept("AS");
        Expect("(");
        var plan = Query();
        Expect(")");
        return new(name, columns, plan) { MaxRecursion = level };
    }

    private LogicalPlan QueryBody()
    {
        var start = At;
        return Organized(start, Terms(start));
    }

    // Set operations and pipes, from the left; INTERSECT binds tighter.
    private LogicalPlan Terms(int start)
    {
        var left = Intersections(start);
        while (true)
        {
            if (Is("|>")) left = Pipe(start, left);
            else if (IsSetOperator() && (!Is("INTERSECT") || Options.LegacySetOperationPrecedence))
                left = SetOperation(start, left, tight: Options.LegacySetOperationPrecedence);
            else return left;
        }
    }

    private LogicalPlan Intersections(int start)
    {
        var left = Term();
        while (Is("INTERSECT") && IsSetOperator() && !Options.LegacySetOperationPrecedence) left = SetOperation(start, left, tight: true);
        return left;
    }

    private bool IsSetOperator() => IsAny("UNION", "EXCEPT", "MINUS", "INTERSECT") && Peek().Kind is not TokenKind.End;

    private LogicalPlan SetOperation(int start, LogicalPlan left, bool tight)
    {
        var word = Current.Word!;
        At++;
        var all = Accept("ALL");
        if (!all) Accept("DISTINCT");
        var byName = word == "UNION" && Accept("BY", "NAME");
        var rightAt = At;
        var right = tight ? Term() : Intersections(rightAt);
        if (word == "UNION")
        {
            LogicalPlan union = PlanFrom(start, new Union([left, right]) { ByName = byName });
            return all ? union : PlanFrom(start, new Distinct(union));
        }
        return PlanFrom(start, new SetOperation(word == "INTERSECT" ? SetOperator.Intersect : SetOperator.Except, all, left, right));
    }

    private LogicalPlan Term()
    {
        DepthCheck();
        var start = At;
        if (Accept("("))
        {
            var query = Query();
            Expect(")");
            return query;
        }
        switch (Current.Word)
        {
            case "SELECT": return Select(start);
            case "MAP" or "REDUCE": return Transform(start, null);
            case "VALUES": return InlineTable();
            case "TABLE":
                At++;
                var name = ObjectName();
                return name.Computed == null ? PlanFrom(start, new UnresolvedRelation(name.Parts)) : PlanFrom(start, new UnresolvedIdentifierRelation(name.Computed));
            case "FROM":
                At++;
                return FromFirst(start);
            default: throw Unexpected();
        }
    }

    // FROM t SELECT … [SELECT …]: several bodies give the union of their rows.
    private LogicalPlan FromFirst(int start)
    {
        var from = FromClause();
        if (Is("INSERT")) throw Unexpected();
        if (!IsAny("SELECT", "MAP", "REDUCE")) return from;
        var bodies = new List<LogicalPlan>();
        while (IsAny("SELECT", "MAP", "REDUCE"))
        {
            var bodyAt = At;
            bodies.Add(Organized(bodyAt, Body(bodyAt, from)));
        }
        return bodies.Count == 1 ? bodies[0] : PlanFrom(start, new Union(new(bodies)));
    }

    /// <summary>A SELECT behind FROM, without its ordering.</summary>
    protected LogicalPlan Body(int start, LogicalPlan from) => Is("SELECT") ? Select(start, from) : Transform(start, from);

    private LogicalPlan Select(int start, LogicalPlan? from = null)
    {
        Expect("SELECT");
        if (Is("TRANSFORM", "(") && Try(() => { var mark = At; At++; At = Closing(At) + 1; var found = IsAny("USING", "ROW", "RECORDWRITER"); At = mark; return found ? this : null; }) != null)
        {
            return Transform(start, from);
        }
        var hints = Hints();
        var distinct = IsDistinct();
        if (!distinct && Is("ALL") && !IsNextItemEnd()) At++;
        var items = SelectList();
        if (from == null) from = Accept("FROM") ? FromClause() : PlanFrom(start, new OneRowRelation());
        else while (Is("LATERAL", "VIEW")) from = LateralView(start, from);
        var plan = SelectClauses(start, items, from);
        if (distinct) plan = PlanFrom(start, new Distinct(plan));
        plan = WindowClause(start, plan);
        if (Is("QUALIFY"))
        {
            At++;
            plan = PlanFrom(start, new UnresolvedQualify(Expression(), plan));
            plan = WindowClause(start, plan);
        }
        for (var i = hints.Count - 1; i >= 0; i--) plan = PlanFrom(start, new UnresolvedHint(hints[i].Name, hints[i].Parameters, plan));
        return plan;
    }

    private bool IsDistinct()
    {
        if (!Is("DISTINCT") || IsNextItemEnd()) return false;
        At++;
        return true;
    }

    private bool IsNextItemEnd() => Peek().Kind == TokenKind.End || Peek().Word is "," or ")" or "." or "AS";

    private ValueList<Expression> SelectList()
    {
        var outer = InSelectList;
        InSelectList = true;
        var items = List(SelectItem);
        InSelectList = outer;
        return items;
    }

    private Expression SelectItem()
    {
        var start = At;
        var item = NamedExpression();
        return item is Alias or MultiAlias or UnresolvedAttribute or UnresolvedStar or UnresolvedRegex or UnresolvedAlias ? item : From(start, new UnresolvedAlias(item));
    }

    private LogicalPlan SelectClauses(int start, ValueList<Expression> items, LogicalPlan from)
    {
        var plan = Where(start, from);
        LogicalPlan selected;
        if (Accept("GROUP", "BY")) selected = GroupBy(start, items, plan);
        else if (Is("HAVING") && !Options.HavingWithoutGroupByAsWhere) selected = PlanFrom(start, new Aggregate(ValueList<Expression>.Empty, items, plan));
        else selected = PlanFrom(start, new Project(items, plan));
        if (!Accept("HAVING")) return selected;
        var condition = Expression();
        return selected is Project ? PlanFrom(start, new Filter(condition, selected)) : PlanFrom(start, new UnresolvedHaving(condition, selected));
    }

    private LogicalPlan Where(int start, LogicalPlan plan) => Accept("WHERE") ? PlanFrom(start, new Filter(Expression(), plan)) : plan;

    private LogicalPlan GroupBy(int start, ValueList<Expression> items, LogicalPlan child)
    {
        if (Is("ALL") && Peek().Word is not ("," or "."))
        {
            At++;
            return PlanFrom(start, new Aggregate(ValueList<Expression>.Empty, items, child) { IsGroupByAll = true });
        }
        var groupAt = At;
        var grouping = List(() => GroupingAnalytics() ?? Expression());
        if (Is("GROUPING", "SETS") || Is("WITH", "ROLLUP") || Is("WITH", "CUBE"))
        {
            var kind = Is("GROUPING") ? GroupingKind.GroupingSets : IsNext("ROLLUP") ? GroupingKind.Rollup : GroupingKind.Cube;
            At += 2;
            var sets = kind == GroupingKind.GroupingSets ? GroupingSetList() : new(grouping.Select(g => new ValueList<Expression>([g])));
            grouping = [From(groupAt, new GroupingSets(kind, sets) { Given = kind == GroupingKind.GroupingSets ? grouping : ValueList<Expression>.Empty })];
        }
        return PlanFrom(start, new Aggregate(grouping, items, child));
    }

    private GroupingSets? GroupingAnalytics()
    {
        var start = At;
        if (Is("GROUPING", "SETS"))
        {
            At += 2;
            return From(start, new GroupingSets(GroupingKind.GroupingSets, GroupingSetList()));
        }
        if (!IsAny("ROLLUP", "CUBE") || !IsNext("(")) return null;
        var kind = Is("ROLLUP") ? GroupingKind.Rollup : GroupingKind.Cube;
        At++;
        return From(start, new GroupingSets(kind, ListInParentheses(GroupingSet)));
    }

    // The sets of GROUPING SETS; ROLLUP and CUBE inside it stand for the sets that they make.
    private ValueList<ValueList<Expression>> GroupingSetList()
        => new(ListInParentheses(() => GroupingAnalytics() is { } inner ? inner.ToSets() : [GroupingSet()]).SelectMany(s => s));

    private ValueList<Expression> GroupingSet()
    {
        if (!Is("(")) return [Expression()];
        return Try(() =>
        {
            At++;
            var items = Is(")") ? ValueList<Expression>.Empty : List(Expression);
            Expect(")");
            return Is(",") || Is(")") ? items : null;
        }) ?? [Expression()];
    }

    private LogicalPlan WindowClause(int start, LogicalPlan plan)
    {
        if (!Is("WINDOW") || !IsIdentifier(1)) return plan;
        At++;
        var definitions = new List<KeyValuePair<string, WindowSpec>>();
        var references = new List<(string Name, string Target)>();
        do
        {
            var nameAt = At;
            var name = CheckedIdentifier();
            Expect("AS");
            if (definitions.Any(d => d.Key.Equals(name, StringComparison.OrdinalIgnoreCase)))
                throw Error(nameAt, "INVALID_SQL_SYNTAX.REPETITIVE_WINDOW_DEFINITION", ("windowName", $"`{name}`"));
            var reference = IsIdentifier() ? CheckedIdentifier() : Is("(") && IsIdentifier(1) && Peek(2).Word == ")" ? InnerName() : null;
            if (reference == null) definitions.Add(new(name, WindowSpec()));
            else references.Add((name, reference));
        }
        while (Accept(","));
        foreach (var (name, target) in references)
        {
            var found = definitions.FindIndex(d => d.Key.Equals(target, StringComparison.OrdinalIgnoreCase));
            if (found < 0)
                throw Error(start, references.Exists(r => r.Name.Equals(target, StringComparison.OrdinalIgnoreCase)) ? "INVALID_SQL_SYNTAX.INVALID_WINDOW_REFERENCE" : "INVALID_SQL_SYNTAX.UNRESOLVED_WINDOW_REFERENCE", ("windowName", $"`{target}`"));
            definitions.Add(new(name, definitions[found].Value));
        }
        return PlanFrom(start, new WithWindowDefinition(new(definitions), plan));

        string InnerName()
        {
            At++;
            var name = CheckedIdentifier();
            At++;
            return name;
        }
    }

    /// <summary>ORDER BY, SORT BY, DISTRIBUTE BY, CLUSTER BY, WINDOW, LIMIT and OFFSET over a query.</summary>
    protected LogicalPlan Organized(int start, LogicalPlan query)
    {
        var clauses = At;
        var plan = query;
        var order = Accept("ORDER", "BY") ? List(SortItem) : null;
        var cluster = Accept("CLUSTER", "BY") ? List(Expression) : null;
        var distribute = Accept("DISTRIBUTE", "BY") ? List(Expression) : null;
        var sort = Accept("SORT", "BY") ? List(SortItem) : null;
        if ((order == null ? 0 : 1) + (cluster == null ? 0 : 1) + (distribute == null && sort == null ? 0 : 1) > 1)
            throw Error(clauses, "UNSUPPORTED_FEATURE.COMBINATION_QUERY_RESULT_CLAUSES");
        if (order != null)
        {
            var isAll = order is [{ Child: UnresolvedAttribute { Parts: [var all] } }] && all.Equals("all", StringComparison.OrdinalIgnoreCase) && Text[order[0].Child.Origin.Context!.StartIndex] != '`';
            plan = PlanFrom(start, new Sort(order, true, plan) { IsOrderByAll = isAll });
        }
        if (distribute != null) plan = PlanFrom(start, new RepartitionByExpression(distribute, null, plan));
        if (sort != null) plan = PlanFrom(start, new Sort(sort, false, plan));
        if (cluster != null)
        {
            plan = PlanFrom(start, new RepartitionByExpression(cluster, null, plan));
            plan = PlanFrom(start, new Sort(new(cluster.Select(e => new SortOrder(e) { Origin = e.Origin })), false, plan));
        }
        plan = WindowClause(start, plan);
        Expression? limit = null;
        if (Is("LIMIT") && Peek().Kind != TokenKind.End)
        {
            At++;
            if (!(Is("ALL") && Peek().Word is not ("." or "("))) limit = Expression();
            else At++;
        }
        if (Is("OFFSET") && Peek().Kind != TokenKind.End) { At++; plan = PlanFrom(start, new Offset(Expression(), plan)); }
        return limit == null ? plan : PlanFrom(start, new Limit(limit, plan));
    }

    private List<(string Name, ValueList<Expression> Parameters)> Hints()
    {
        var hints = new List<(string, ValueList<Expression>)>();
        while (Accept("/*+"))
        {
            while (!Is("*/"))
            {
                var name = Identifier();
                var parameters = ValueList<Expression>.Empty;
                if (Accept("("))
                {
                    if (!Is(")")) parameters = List(Primary);
                    Expect(")");
                }
                hints.Add((name, parameters));
                Accept(",");
            }
            At++;
        }
        return hints;
    }

    // SELECT TRANSFORM(…), MAP … or REDUCE … through a program.
    private LogicalPlan Transform(int start, LogicalPlan? from)
    {
        var isSelect = Is("TRANSFORM");
        At++;
        if (isSelect) Expect("(");
        if (IsAny("DISTINCT", "ALL")) throw Error(At, "UNSUPPORTED_FEATURE.TRANSFORM_DISTINCT_ALL");
        var input = List(Expression);
        if (isSelect) Expect(")");
        var inputFormat = RowFormat();
        if (Accept("RECORDWRITER")) TextLiteral();
        Expect("USING");
        var script = TextLiteral();
        StructType? columns = null;
        if (Accept("AS"))
        {
            var parenthesized = Accept("(");
            columns = new(List(() =>
            {
                var name = CheckedIdentifier();
                return Is(",") || Is(")") || Is("FROM") || Is("ROW") || AtEnd || Is("WHERE") ? new StructField(name, StringType.Instance) : new StructField(name, DataType());
            }));
            if (parenthesized) Expect(")");
        }
        var outputFormat = RowFormat();
        if (Accept("RECORDREADER")) TextLiteral();
        if (from == null) from = Accept("FROM") ? FromClause() : PlanFrom(start, new OneRowRelation());
        from = Where(start, from);
        var aggregated = from;
        if (Accept("GROUP", "BY")) aggregated = GroupBy(start, input, from);
        else if (Is("HAVING")) aggregated = PlanFrom(start, new Aggregate(ValueList<Expression>.Empty, input, from));
        if (Accept("HAVING")) aggregated = PlanFrom(start, new UnresolvedHaving(Expression(), aggregated));
        aggregated = WindowClause(start, aggregated);
        return PlanFrom(start, new ScriptTransform(ReferenceEquals(aggregated, from) ? input : [new UnresolvedStar(ValueList<string>.Empty)], script,
            columns ?? new StructType(new StructField("key", StringType.Instance), new StructField("value", StringType.Instance)), aggregated)
        {
            IsSchemaLess = columns == null,
            InputFormat = inputFormat,
            OutputFormat = outputFormat,
        });
    }

    /// <summary>ROW FORMAT SERDE … or DELIMITED …, as properties.</summary>
    protected ValueMap RowFormat()
    {
        if (!Accept("ROW", "FORMAT")) return ValueMap.Empty;
        var entries = new List<KeyValuePair<string, string>>();
        if (Accept("SERDE"))
        {
            entries.Add(new("serde", TextLiteral()));
            if (Accept("WITH", "SERDEPROPERTIES")) entries.AddRange(PropertyList());
            return new(entries);
        }
        Expect("DELIMITED");
        if (Accept("FIELDS", "TERMINATED", "BY"))
        {
            entries.Add(new("field.delim", TextLiteral()));
            if (Accept("ESCAPED", "BY")) entries.Add(new("escape.delim", TextLiteral()));
        }
        if (Accept("COLLECTION", "ITEMS"))
        {
            Expect("TERMINATED", "BY");
            entries.Add(new("colelction.delim", TextLiteral()));
        }
        if (Accept("MAP", "KEYS"))
        {
            Expect("TERMINATED", "BY");
            entries.Add(new("mapkey.delim", TextLiteral()));
        }
        if (Is("LINES", "TERMINATED"))
        {
            var start = At;
            At += 2;
            Expect("BY");
            var value = TextLiteral();
            if (value != "\n") throw Error(start, "INVALID_SQL_SYNTAX.UNSUPPORTED_ROW_FORMAT_LINES_TERMINATED_BY", ("value", value));
            entries.Add(new("line.delim", value));
        }
        if (Accept("NULL", "DEFINED", "AS")) entries.Add(new("serialization.null.format", TextLiteral()));
        return new(entries);
    }

    // One step of a pipe over what stands before it.
    private LogicalPlan Pipe(int start, LogicalPlan input)
    {
        DepthCheck();
        Expect("|>");
        switch (Current.Word)
        {
            case "SELECT":
                return Select(start, input);
            case "EXTEND":
                At++;
                return PlanFrom(start, new Project([From(start, new UnresolvedStar(ValueList<string>.Empty)), .. SelectList()], input));
            case "SET":
                At++;
                var assignments = List(() =>
                {
                    var name = CheckedIdentifier();
                    if (Is(".")) throw Error(start, "_LEGACY_ERROR_TEMP_0035", ("message", "SQL pipe syntax |> SET operator with multi-part assignment key (only single-part keys are allowed)"));
                    Expect("=");
                    return KeyValuePair.Create(name, Expression());
                });
                // Each assignment sees those before it.
                var plan = input;
                foreach (var (name, value) in assignments) plan = PlanFrom(start, new Project([From(start, new UnresolvedStarReplace([name], [value]))], plan));
                return plan;
            case "DROP":
                At++;
                var dropped = List(() => (ValueList<string>)[CheckedIdentifier()]);
                return PlanFrom(start, new Project([From(start, new UnresolvedStar(ValueList<string>.Empty) { Except = dropped })], input));
            case "AS":
                At++;
                return PlanFrom(start, new SubqueryAlias([CheckedIdentifier()], input));
            case "WHERE":
                return Where(start, input);
            case "PIVOT":
                return Pivot(start, input);
            case "UNPIVOT":
                return Unpivot(start, input);
            case "TABLESAMPLE":
                return Sampled(start, input);
            case "AGGREGATE":
                At++;
                return PipeAggregate(start, input);
            case "QUALIFY":
                At++;
                return PlanFrom(start, new UnresolvedQualify(Expression(), input));
            case "UNION" or "EXCEPT" or "MINUS" or "INTERSECT":
                return SetOperation(start, input, tight: true);
        }
        if (TryJoin(start, input) is { } join) return join;
        var before = At;
        var organized = Organized(start, input);
        return At == before ? throw Unexpected() : organized;
    }

    private LogicalPlan PipeAggregate(int start, LogicalPlan input)
    {
        var aggregates = Is("GROUP", "BY") ? ValueList<Expression>.Empty : SelectList();
        if (!Accept("GROUP", "BY")) return PlanFrom(start, new Aggregate(ValueList<Expression>.Empty, aggregates, input));
        var keys = List(() => GroupingAnalytics() ?? SelectItem());
        var grouping = keys.Select(k => k is Alias alias ? alias.Child : k is UnresolvedAlias unnamed ? unnamed.Child : k);
        return PlanFrom(start, new Aggregate(new(grouping), [.. keys.SelectMany(k => k is GroupingSets sets ? sets.Children.Distinct() : [k]), .. aggregates], input));
    }
}
