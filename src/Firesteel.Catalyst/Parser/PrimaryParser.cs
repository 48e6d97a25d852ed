using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Parser;

/// <summary>Reads what operators work on: constants, names, calls, subqueries, CASE, and the extractions behind them.</summary>
abstract class PrimaryParser(string text, ParserOptions options) : LiteralParser(text, options)
{
    // Question marks met so far: each is the parameter of its place.
    private int _markers;

    protected abstract LogicalPlan Query();
    protected abstract Expression ValueExpression();

    /// <summary>Whether names at hand stand in a select list, where a quoted one may be a pattern.</summary>
    protected bool InSelectList { get; set; }

    protected EvalMode Mode => Options.Ansi ? EvalMode.Ansi : EvalMode.Legacy;

    protected Expression Primary()
    {
        DepthCheck();
        var start = At;
        return Postfix(start, Base(start));
    }

    private Expression Base(int start)
    {
        switch (Current.Kind)
        {
            case TokenKind.Integer or TokenKind.Number: return From(start, Number(start, false));
            case TokenKind.Text: return From(start, Literal.Of(TextLiteral()));
            case TokenKind.QuotedName: return NameOrCall(start);
            case TokenKind.Symbol: return SymbolBase(start);
            case TokenKind.Word: return WordBase(start);
            default: throw Unexpected();
        }
    }

    private Expression SymbolBase(int start)
    {
        switch (Current.Word)
        {
            case "(": return Parenthesized(start);
            case "*":
                At++;
                return Star(start, ValueList<string>.Empty);
            case "?":
                At++;
                return From(start, new ParameterMarker(null, _markers++));
            case ":":
                At++;
                return From(start, new ParameterMarker(Identifier(), 0));
            case "-" when Peek().Kind is TokenKind.Integer or TokenKind.Number:
                At++;
                return From(start, Number(start, true));
            default: throw Unexpected();
        }
    }

    private Expression WordBase(int start)
    {
        var next = Peek();
        if (Current.Word is { } word)
        {
            switch (word)
            {
                case "NULL" when next.Word is not ("." or "(" or "->"): At++; return From(start, Literal.Null);
                case "TRUE" when next.Word is not ("." or "(" or "->"): At++; return From(start, Literal.True);
                case "FALSE" when next.Word is not ("." or "(" or "->"): At++; return From(start, Literal.False);
                case "CASE" when next.Kind != TokenKind.End && next.Word is not ("." or "," or ")" or "FROM" or "->"): return Case(start);
                case "INTERVAL" when IsInterval(): return From(start, IntervalLiteral());
                case "IDENTIFIER" when next.Word == "(": return Computed(start);
                case "CURRENT_DATE" or "CURRENT_TIMESTAMP" or "CURRENT_TIME" or "CURRENT_USER" or "USER" or "SESSION_USER" when Options.EnforceReservedKeywords && next.Word != "(":
                    At++;
                    return From(start, new UnresolvedFunction([word.ToLowerInvariant()], ValueList<Expression>.Empty));
            }
            if (next.Word == "(" && SpecialCall(start, word) is { } call) return call;
        }
        if (next.Kind == TokenKind.Text) return From(start, TypedLiteral());
        if (next.Word == "->")
        {
            var parameter = Identifier();
            return Lambda(start, [parameter]);
        }
        return NameOrCall(start);
    }

    private Expression NameOrCall(int start)
    {
        var quoted = Current.Kind == TokenKind.QuotedName;
        if (Current.Word is "LEFT" or "RIGHT" or "FILTER" && IsNext("("))
        {
            var word = Source(Current);
            At++;
            return Call(start, [word]);
        }
        var parts = new List<string> { Identifier() };
        while (Is("."))
        {
            if (IsNext("*")) { At += 2; return Star(start, new(parts)); }
            if (!IsIdentifier(1)) throw Ahead(1);
            At++;
            quoted = Current.Kind == TokenKind.QuotedName;
            parts.Add(Identifier());
        }
        if (Is("(")) return Call(start, new(parts));
        if (quoted && InSelectList && Options.QuotedRegexColumnNames && parts.Count <= 2 && !parts[^1].All(c => char.IsLetterOrDigit(c) || c == '_'))
            return From(start, new UnresolvedRegex(parts[^1], parts.Count == 2 ? parts[0] : null));
        return From(start, new UnresolvedAttribute(new(parts)));
    }

    private ParseException Ahead(int tokens)
    {
        At += tokens;
        return Unexpected();
    }

    private UnresolvedStar Star(int start, ValueList<string> target)
    {
        var except = ValueList<ValueList<string>>.Empty;
        if (Is("EXCEPT", "(") && !IsQueryStart(At + 2)) { At++; except = ListInParentheses(MultipartIdentifier); }
        return From(start, new UnresolvedStar(target) { Except = except });
    }

    /// <summary>Whether a query begins at a token, after any opening parentheses.</summary>
    protected bool IsQueryStart(int index)
    {
        while (TokenAt(index).Word == "(") index++;
        var next = TokenAt(index).Kind == TokenKind.End ? default : TokenAt(index + 1);
        var isName = next.Kind is TokenKind.Word or TokenKind.QuotedName;
        return TokenAt(index).Word switch
        {
            "SELECT" => next.Kind != TokenKind.End && next.Word is not ("," or ")" or "." or "="),
            "WITH" or "TABLE" => isName,
            "FROM" => isName || next.Word == "(" || next.Kind == TokenKind.Text,
            "VALUES" => next.Kind != TokenKind.End && next.Word is not ("," or ")" or "." or "=" or "*" or "+"),
            "MAP" or "REDUCE" => next.Word is not ("(" or "," or ")" or "." or "[" or "=" or "->" or ":") && next.Kind is TokenKind.Word or TokenKind.QuotedName && next.Word is not ("IS" or "AND" or "OR" or "IN"),
            _ => false,
        };
    }

    private Expression Parenthesized(int start)
    {
        var closing = Peek(1).Kind is TokenKind.Word or TokenKind.QuotedName && Peek(2).Word is "," or ")" ? Closing(At) : -1;
        if (closing > 0 && TokenAt(closing + 1).Word == "->") { var names = IdentifierList(); return Lambda(start, names); }
        if (IsQueryStart(At + 1))
        {
            var subquery = Try(() =>
            {
                At++;
                var plan = Query();
                Expect(")");
                return (Expression)From(start, new ScalarSubquery(plan));
            });
            if (subquery != null) return subquery;
        }
        At++;
        var first = NamedExpression();
        if (!Is(","))
        {
            if (first is Alias) throw Unexpected();
            Expect(")");
            return first;
        }
        var items = new List<Expression> { first };
        while (Accept(",")) items.Add(NamedExpression());
        Expect(")");
        return From(start, new UnresolvedFunction(["struct"], new(items)) { IsRow = true });
    }

    private LambdaFunction Lambda(int start, ValueList<string> parameters)
    {
        Expect("->");
        var body = Expression().TransformUp(e => e is UnresolvedAttribute name ? new UnresolvedLambdaVariable(name.Parts) { Origin = name.Origin } : e);
        return From(start, new LambdaFunction(body, new(parameters.Select(p => (Expression)new UnresolvedLambdaVariable([p])))));
    }

    private Expression Case(int start)
    {
        At++;
        var subject = Is("WHEN") ? null : Expression();
        var branches = new List<CaseBranch>();
        do
        {
            Expect("WHEN");
            var whenAt = At;
            var condition = Expression();
            if (subject != null) condition = From(whenAt, new Comparison(ComparisonOperator.Equal, subject, condition));
            Expect("THEN");
            branches.Add(new(condition, Expression()));
        }
        while (Is("WHEN"));
        var otherwise = Accept("ELSE") ? Expression() : null;
        Expect("END");
        return From(start, new CaseWhen(new(branches), otherwise));
    }

    private Expression Computed(int start)
    {
        At += 2;
        var name = Expression();
        Expect(")");
        if (!Is("("))
        {
            return ConstantName(name) is { } column ? From(start, new UnresolvedAttribute(column)) : From(start, new IdentifierClause(name));
        }
        if (ConstantName(name) is { } function) return Call(start, function);
        At++;
        var arguments = Is(")") ? ValueList<Expression>.Empty : List(Argument);
        Expect(")");
        return Over(start, From(start, new IdentifierClause(name, arguments)));
    }

    // Calls whose arguments have words between them; null where this one is of the common form.
    private Expression? SpecialCall(int start, string word)
    {
        switch (word)
        {
            case "CAST" or "TRY_CAST":
                At += 2;
                var value = Expression();
                Expect("AS");
                var type = DataType();
                Expect(")");
                return From(start, MakeCast(value, type, word == "CAST" ? Mode : EvalMode.Try));
            case "STRUCT":
                At += 2;
                var fields = Is(")") ? ValueList<Expression>.Empty : List(NamedExpression);
                Expect(")");
                return Over(start, From(start, new UnresolvedFunction([Source(TokenAt(start))], fields)));
            case "FIRST" or "LAST" or "ANY_VALUE":
                return NullsInside(start, word);
            case "EXISTS" when IsQueryStart(At + 2):
                At += 2;
                var plan = Query();
                Expect(")");
                return From(start, new Exists(plan));
            case "POSITION":
                return Try(() => Between("IN", "locate"));
            case "EXTRACT" when Peek(2).Kind is TokenKind.Word or TokenKind.Text or TokenKind.QuotedName && Peek(3).Word == "FROM":
                At += 2;
                var fieldAt = At;
                var field = IsText ? TextLiteral() : Identifier();
                var name = From(fieldAt, Literal.Of(field));
                Expect("FROM");
                var source = ValueExpression();
                Expect(")");
                return From(start, new UnresolvedFunction(["extract"], [name, source]));
            case "SUBSTR" or "SUBSTRING":
                return Try(() => Between("FROM", "substring"));
            case "OVERLAY":
                return Try(() => Between("PLACING", "overlay"));
            case "TRIM":
                return Trim(start);
            case "TIMESTAMPADD" or "DATEADD" or "DATE_ADD":
                return UnitCall(start, word, "timestampadd");
            case "TIMESTAMPDIFF" or "DATEDIFF" or "DATE_DIFF" or "TIMEDIFF":
                return UnitCall(start, word, "timestampdiff");
            default:
                return null;
        }

        // f(a WORD b [FROM c] [FOR d])
        Expression? Between(string separator, string function)
        {
            At += 2;
            var arguments = new List<Expression> { ValueExpression() };
            if (!Accept(separator)) return null;
            arguments.Add(ValueExpression());
            if (separator == "PLACING") { Expect("FROM"); arguments.Add(ValueExpression()); }
            if (separator != "IN" && Accept("FOR")) arguments.Add(ValueExpression());
            Expect(")");
            return From(start, new UnresolvedFunction([function], new(arguments)));
        }
    }

    private Expression? NullsInside(int start, string word) => Try<Expression>(() =>
    {
        At += 2;
        if (Is(")") || IsAny("DISTINCT", "ALL")) return null;
        var argument = Expression();
        if (!Accept("IGNORE", "NULLS") || !Accept(")")) return null;
        return Over(start, From(start, new UnresolvedFunction([word.ToLowerInvariant()], [argument]) { IgnoreNulls = true, Filter = FilterClause() }));
    });

    private Expression? Trim(int start)
    {
        var side = Peek(2).Word;
        var hasSide = side is "BOTH" or "LEADING" or "TRAILING" && Peek(3).Word is not (")" or "," or ".");
        return Try<Expression>(() =>
        {
            At += hasSide ? 3 : 2;
            var characters = hasSide && Is("FROM") ? null : ValueExpression();
            if (!Accept("FROM")) return null;
            var source = ValueExpression();
            Expect(")");
            var name = !hasSide || side == "BOTH" ? "trim" : side == "LEADING" ? "ltrim" : "rtrim";
            return From(start, new UnresolvedFunction([name], characters == null ? [source] : [characters, source]));
        });
    }

    private Expression? UnitCall(int start, string word, string function)
    {
        var unit = Peek(2);
        if (Peek(3).Word != ",") return null;
        if (unit.Kind == TokenKind.Text)
        {
            // A quoted unit is only told from a first argument by the number of arguments.
            var arguments = Try(() => { At++; return ListInParentheses(Expression); });
            At = start;
            if (arguments is not { Count: 3 }) return null;
            throw Error(start, "INVALID_PARAMETER_VALUE.DATETIME_UNIT", ("functionName", $"`{Source(TokenAt(start)).ToLowerInvariant()}`"), ("parameter", "`unit`"), ("invalidValue", Source(unit)));
        }
        if (unit.Kind != TokenKind.Word || unit.Word is not ("YEAR" or "QUARTER" or "MONTH" or "WEEK" or "DAY" or "DAYOFYEAR" or "HOUR" or "MINUTE" or "SECOND" or "MILLISECOND" or "MICROSECOND")) return null;
        return Try<Expression>(() =>
        {
            At += 4;
            var name = new Literal(Source(unit), StringType.Instance) { Origin = OriginFrom(start + 2) };
            var first = ValueExpression();
            if (!Accept(",")) return null;
            var second = ValueExpression();
            Expect(")");
            return From(start, new UnresolvedFunction([function], [name, first, second]));
        });
    }

    private Expression Call(int start, ValueList<string> name)
    {
        Expect("(");
        var distinct = false;
        if (Is("DISTINCT") && !IsNextEndOfArgument()) { At++; distinct = true; }
        else if (Is("ALL") && !IsNextEndOfArgument()) At++;
        var arguments = Is(")") ? ValueList<Expression>.Empty : List(Argument);
        Expect(")");
        if (!distinct && name.Count == 1 && name[0].Equals("count", StringComparison.OrdinalIgnoreCase) && arguments is [UnresolvedStar { Target.Count: 0, Except.Count: 0 } star])
            arguments = [Literal.Of(1) with { Origin = star.Origin }];
        var order = ValueList<SortOrder>.Empty;
        if (Is("WITHIN", "GROUP"))
        {
            At += 2;
            Expect("(");
            Expect("ORDER", "BY");
            order = List(SortItem);
            Expect(")");
        }
        var filter = FilterClause();
        bool? ignoreNulls = Is("IGNORE", "NULLS") ? true : Is("RESPECT", "NULLS") ? false : null;
        if (ignoreNulls != null) At += 2;
        return Over(start, From(start, new UnresolvedFunction(name, arguments) { IsDistinct = distinct, Filter = filter, IgnoreNulls = ignoreNulls, WithinGroup = order }));
    }

    private bool IsNextEndOfArgument() => Peek().Word is ")" or "," or "." or "=>";

    private Expression? FilterClause()
    {
        if (!Is("FILTER", "(") || Peek(2).Word != "WHERE") return null;
        At += 3;
        var condition = Expression();
        Expect(")");
        return condition;
    }

    /// <summary>An argument, by place or by name.</summary>
    protected virtual Expression Argument()
    {
        var start = At;
        if (!(IsIdentifier() && IsNext("=>"))) return Expression();
        var name = Identifier();
        At++;
        return From(start, new NamedArgument(name, Expression()));
    }

    protected abstract SortOrder SortItem();
    protected abstract Expression NamedExpression();
    protected abstract Expression Over(int start, Expression function);

    private Expression Postfix(int start, Expression value)
    {
        while (true)
        {
            if (Is("[") && Current.Start >= 0)
            {
                At++;
                var key = ValueExpression();
                Expect("]");
                value = From(start, new UnresolvedExtractValue(value, key));
            }
            else if (Is(".") && IsIdentifier(1))
            {
                At++;
                var fieldAt = At;
                var field = Identifier();
                if (Is("(")) throw Unexpected();
                value = value is UnresolvedAttribute name
                    ? From(start, new UnresolvedAttribute([.. name.Parts, field]))
                    : From(start, new UnresolvedExtractValue(value, From(fieldAt, Literal.Of(field))));
            }
            else if (Accept("::")) value = From(start, MakeCast(value, DataType(), Mode));
            else if (Is("COLLATE") && IsIdentifier(1))
            {
                At++;
                var name = MultipartIdentifier()[^1];
                value = From(start, new UnresolvedFunction(["collate"], [value, Literal.Of(name)]));
            }
            else if (Is(":") && (IsIdentifier(1) || IsNext("["))) value = From(start, SemiStructured(value));
            else return value;
        }
    }

    private SemiStructuredExtract SemiStructured(Expression value)
    {
        At++;
        var path = new System.Text.StringBuilder();
        string? field = null;
        if (!Is("[")) Field(Identifier());
        while (true)
        {
            if (Accept("."))
            {
                Field(Identifier());
            }
            else if (Accept("["))
            {
                if (IsText)
                {
                    field = TextLiteral();
                    path.Append("['").Append(field).Append("']");
                }
                else
                {
                    if (Current.Kind != TokenKind.Integer) throw Unexpected();
                    path.Append('[').Append(Source(Current)).Append(']');
                    At++;
                }
                Expect("]");
            }
            else
            {
                return new SemiStructuredExtract(value, path.ToString(), field);
            }
        }

        // A point in a name, between backticks too, leads one level down.
        void Field(string name)
        {
            field = name[(name.LastIndexOf('.') + 1)..];
            path.Append('.').Append(name);
        }
    }

    private Cast MakeCast(Expression value, DataType type, EvalMode mode) => new(value, CharVarcharTypes.ReplaceByString(type), mode) { IsUserSpecified = true };
}
