using System.Text.RegularExpressions;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Catalyst.Plans.Scripting;
using Firesteel.Foundation.Collections;
using Firesteel.Foundation.Errors;

namespace Firesteel.Catalyst.Parser;

/// <summary>Reads scripts: BEGIN … END and the statements that only stand between them.</summary>
abstract partial class ScriptParser(string text, ParserOptions options) : SettingParser(text, options)
{
    private const string SqlException = "SQLEXCEPTION", NotFound = "NOT FOUND";

    // What encloses the place that is being read, innermost last.
    private readonly List<Enclosing> _enclosing = [];
    private readonly List<HashSet<string>> _conditions = [];

    [GeneratedRegex("^[0-9A-Z]{5}$")]
    private static partial Regex SqlState();

    protected SqlScript Script() => PlanFrom(At, new SqlScript(Compound(null, isOutermost: true)));

    private ScriptStatement ScriptStatement()
    {
        DepthCheck();
        var start = At;
        var label = IsIdentifier() && IsNext(":") ? BeginLabel() : null;
        switch (Current.Word)
        {
            case "BEGIN": return Compound(label);
            case "WHILE": return Loop(label, start, "WHILE", () =>
            {
                var condition = Condition();
                Expect("DO");
                return condition;
            });
            case "REPEAT": return Loop(label, start, "REPEAT", null);
            case "LOOP": return Loop(label, start, "LOOP", null);
            case "FOR": return For(label, start);
        }
        if (label != null) throw Unexpected();
        return Current.Word switch
        {
            "IF" => If(start),
            "CASE" => Case(start),
            "LEAVE" or "ITERATE" => Jump(start),
            "SET" => new PlainStatement(Assign(start), OriginFrom(start)),
            "OPEN" or "FETCH" or "CLOSE" => throw Wrong("UNSUPPORTED_FEATURE.SQL_CURSOR"),
            _ => new PlainStatement(Statement(), OriginFrom(start)),
        };
    }

    private CompoundStatement Compound(string? label, bool isOutermost = false)
    {
        var start = At;
        Expect("BEGIN");
        if (Accept("NOT")) Expect("ATOMIC");
        _enclosing.Add(new(label, IsLoop: false));
        _conditions.Add(new(StringComparer.OrdinalIgnoreCase));
        var (statements, handlers, isDeclaring) = (new List<ScriptStatement>(), new List<ErrorHandler>(), true);
        while (!Is("END"))
        {
            if (IsHandler())
            {
                if (!isDeclaring) throw MisplacedHandler();
                handlers.Add(Handler(handlers));
            }
            else if (IsCondition())
            {
                if (!isDeclaring || handlers.Count > 0) throw MisplacedCondition();
                DeclareCondition();
            }
            else
            {
                var mayDeclare = isDeclaring && handlers.Count == 0;
                var statement = Declaring(mayDeclare, "INVALID_VARIABLE_DECLARATION.ONLY_AT_BEGINNING");
                isDeclaring &= statement is PlainStatement { Plan: CreateVariable };
                statements.Add(statement);
            }
            EndStatement();
        }
        Expect("END");
        _enclosing.RemoveAt(_enclosing.Count - 1);
        _conditions.RemoveAt(_conditions.Count - 1);
        if (!isOutermost) EndLabel(label);
        return new CompoundStatement(label, new(statements), new(handlers), OriginFrom(start));
    }

    // The statements of a branch or loop: nothing is declared there.
    private ValueList<ScriptStatement> Body(params ReadOnlySpan<string> ends)
    {
        var statements = new List<ScriptStatement>();
        do
        {
            if (IsHandler()) throw MisplacedHandler();
            if (IsCondition()) throw MisplacedCondition();
            statements.Add(Declaring(false, "INVALID_VARIABLE_DECLARATION.NOT_ALLOWED_IN_SCOPE"));
            EndStatement();
        }
        while (!IsAny(ends));
        return new(statements);
    }

    /// <summary>A statement, which may declare variables or is refused for it.</summary>
    private ScriptStatement Declaring(bool mayDeclare, string refusal)
    {
        CheckCursor();
        var line = Line;
        var statement = ScriptStatement();
        return mayDeclare || statement is not PlainStatement { Plan: CreateVariable variable } ? statement
            : throw new SqlScriptingException(line, refusal, Parameters(("varName", Firesteel.Types.SqlIdentifier.Quote(variable.Names[0].Parts))));
    }

    private SqlScriptingException MisplacedHandler() => Wrong("INVALID_HANDLER_DECLARATION.WRONG_PLACE_OF_DECLARATION");

    private SqlScriptingException MisplacedCondition()
        => Wrong("INVALID_ERROR_CONDITION_DECLARATION.NOT_AT_START_OF_COMPOUND_STATEMENT", ("conditionName", Firesteel.Types.SqlIdentifier.Quote(Source(Peek(1)).Trim('`').ToUpperInvariant())));

    private void EndStatement()
    {
        if (AtEnd) throw Unexpected();
        Expect(";");
        if (AtEnd || Is(";")) throw Unexpected(": missing 'END'");
    }

    private BranchStatement If(int start)
    {
        At++;
        var branches = new List<ScriptBranch>();
        do
        {
            var condition = Condition();
            Expect("THEN");
            branches.Add(new(condition, Body("ELSEIF", "ELSE", "END")));
        }
        while (Accept("ELSEIF"));
        var otherwise = Accept("ELSE") ? Body("END") : ValueList<ScriptStatement>.Empty;
        Expect("END", "IF");
        return new BranchStatement(new(branches), otherwise, OriginFrom(start));
    }

    private BranchStatement Case(int start)
    {
        At++;
        var value = Is("WHEN") ? null : Expression();
        var branches = new List<ScriptBranch>();
        do
        {
            Expect("WHEN");
            var at = At;
            var condition = value == null ? Condition() : new ScriptCondition(From(at, new Comparison(ComparisonOperator.Equal, value, Expression())), "");
            Expect("THEN");
            branches.Add(new(condition, Body("WHEN", "ELSE", "END")));
        }
        while (Is("WHEN"));
        var otherwise = Accept("ELSE") ? Body("END") : ValueList<ScriptStatement>.Empty;
        Expect("END", "CASE");
        return new BranchStatement(new(branches), otherwise, OriginFrom(start));
    }

    private LoopStatement Loop(string? label, int start, string word, Func<ScriptCondition>? before)
    {
        At++;
        _enclosing.Add(new(label, IsLoop: true));
        var first = before?.Invoke();
        var body = word == "REPEAT" ? Body("UNTIL") : Body("END");
        var last = word == "REPEAT" && Accept("UNTIL") ? Condition() : null;
        Expect("END", word);
        _enclosing.RemoveAt(_enclosing.Count - 1);
        EndLabel(label);
        return new LoopStatement(label, first, last, body, OriginFrom(start));
    }

    private ForStatement For(string? label, int start)
    {
        At++;
        string? variable = null;
        _enclosing.Add(new(label, IsLoop: true));
        if (IsIdentifier() && IsNext("AS"))
        {
            variable = CheckedIdentifier();
            CheckName(variable);
            At++;
        }
        _enclosing.Add(new(variable, IsLoop: false) { IsVariable = true });
        var query = Before("DO", Query);
        Expect("DO");
        var body = Body("END");
        Expect("END", "FOR");
        _enclosing.RemoveRange(_enclosing.Count - 2, 2);
        EndLabel(label);
        return new ForStatement(label, variable, query, body, OriginFrom(start));
    }

    private JumpStatement Jump(int start)
    {
        var (again, line) = (Is("ITERATE"), Line);
        At++;
        var label = CheckedIdentifier();
        var target = _enclosing.FindLast(e => !e.IsVariable && Same(e.Label, label));
        if (target == null)
            throw new SqlScriptingException(line, "INVALID_LABEL_USAGE.DOES_NOT_EXIST", Parameters(("labelName", label.ToUpperInvariant()), ("statementType", again ? "ITERATE" : "LEAVE")));
        if (again && !target.IsLoop) throw new SqlScriptingException(line, "INVALID_LABEL_USAGE.ITERATE_IN_COMPOUND", Parameters(("labelName", label.ToUpperInvariant())));
        return new JumpStatement(label, again, OriginFrom(start));
    }

    // SET means variables only: a script sets no settings.
    private SetVariable Assign(int start)
    {
        At++;
        return Assignments(start);
    }

    private ScriptCondition Condition()
    {
        var start = At;
        var value = Expression();
        return new ScriptCondition(value, SourceFrom(start));
    }

    private bool IsHandler() => Is("DECLARE") && Peek().Word is "EXIT" or "CONTINUE" && Peek(2).Word == "HANDLER";

    private bool IsCondition() => Is("DECLARE") && IsIdentifier(1) && Peek(2).Word == "CONDITION";

    private void CheckCursor()
    {
        if (Is("DECLARE") && IsIdentifier(1) && (Peek(2).Word == "CURSOR" || Peek(2).Word is "ASENSITIVE" or "INSENSITIVE" && Peek(3).Word == "CURSOR")) throw Wrong("UNSUPPORTED_FEATURE.SQL_CURSOR");
    }

    private void DeclareCondition()
    {
        At++;
        var name = CheckedIdentifier();
        At++;
        if (Accept("FOR"))
        {
            Expect("SQLSTATE");
            State();
        }
        if (!_conditions[^1].Add(name)) throw Wrong("DUPLICATE_CONDITION_IN_SCOPE", ("condition", Firesteel.Types.SqlIdentifier.Quote(name.ToUpperInvariant())));
    }

    private ErrorHandler Handler(List<ErrorHandler> before)
    {
        At++;
        if (Accept("CONTINUE")) throw Wrong("UNSUPPORTED_FEATURE.CONTINUE_EXCEPTION_HANDLER");
        At += 2;
        Expect("FOR");
        var (conditions, states) = (new List<string>(), new List<string>());
        do
        {
            if (Accept("SQLSTATE"))
            {
                var state = State();
                if (states.Contains(state)) throw Wrong("INVALID_HANDLER_DECLARATION.DUPLICATE_SQLSTATE_IN_HANDLER_DECLARATION", ("sqlState", state));
                states.Add(state);
                continue;
            }
            var condition = ConditionName();
            if (conditions.Contains(condition)) throw Wrong("INVALID_HANDLER_DECLARATION.DUPLICATE_CONDITION_IN_HANDLER_DECLARATION", ("condition", condition));
            conditions.Add(condition);
        }
        while (Accept(","));
        if (conditions.Count + states.Count > 1 && conditions.Exists(c => c is SqlException or NotFound)) throw Wrong("INVALID_HANDLER_DECLARATION.INVALID_CONDITION_COMBINATION");
        foreach (var handler in before)
        {
            if (conditions.Find(c => handler.Conditions.Contains(c)) is { } condition) throw new SqlScriptingException(null, "DUPLICATE_EXCEPTION_HANDLER.CONDITION", Parameters(("condition", condition)));
            if (states.Find(s => handler.SqlStates.Contains(s)) is { } state) throw new SqlScriptingException(null, "DUPLICATE_EXCEPTION_HANDLER.SQLSTATE", Parameters(("sqlState", state)));
        }
        return new ErrorHandler(new(conditions), new(states), ScriptStatement());
    }

    private string ConditionName()
    {
        if (Accept("SQLEXCEPTION")) return SqlException;
        if (Accept("NOT", "FOUND")) return NotFound;
        var name = string.Join('.', MultipartIdentifier()).ToUpperInvariant();
        return _conditions.Exists(c => c.Contains(name)) || ErrorConditions.TryGet(name, out _) ? name : throw Wrong("INVALID_HANDLER_DECLARATION.CONDITION_NOT_FOUND", ("condition", name));
    }

    private string State()
    {
        Accept("VALUE");
        var state = TextLiteral();
        return SqlState().IsMatch(state) && state[..2] is not ("00" or "01" or "XX") ? state : throw Wrong("INVALID_SQLSTATE", ("sqlState", state));
    }

    private string BeginLabel()
    {
        var label = CheckedIdentifier();
        At++;
        CheckName(label);
        return label;
    }

    private void EndLabel(string? label)
    {
        if (IsAny(";", "END") || AtEnd) return;
        var end = CheckedIdentifier();
        if (label == null) throw Wrong("END_LABEL_WITHOUT_BEGIN_LABEL", ("endLabel", Quoted(end)));
        if (!Same(label, end)) throw Wrong("LABELS_MISMATCH", ("beginLabel", Quoted(label)), ("endLabel", Quoted(end)));
    }

    private void CheckName(string label)
    {
        var name = label.ToLowerInvariant();
        if (name is "builtin" or "session" || name.StartsWith("sys", StringComparison.Ordinal)) throw Wrong("LABEL_OR_FOR_VARIABLE_NAME_FORBIDDEN", ("label", Quoted(label)));
        if (_enclosing.Exists(e => Same(e.Label, label))) throw Wrong("LABEL_OR_FOR_VARIABLE_ALREADY_EXISTS", ("label", Quoted(label)));
    }

    private int Line => ContextFrom(At).Line;

    private SqlScriptingException Wrong(string condition, params ReadOnlySpan<(string Name, string Value)> parameters) => new(Line, condition, Parameters(parameters));

    private static string Quoted(string label) => Firesteel.Types.SqlIdentifier.Quote(label.ToLowerInvariant());

    private static bool Same(string? a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    private sealed record Enclosing(string? Label, bool IsLoop)
    {
        public bool IsVariable { get; init; }
    }
}
