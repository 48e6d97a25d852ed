using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Parser;

/// <summary>Reads operators by precedence: OR, AND, NOT, predicates, then comparisons down to signs; and windows.</summary>
abstract class ExpressionParser(string text, ParserOptions options) : PrimaryParser(text, options)
{
    private const int ComparisonLevel = 1, SignLevel = 8;

    protected override Expression Expression()
    {
        var start = At;
        var first = Conjunction();
        if (!Is("OR")) return first;
        var operands = new List<Expression> { first };
        while (Accept("OR")) operands.Add(Conjunction());
        return Balanced(start, operands, 0, operands.Count - 1, (l, r) => new Or(l, r));
    }

    private Expression Conjunction()
    {
        var start = At;
        var first = Negation();
        if (!Is("AND")) return first;
        var operands = new List<Expression> { first };
        while (Accept("AND")) operands.Add(Negation());
        return Balanced(start, operands, 0, operands.Count - 1, (l, r) => new And(l, r));
    }

    // A long chain becomes a tree of little depth.
    private Expression Balanced(int start, List<Expression> operands, int low, int high, Func<Expression, Expression, Expression> join)
    {
        if (low == high) return operands[low];
        if (high - low == 1) return From(start, join(operands[low], operands[high]));
        var middle = low + (high - low) / 2;
        return From(start, join(Balanced(start, operands, low, middle, join), Balanced(start, operands, middle + 1, high, join)));
    }

    private Expression Negation()
    {
        DepthCheck();
        var start = At;
        if (Is("!") || Is("NOT") && BeginsOperand(Peek()))
        {
            At++;
            return From(start, new Not(Negation()));
        }
        return Predicate(start, ValueExpression());
    }

    private static bool BeginsOperand(Token token) => token.Kind is TokenKind.Text or TokenKind.Integer or TokenKind.Number or TokenKind.QuotedName
        || token.Kind == TokenKind.Word && token.Word is not ("FROM" or "AND" or "OR" or "THEN" or "WHERE" or "AS" or "IS")
        || token.Word is "(" or "!" or "-" or "+" or "~" or "?" or ":" or "*";

    private Expression Predicate(int start, Expression value)
    {
        var negated = Is("NOT") && Peek().Word is "BETWEEN" or "IN" or "LIKE" or "ILIKE" or "RLIKE" or "REGEXP";
        if (negated) At++;
        if (Accept("BETWEEN"))
        {
            var lower = ValueExpression();
            Expect("AND");
            var upper = ValueExpression();
            return Negate(From(start, new UnresolvedFunction(["between"], [value, lower, upper])));
        }
        if (Is("IN", "(")) return Negate(InList(start, value));
        if (IsAny("RLIKE", "REGEXP") && (negated || BeginsOperand(Peek())))
        {
            At++;
            var pattern = ValueExpression();
            return Negate(From(start, new UnresolvedFunction(["rlike"], [value, pattern])));
        }
        if (IsAny("LIKE", "ILIKE") && (negated || BeginsOperand(Peek()))) return Like(start, value, negated);
        if (negated) throw Unexpected();
        return Is("IS") ? IsPredicate(start, value) : value;

        Expression Negate(Expression e) => negated ? From(start, new Not(e)) : e;
    }

    private Expression InList(int start, Expression value)
    {
        At++;
        if (IsQueryStart(At + 1) || IsQueryStart(At) && Is("(") && IsNext("("))
        {
            var subquery = Try<Expression>(() =>
            {
                At++;
                var plan = Query();
                Expect(")");
                return From(start, new InSubquery(value is UnresolvedFunction { IsRow: true } row ? row.Arguments : [value], plan));
            });
            if (subquery != null) return subquery;
        }
        if (IsNext(")")) { At += 2; throw Error(start, "INVALID_SQL_SYNTAX.EMPTY_IN_PREDICATE"); }
        var items = ListInParentheses(Expression);
        return From(start, new In(value, items));
    }

    private Expression Like(int start, Expression value, bool negated)
    {
        var function = Is("LIKE") ? "like" : "ilike";
        At++;
        if (IsAny("ANY", "SOME", "ALL") && IsNext("("))
        {
            var all = Is("ALL");
            At++;
            if (IsNext(")")) { At += 2; throw Error(start, "INVALID_SQL_SYNTAX.EMPTY_QUANTIFIED_PATTERN"); }
            var patterns = ListInParentheses(Expression);
            var matches = new List<Expression>();
            foreach (var pattern in patterns)
            {
                Expression match = From(start, new UnresolvedFunction([function], [value, pattern]));
                matches.Add(negated ? From(start, new Not(match)) : match);
            }
            var joined = all ? Balanced(start, matches, 0, matches.Count - 1, (l, r) => new And(l, r)) : Balanced(start, matches, 0, matches.Count - 1, (l, r) => new Or(l, r));
            if (!patterns.All(p => p is Literal)) return joined;
            Expression Lower(Expression e) => function == "like" ? e : From(start, new UnresolvedFunction(["lower"], [e]));
            return From(start, new Replaced($"{(negated ? "not" : "")}like{(all ? "all" : "any")}", new(patterns.Prepend(Lower(value))), joined));
        }
        var arguments = new List<Expression> { value, ValueExpression() };
        if (Accept("ESCAPE"))
        {
            var escapeAt = At;
            var escape = TextLiteral();
            if (escape.Length != 1) throw Error(escapeAt, "INVALID_ESC", ("invalidEscape", $"'{escape}'"));
            arguments.Add(From(escapeAt, Literal.Of(escape)));
        }
        Expression like = From(start, new UnresolvedFunction([function], new(arguments)));
        return negated ? From(start, new Not(like)) : like;
    }

    private Expression IsPredicate(int start, Expression value)
    {
        var mark = At;
        At++;
        var negated = Accept("NOT");
        if (Accept("NULL")) return negated ? From(start, new IsNotNull(value)) : From(start, new IsNull(value));
        if (Accept("UNKNOWN")) return negated ? From(start, new IsNotNull(value)) : From(start, new IsNull(value));
        Expression result;
        if (IsAny("TRUE", "FALSE"))
        {
            var literalAt = At;
            At++;
            result = From(start, new Comparison(ComparisonOperator.EqualNullSafe, value, From(literalAt, TokenAt(literalAt).Word == "TRUE" ? Literal.True : Literal.False)));
            return negated ? From(start, new Not(result)) : result;
        }
        if (Accept("DISTINCT", "FROM"))
        {
            var other = ValueExpression();
            result = From(start, new Comparison(ComparisonOperator.EqualNullSafe, value, other));
            return negated ? result : From(start, new Not(result));
        }
        if (negated || Current.Kind is not (TokenKind.End or TokenKind.Symbol)) throw Unexpected();
        // A name after all: «select a is».
        At = mark;
        return value;
    }

    protected override Expression ValueExpression() => Binary(ComparisonLevel);

    private Expression Binary(int level)
    {
        if (level == SignLevel) return Signed();
        DepthCheck();
        var start = At;
        var left = Signed();
        return Climb(start, left, level);
    }

    private Expression Climb(int start, Expression left, int level)
    {
        while (OperatorAt(out var found, out var symbol, out var tokens) && found >= level)
        {
            At += tokens;
            var rightAt = At;
            var right = Signed();
            while (OperatorAt(out var next, out _, out _) && next > found) right = Climb(rightAt, right, next);
            left = From(start, Combine(symbol, left, right));
        }
        return left;
    }

    private bool OperatorAt(out int level, out string symbol, out int tokens)
    {
        symbol = Current.Word ?? "";
        tokens = 1;
        level = symbol switch
        {
            "*" or "/" or "%" => 7,
            "DIV" => BeginsOperand(Peek()) ? 7 : 0,
            "+" or "-" or "||" => 6,
            "<<" => 5,
            "&" => 4,
            "^" => 3,
            "|" => 2,
            "=" or "==" or "<=>" or "<>" or "!=" or "<" or "<=" or ">=" or "!>" or "!<" => 1,
            ">" => Shift(ref symbol, out tokens),
            _ => 0,
        };
        return level > 0;
    }

    private int Shift(ref string symbol, out int tokens)
    {
        tokens = 1;
        if (Peek().Word != ">" || Peek().Start != Current.Stop + 1) return 1;
        tokens = Peek(2).Word == ">" && Peek(2).Start == Peek().Stop + 1 ? 3 : 2;
        symbol = tokens == 3 ? ">>>" : ">>";
        return 5;
    }

    private Expression Combine(string symbol, Expression left, Expression right) => symbol switch
    {
        "*" => new Arithmetic(ArithmeticOperator.Multiply, left, right, Mode),
        "/" => new Arithmetic(ArithmeticOperator.Divide, left, right, Mode),
        "%" => new Arithmetic(ArithmeticOperator.Remainder, left, right, Mode),
        "DIV" => new Arithmetic(ArithmeticOperator.IntegralDivide, left, right, Mode),
        "+" => new Arithmetic(ArithmeticOperator.Add, left, right, Mode),
        "-" => new Arithmetic(ArithmeticOperator.Subtract, left, right, Mode),
        "||" => new UnresolvedFunction(["concat"], [left, right]),
        "=" or "==" => new Comparison(ComparisonOperator.Equal, left, right),
        "<=>" => new Comparison(ComparisonOperator.EqualNullSafe, left, right),
        "<>" or "!=" => new Not(new Comparison(ComparisonOperator.Equal, left, right) { Origin = left.Origin }),
        "<" => new Comparison(ComparisonOperator.LessThan, left, right),
        "<=" or "!>" => new Comparison(ComparisonOperator.LessThanOrEqual, left, right),
        ">" => new Comparison(ComparisonOperator.GreaterThan, left, right),
        ">=" or "!<" => new Comparison(ComparisonOperator.GreaterThanOrEqual, left, right),
        _ => new UnresolvedFunction([symbol], [left, right]),
    };

    private Expression Signed()
    {
        var start = At;
        if (Is("-") && Peek().Kind is not (TokenKind.Integer or TokenKind.Number))
        {
            DepthCheck();
            At++;
            return From(start, new Negate(Signed(), Mode));
        }
        if (Is("+") || Is("~"))
        {
            DepthCheck();
            var function = Is("+") ? "positive" : "~";
            At++;
            return From(start, new UnresolvedFunction([function], [Signed()]));
        }
        return Primary();
    }

    protected override SortOrder SortItem()
    {
        var start = At;
        var value = Expression();
        var ascending = !Accept("DESC");
        if (ascending) Accept("ASC");
        var nullsFirst = ascending;
        if (Accept("NULLS", "FIRST")) nullsFirst = true;
        else if (Accept("NULLS", "LAST")) nullsFirst = false;
        return From(start, new SortOrder(value, ascending, nullsFirst));
    }

    protected override Expression Over(int start, Expression function)
    {
        if (!Is("OVER") || !(IsIdentifier(1) || IsNext("("))) return function;
        At++;
        if (IsIdentifier()) return From(start, new UnresolvedWindowExpression(function, CheckedIdentifier()));
        if (IsIdentifier(1) && Peek(2).Word == ")")
        {
            At++;
            var name = CheckedIdentifier();
            At++;
            return From(start, new UnresolvedWindowExpression(function, name));
        }
        return From(start, new WindowExpression(function, WindowSpec()));
    }

    /// <summary>What OVER and WINDOW hold in parentheses.</summary>
    protected WindowSpec WindowSpec()
    {
        Expect("(");
        var partition = ValueList<Expression>.Empty;
        var order = ValueList<SortOrder>.Empty;
        if (Accept("CLUSTER", "BY")) partition = List(Expression);
        else
        {
            if (Accept("PARTITION", "BY") || Accept("DISTRIBUTE", "BY")) partition = List(Expression);
            if (Accept("ORDER", "BY") || Accept("SORT", "BY")) order = List(SortItem);
        }
        WindowFrame? frame = null;
        if (IsAny("ROWS", "RANGE"))
        {
            var type = Is("ROWS") ? FrameType.Rows : FrameType.Range;
            At++;
            if (Accept("BETWEEN"))
            {
                var lower = FrameBound();
                Expect("AND");
                frame = new(type, lower, FrameBound());
            }
            else frame = new(type, FrameBound(), new FrameBound.CurrentRow());
        }
        Expect(")");
        return new(partition, order, frame);
    }

    private FrameBound FrameBound()
    {
        if (Accept("UNBOUNDED", "PRECEDING")) return new FrameBound.UnboundedPreceding();
        if (Accept("UNBOUNDED", "FOLLOWING")) return new FrameBound.UnboundedFollowing();
        if (Accept("CURRENT", "ROW")) return new FrameBound.CurrentRow();
        var start = At;
        var value = Expression();
        if (Accept("FOLLOWING")) return new FrameBound.Offset(value);
        Expect("PRECEDING");
        return new FrameBound.Offset(From(start, new Negate(value, Mode)));
    }
}
