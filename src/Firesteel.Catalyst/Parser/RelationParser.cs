using System.Globalization;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Parser;

/// <summary>Reads what stands in FROM: tables, subqueries, table functions, VALUES, joins, PIVOT, UNPIVOT and samples.</summary>
abstract class RelationParser(string text, ParserOptions options) : ExpressionParser(text, options)
{
    private const string UnnamedSubquery = "__auto_generated_subquery_name";

    /// <summary>FROM with all that belongs to it; the keyword is taken.</summary>
    protected LogicalPlan FromClause()
    {
        var start = At;
        LogicalPlan? from = null;
        do
        {
            var isLateral = IsLateral();
            var next = Relation(from);
            from = from == null || isLateral ? next : PlanFrom(start, new Join(from, next, JoinType.Inner, null));
        }
        while (Accept(","));
        while (Is("LATERAL", "VIEW")) from = LateralView(start, from);
        return from;
    }

    private bool IsLateral() => Is("LATERAL") && !IsNext("VIEW");

    // A LATERAL relation joins what stands before it.
    private LogicalPlan Relation(LogicalPlan? before)
    {
        DepthCheck();
        var start = At;
        var relation = IsLateral() ? before == null ? LateralSource() : LateralJoin(start, before, JoinType.Inner) : PrimaryRelation();
        return Extensions(start, relation);
    }

    private LogicalPlan LateralSource()
    {
        Expect("LATERAL");
        return PrimaryRelation();
    }

    private LogicalPlan LateralJoin(int start, LogicalPlan left, JoinType type)
    {
        var right = LateralSource();
        if (Strip(right) is not (UnresolvedTableValuedFunction or not UnresolvedLeafPlan))
            throw Error(start, "INVALID_SQL_SYNTAX.LATERAL_WITHOUT_SUBQUERY_OR_TABLE_VALUED_FUNC");
        if (Is("USING") || type is JoinType.RightOuter or JoinType.FullOuter or JoinType.LeftSemi or JoinType.LeftAnti)
            throw Error(start, Is("USING") ? "UNSUPPORTED_FEATURE.LATERAL_JOIN_USING" : "INVALID_LATERAL_JOIN_TYPE", Is("USING") ? [] : [("joinType", JoinWords(type))]);
        if (IsNearestBy()) throw Error(start, "UNSUPPORTED_FEATURE.LATERAL_JOIN_NEAREST_BY");
        return PlanFrom(start, new LateralJoin(left, right, type, Accept("ON") ? Expression() : null));
    }

    private static LogicalPlan Strip(LogicalPlan plan) => plan is SubqueryAlias or UnresolvedColumnAliases ? Strip(((UnaryPlan)plan).Child) : plan;

    private static string JoinWords(JoinType type) => type switch
    {
        JoinType.RightOuter => "RIGHT OUTER",
        JoinType.FullOuter => "FULL OUTER",
        JoinType.LeftSemi => "LEFT SEMI",
        JoinType.Cross => "CROSS",
        _ => "LEFT ANTI",
    };

    private LogicalPlan Extensions(int start, LogicalPlan relation)
    {
        while (true)
        {
            if (TryJoin(start, relation) is { } join) relation = join;
            else if (Is("PIVOT", "(")) relation = Pivot(start, relation);
            else if (Is("UNPIVOT") && Peek().Word is "(" or "INCLUDE" or "EXCLUDE") relation = Unpivot(start, relation);
            else return relation;
        }
    }

    /// <summary>A join onto <paramref name="left"/>, or null where none begins here.</summary>
    protected LogicalPlan? TryJoin(int start, LogicalPlan left)
    {
        var mark = At;
        var natural = Accept("NATURAL");
        JoinType? type = null;
        if (Accept("INNER")) type = JoinType.Inner;
        else if (Accept("CROSS")) type = JoinType.Cross;
        else if (Accept("LEFT")) type = Accept("SEMI") ? JoinType.LeftSemi : Accept("ANTI") ? JoinType.LeftAnti : Outer(JoinType.LeftOuter);
        else if (Accept("RIGHT")) type = Outer(JoinType.RightOuter);
        else if (Accept("FULL")) type = Outer(JoinType.FullOuter);
        else if (Accept("SEMI")) type = JoinType.LeftSemi;
        else if (Accept("ANTI")) type = JoinType.LeftAnti;
        if (!Accept("JOIN"))
        {
            if (type != null || natural) throw Unexpected();
            At = mark;
            return null;
        }
        var kind = type ?? JoinType.Inner;
        if (IsLateral()) return natural ? throw Error(mark, "INCOMPATIBLE_JOIN_TYPES", ("joinType1", "LATERAL"), ("joinType2", "NATURAL")) : LateralJoin(start, left, kind);
        var right = PrimaryRelation();
        if (IsNearestBy()) return NearestBy(start, left, right, kind);
        if (natural)
        {
            if (kind == JoinType.Cross) throw Error(mark, "INCOMPATIBLE_JOIN_TYPES", ("joinType1", "NATURAL"), ("joinType2", "CROSS"));
            return PlanFrom(start, new Join(left, right, kind, null) { IsNatural = true });
        }
        if (Accept("ON")) return PlanFrom(start, new Join(left, right, kind, Expression()));
        return Is("USING", "(") ? Using() : PlanFrom(start, new Join(left, right, kind, null));

        JoinType Outer(JoinType outer) { Accept("OUTER"); return outer; }

        LogicalPlan Using()
        {
            At++;
            return PlanFrom(start, new Join(left, right, kind, null) { UsingColumns = IdentifierList() });
        }
    }

    private bool IsNearestBy() => Is("APPROX", "NEAREST") || Is("EXACT", "NEAREST");

    private LogicalPlan NearestBy(int start, LogicalPlan left, LogicalPlan right, JoinType type)
    {
        if (type is not (JoinType.Inner or JoinType.LeftOuter)) throw Error(start, "NEAREST_BY_JOIN.UNSUPPORTED_JOIN_TYPE", ("joinType", JoinWords(type)), ("supported", "'INNER', 'LEFT OUTER'"));
        var isApproximate = Accept("APPROX");
        if (!isApproximate) Expect("EXACT");
        Expect("NEAREST");
        var count = Is("BY") ? 1 : IntegerToken();
        if (count is < 1 or > NearestByJoin.MostResults)
            throw Error(start, "NEAREST_BY_JOIN.NUM_RESULTS_OUT_OF_RANGE", ("numResults", Number(count)), ("min", "1"), ("max", Number(NearestByJoin.MostResults)));
        Expect("BY");
        var isSimilarity = Accept("SIMILARITY");
        if (!isSimilarity) Expect("DISTANCE");
        return PlanFrom(start, new NearestByJoin(left, right, type, Expression(), count, isApproximate, isSimilarity));
    }

    private LogicalPlan PrimaryRelation()
    {
        DepthCheck();
        var start = At;
        if (Is("("))
        {
            if (IsQueryStart(At + 1))
            {
                var subquery = Try(() =>
                {
                    At++;
                    var plan = Query();
                    Expect(")");
                    return plan;
                });
                if (subquery != null) return Aliased(start, Sampled(start, subquery), UnnamedSubquery);
            }
            At++;
            var relation = Relation(null);
            while (Accept(","))
            {
                var isLateral = IsLateral();
                var next = Relation(relation);
                relation = isLateral ? next : PlanFrom(start, new Join(relation, next, JoinType.Inner, null));
            }
            Expect(")");
            return Aliased(start, Sampled(start, relation), null);
        }
        if (Is("VALUES") && Peek().Kind != TokenKind.End && Peek().Word is not ("," or ")" or "." or ";")) return InlineTable();
        if (Is("STREAM") && IsIdentifier(1) && !IsClauseStart(1) && !IsNext("AS"))
        {
            At++;
            return Aliased(start, Table(start, true), null);
        }
        if (Is("STREAM", "("))
        {
            At += 2;
            var stream = Table(start, true);
            Expect(")");
            return Aliased(start, stream, null);
        }
        return Aliased(start, Table(start, false), null);
    }

    // A table by name, or a function: those two are told apart by the parenthesis behind the name.
    private LogicalPlan Table(int start, bool streaming)
    {
        if (Current.Kind is not (TokenKind.Word or TokenKind.QuotedName)) throw Unexpected();
        if (Is("IDENTIFIER", "("))
        {
            At += 2;
            var computed = Expression();
            Expect(")");
            var name = ConstantName(computed);
            if (Is("(") && name != null) return Function(start, name);
            if (Is(".")) throw Unexpected();
            var options = TableOptions();
            if (name != null) return Sampled(start, PlanFrom(start, new UnresolvedRelation(name, options, streaming)));
            return Sampled(start, PlanFrom(start, new UnresolvedIdentifierRelation(computed)));
        }
        var parts = MultipartIdentifier();
        if (Is("(")) return Function(start, parts);
        var travel = TimeTravel();
        return Sampled(start, PlanFrom(start, new UnresolvedRelation(parts, TableOptions(), streaming) { TimeTravel = travel }));
    }

    protected ValueMap TableOptions() => Is("WITH", "(") ? AfterWith() : ValueMap.Empty;

    private ValueMap AfterWith()
    {
        At++;
        return PropertyList();
    }

    /// <summary><c>(key = value, …)</c>; keys are dotted names or text.</summary>
    protected ValueMap PropertyList()
    {
        var entries = ListInParentheses(() =>
        {
            var key = PropertyKey();
            Accept("=");
            return KeyValuePair.Create(key, PropertyValue());
        });
        return new(entries, ignoreCase: true);
    }

    protected string PropertyKey() => IsText ? SingleText() : string.Join(".", MultipartIdentifier());

    private string PropertyValue()
    {
        if (IsText) return TextLiteral();
        var start = At;
        var value = Expression();
        return value switch
        {
            Literal { Value: bool b } => b ? "true" : "false",
            Literal { Value: string s } => s,
            Literal { Value: not null } => SourceFrom(start),
            Literal => "null",
            _ => SourceFrom(start),
        };
    }

    private TimeTravel? TimeTravel()
    {
        var mark = At;
        Accept("FOR");
        if (IsAny("SYSTEM_VERSION", "VERSION") && IsNext("AS"))
        {
            At++;
            Expect("AS", "OF");
            if (IsText) return new(null, TextLiteral());
            var token = Current;
            IntegerToken();
            return new(null, Source(token));
        }
        if (IsAny("SYSTEM_TIME", "TIMESTAMP") && IsNext("AS") && Peek(2).Word == "OF")
        {
            At++;
            Expect("AS", "OF");
            return new(ValueExpression(), null);
        }
        At = mark;
        return null;
    }

    private LogicalPlan Function(int start, ValueList<string> name)
    {
        if (name.Count > 1 && name.Count > 3) throw Error(start, "INVALID_SQL_SYNTAX.INVALID_TABLE_VALUED_FUNC_NAME", ("funcName", Firesteel.Types.SqlIdentifier.Quote(name)));
        Expect("(");
        var arguments = Is(")") ? ValueList<Expression>.Empty : List(TableFunctionArgument);
        Expect(")");
        return PlanFrom(start, new UnresolvedTableValuedFunction(name, arguments));
    }

    private Expression TableFunctionArgument()
    {
        var start = At;
        string? name = null;
        if (IsIdentifier() && IsNext("=>"))
        {
            name = Identifier();
            At++;
        }
        Expression value;
        if (Is("TABLE") && (IsNext("(") || IsIdentifier(1))) value = TableArgument();
        else if (Is("(") && IsQueryStart(At + 1) && Try(() => From(At, new TableArgument(InParentheses(Query), ValueList<Expression>.Empty, ValueList<SortOrder>.Empty, false))) is { } query)
            value = new ScalarSubquery(query.Plan) { Origin = query.Origin };
        else value = Expression();
        return name == null ? value : From(start, new NamedArgument(name, value));
    }

    private T InParentheses<T>(Func<T> read)
    {
        Expect("(");
        var result = read();
        Expect(")");
        return result;
    }

    private TableArgument TableArgument()
    {
        var start = At;
        At++;
        LogicalPlan plan;
        if (Is("(") && IsQueryStart(At + 1)) plan = InParentheses(Query);
        else if (Is("(")) plan = InParentheses(() => (LogicalPlan)PlanFrom(At, new UnresolvedRelation(MultipartIdentifier())));
        else plan = PlanFrom(At, new UnresolvedRelation(MultipartIdentifier()));
        var partition = ValueList<Expression>.Empty;
        var order = ValueList<SortOrder>.Empty;
        var single = false;
        if (Accept("WITH", "SINGLE", "PARTITION")) single = true;
        else if (Accept("PARTITION", "BY") || Accept("DISTRIBUTE", "BY")) partition = Is("(") ? ListInParentheses(Expression) : [Expression()];
        if (Accept("ORDER", "BY") || Accept("SORT", "BY")) order = Is("(") ? ListInParentheses(SortItem) : [SortItem()];
        return From(start, new TableArgument(plan, partition, order, single));
    }

    /// <summary>VALUES with its alias.</summary>
    protected LogicalPlan InlineTable()
    {
        var start = At;
        Expect("VALUES");
        var rows = List(() =>
        {
            var item = Expression();
            return item is UnresolvedFunction { NameParts: [var function] } row && function.Equals("struct", StringComparison.OrdinalIgnoreCase)
                ? new ValueList<Expression>(row.Arguments.Select(a => a is Alias alias ? alias.Child : a))
                : [item];
        });
        rows = new(rows.Select(row => new ValueList<Expression>(row.Select(OrDefault))));
        for (var i = 1; i < rows.Count; i++)
            if (rows[i].Count != rows[0].Count)
                throw Error(start, "INVALID_INLINE_TABLE.NUM_COLUMNS_MISMATCH", ("expectedNumCols", Number(rows[0].Count)), ("actualNumCols", Number(rows[i].Count)), ("rowIndex", Number(i)));
        var (alias, columns) = Is("AS", "(") ? (null, NamesBehindAs()) : Alias();
        if (columns.Count > 0 && columns.Count != rows[0].Count)
            throw Error(start, "INVALID_INLINE_TABLE.NUM_COLUMNS_MISMATCH", ("expectedNumCols", Number(columns.Count)), ("actualNumCols", Number(rows[0].Count)), ("rowIndex", "0"));
        var names = columns.Count > 0 ? columns : new(Enumerable.Range(1, rows[0].Count).Select(i => "col" + Number(i)));
        LogicalPlan table = PlanFrom(start, new UnresolvedInlineTable(names, rows));
        return alias == null ? table : PlanFrom(start, new SubqueryAlias([alias], table));
    }

    // No column can be read here: the bare word means the default of the column that the value goes to.
    private Expression OrDefault(Expression value)
        => value is UnresolvedAttribute { Parts: [var name] } && name.Equals("DEFAULT", StringComparison.OrdinalIgnoreCase) && Text[value.Origin.Context!.StartIndex] != '`'
            ? new UnresolvedDefault { Origin = value.Origin } : value;

    private ValueList<string> NamesBehindAs()
    {
        At++;
        return IdentifierList();
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private (string? Name, ValueList<string> Columns) Alias()
    {
        if (Accept("AS"))
        {
            var name = CheckedIdentifier(strict: true);
            return (name, Is("(") ? IdentifierList() : ValueList<string>.Empty);
        }
        if (!IsStrictIdentifier() || IsClauseStart()) return (null, ValueList<string>.Empty);
        var alias = CheckedIdentifier(strict: true);
        return (alias, Is("(") ? IdentifierList() : ValueList<string>.Empty);
    }

    /// <summary>The relation under the alias that follows; under <paramref name="otherwise"/> where none does.</summary>
    protected LogicalPlan Aliased(int start, LogicalPlan relation, string? otherwise)
    {
        var (name, columns) = Alias();
        if (columns.Count > 0) relation = PlanFrom(start, new UnresolvedColumnAliases(columns, relation));
        name ??= otherwise;
        return name == null ? relation : PlanFrom(start, new SubqueryAlias([name], relation));
    }

    /// <summary>Whether a word that could be a name begins the next clause, which what follows it shows.</summary>
    protected bool IsClauseStart(int ahead = 0)
    {
        var (word, next) = (Peek(ahead).Word, Peek(ahead + 1));
        if (Peek(ahead).Kind != TokenKind.Word || word == null) return false;
        // «where from t» and «limit join u»: the word before is a name, the other one begins the clause.
        if (next.Word is "FROM" or "JOIN" && word is not ("FROM" or "UNION" or "EXCEPT" or "MINUS" or "INTERSECT")) return false;
        var isName = next.Kind is TokenKind.Word or TokenKind.QuotedName;
        return word switch
        {
            "FROM" when next.Word == "JOIN" => false,
            "FROM" => isName || next.Word == "(" || next.Kind == TokenKind.Text,
            "WHERE" or "HAVING" or "LIMIT" or "OFFSET" or "QUALIFY" => next.Kind != TokenKind.End && next.Word is not (")" or "," or ";" or "."),
            "GROUP" or "ORDER" or "SORT" or "CLUSTER" or "DISTRIBUTE" => next.Word == "BY",
            "APPROX" or "EXACT" => next.Word == "NEAREST",
            "WINDOW" => isName && Peek(ahead + 2).Word == "AS",
            "LATERAL" => next.Word == "VIEW",
            "UNION" or "EXCEPT" or "MINUS" or "INTERSECT" => next.Word is "SELECT" or "ALL" or "DISTINCT" or "(" or "VALUES" or "TABLE" or "FROM" or "WITH",
            "TABLESAMPLE" or "PIVOT" => next.Word == "(",
            "UNPIVOT" => next.Word is "(" or "INCLUDE" or "EXCLUDE",
            "SELECT" => next.Kind != TokenKind.End && next.Word is not (")" or "," or ";" or "."),
            "INSERT" => next.Word is "INTO" or "OVERWRITE",
            "MAP" or "REDUCE" => isName && next.Word is not ("JOIN" or "WHERE" or "ON" or "USING"),
            "WITH" => next.Word == "(",
            "SET" => isName,
            "WHEN" => next.Word is "MATCHED" or "NOT",
            "FOR" => next.Word is "SYSTEM_VERSION" or "VERSION" or "SYSTEM_TIME" or "TIMESTAMP" or "(" || isName && Peek(ahead + 2).Word is "IN" or ".",
            "USING" => next.Kind == TokenKind.Text,
            _ => false,
        };
    }

    protected LogicalPlan Sampled(int start, LogicalPlan relation)
    {
        if (!Is("TABLESAMPLE") || Peek().Word is not ("(" or "SYSTEM" or "BERNOULLI")) return relation;
        At++;
        var mark = At;
        var bernoulli = !Accept("SYSTEM") && Accept("BERNOULLI");
        if (!Is("(")) throw Unexpected();
        At++;
        LogicalPlan result;
        if (Accept("BUCKET"))
        {
            var numerator = IntegerToken();
            Expect("OUT");
            Expect("OF");
            var denominator = IntegerToken();
            if (Is("ON")) throw Error(mark, "_LEGACY_ERROR_TEMP_0015", ("msg", "BUCKET x OUT OF y ON colname"));
            result = Sample((double)numerator / denominator);
        }
        else
        {
            var negative = Is("-");
            if (Peek(negative ? 2 : 1).Word == "PERCENT")
            {
                if (negative) At++;
                if (Current.Kind is not (TokenKind.Integer or TokenKind.Number)) throw Unexpected();
                var percent = double.Parse(Source(Current).TrimEnd('d', 'D', 'b', 'B'), CultureInfo.InvariantCulture);
                At += 2;
                result = Sample((negative ? -percent : percent) / 100.0);
            }
            else
            {
                var countAt = At;
                var count = Expression();
                if (!Accept("ROWS"))
                    throw Is(")") ? Error(countAt, "_LEGACY_ERROR_TEMP_0016", ("bytesStr", SourceFrom(countAt))) : Unexpected();
                result = PlanFrom(start, new Limit(count, relation));
            }
        }
        Expect(")");
        if (!Accept("REPEATABLE")) return result;
        var seed = InParentheses(IntegerToken);
        return result is Sample sample ? sample with { Seed = seed } : result;

        LogicalPlan Sample(double fraction)
        {
            const double tolerance = 1e-6;
            if (fraction < -tolerance || fraction > 1 + tolerance)
                throw Error(mark, "INVALID_TABLESAMPLE_FRACTION", ("fraction", fraction.ToString("R", CultureInfo.InvariantCulture)));
            return PlanFrom(start, new Sample(0.0, fraction, false, Random.Shared.NextInt64(), relation));
        }
    }

    protected LogicalPlan Pivot(int start, LogicalPlan child)
    {
        At++;
        Expect("(");
        var aggregates = List(NamedExpression);
        Expect("FOR");
        var columnAt = At;
        Expression column = Is("(")
            ? From(columnAt, new UnresolvedFunction(["struct"], new(IdentifierList().Select(n => (Expression)new UnresolvedAttribute([n])))) { IsRow = true })
            : From(columnAt, new UnresolvedAttribute(MultipartIdentifier()));
        Expect("IN");
        var values = ListInParentheses(NamedExpression);
        Expect(")");
        LogicalPlan pivot = PlanFrom(start, new Pivot(null, column, values, aggregates, child));
        return Aliased(start, pivot, null);
    }

    protected LogicalPlan Unpivot(int start, LogicalPlan child)
    {
        At++;
        var includeNulls = Accept("INCLUDE", "NULLS");
        if (!includeNulls) Accept("EXCLUDE", "NULLS");
        Expect("(");
        var multiple = Is("(");
        var values = multiple ? IdentifierList() : [CheckedIdentifier()];
        Expect("FOR");
        var name = CheckedIdentifier();
        Expect("IN");
        var groups = ListInParentheses(() =>
        {
            var columns = multiple ? ListInParentheses(Column) : [Column()];
            string? alias = null;
            if (Accept("AS") || IsIdentifier()) alias = CheckedIdentifier();
            return new UnpivotGroup(columns, alias);
        });
        Expect(")");
        LogicalPlan unpivot = PlanFrom(start, new Unpivot(null, groups, name, values, includeNulls, child));
        return Aliased(start, unpivot, null);

        Expression Column() => From(At, new UnresolvedAttribute(MultipartIdentifier()));
    }

    protected LogicalPlan LateralView(int start, LogicalPlan child)
    {
        At += 2;
        var outer = Accept("OUTER");
        var callAt = At;
        var name = ObjectName();
        var arguments = ListOrNone();
        Expression generator = name.Computed == null ? From(callAt, new UnresolvedFunction(name.Parts, arguments)) : From(callAt, new IdentifierClause(name.Computed, arguments));
        string? table = null;
        var columns = ValueList<string>.Empty;
        if (!Is("AS") && IsIdentifier() && !IsClauseStart()) table = CheckedIdentifier();
        if (Accept("AS") || table != null && IsIdentifier() && !IsClauseStart()) columns = List(() => CheckedIdentifier());
        return PlanFrom(start, new Generate(generator, outer, table?.ToLowerInvariant(), ValueList<AttributeReference>.Empty, child) { ColumnNames = columns });

        ValueList<Expression> ListOrNone()
        {
            Expect("(");
            var items = Is(")") ? ValueList<Expression>.Empty : List(Expression);
            Expect(")");
            return items;
        }
    }

    protected override Expression NamedExpression()
    {
        var start = At;
        var value = Expression();
        if (Accept("AS"))
        {
            if (Is("(")) return From(start, new MultiAlias(value, IdentifierList()));
            return Named(CheckedIdentifier());
        }
        if (Is("(")) return From(start, new MultiAlias(value, IdentifierList()));
        return IsIdentifier() && !IsClauseStart() ? Named(CheckedIdentifier()) : value;

        Expression Named(string name) => From(start, new Alias(value, name));
    }
}
