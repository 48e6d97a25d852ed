using System.Text.RegularExpressions;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Parser;

/// <summary>Reads SET, RESET, variables, EXECUTE IMMEDIATE, CALL and resources.</summary>
abstract partial class SettingParser(string text, ParserOptions options) : InspectionParser(text, options)
{
    [GeneratedRegex(@"^([a-zA-Z_\d\\.:]+)\s*=([^;]*);*$")]
    private static partial Regex KeyAndValue();

    [GeneratedRegex(@"^[a-zA-Z_\d\\.:]+$")]
    private static partial Regex KeyOnly();

    protected LogicalPlan Set(int start)
    {
        At++;
        if (Accept("TIME", "ZONE")) return SetTimeZone(start);
        if (IsAny("VARIABLE", "VAR") && (IsIdentifier(1) && Peek(2).Kind != TokenKind.End || IsNext("(") && Peek(2).Word != ")")) return SetVariable(start);
        if (Is("CATALOG") && Peek().Kind is TokenKind.Word or TokenKind.QuotedName or TokenKind.Text)
        {
            At++;
            return PlanFrom(start, new SetCatalog(IsText ? TextLiteral() : CheckedIdentifier()));
        }
        if (Current.Kind == TokenKind.QuotedName && (IsNext("=") || Peek().Kind == TokenKind.End))
        {
            var quoted = Identifier();
            if (!Accept("=")) return PlanFrom(start, new SetConfiguration(quoted, null));
            return PlanFrom(start, new SetConfiguration(quoted, Current.Kind == TokenKind.QuotedName ? Identifier() : FreeText()));
        }
        var setting = AtEnd ? "" : FreeText();
        if (setting.Length == 0) return PlanFrom(start, new SetConfiguration(null, null));
        if (setting == "-v" || KeyOnly().IsMatch(setting)) return PlanFrom(start, new SetConfiguration(setting, null));
        var match = KeyAndValue().Match(setting);
        if (!match.Success) throw Error(start, "INVALID_SET_SYNTAX");
        var value = match.Groups[2].Value.Trim();
        return PlanFrom(start, new SetConfiguration(match.Groups[1].Value, value.Length > 1 && value[0] == '`' && value[^1] == '`' ? value[1..^1] : value));
    }

    private LogicalPlan SetTimeZone(int start)
    {
        const string key = "spark.sql.session.timeZone";
        if (IsInterval())
        {
            var literal = IntervalLiteral();
            if (!AtEnd && !Is(";")) { FreeText(); throw Error(start, "_LEGACY_ERROR_TEMP_0045"); }
            var seconds = literal.Value switch
            {
                long micros when micros % 1_000_000 == 0 => micros / 1_000_000,
                CalendarInterval { Months: 0, Days: 0 } calendar => calendar.Microseconds / 1_000_000,
                _ => long.MaxValue,
            };
            if (Math.Abs(seconds) > 18 * 3600)
            {
                var shown = seconds == long.MaxValue ? (long)literal.Value! / 1_000_000 : Shown(seconds);
                throw Error(start, "INVALID_INTERVAL_FORMAT.TIMEZONE_INTERVAL_OUT_OF_RANGE", ("input", shown.ToString(System.Globalization.CultureInfo.InvariantCulture)));
            }
            return PlanFrom(start, new SetConfiguration(key, Foundation.Time.TimeZones.OffsetId((int)seconds)));
        }
        if (IsText && (Peek().Kind == TokenKind.End || Peek().Word == ";")) return PlanFrom(start, new SetConfiguration(key, TextLiteral()));
        if (Is("LOCAL") && (Peek().Kind == TokenKind.End || Peek().Word == ";"))
        {
            At++;
            return PlanFrom(start, new SetConfiguration(key, TimeZoneInfo.Local.Id));
        }
        if (!AtEnd) FreeText();
        throw Error(start, "_LEGACY_ERROR_TEMP_0045");

        static long Shown(long seconds) => seconds % 86400 == 0 && Math.Abs(seconds) > 86400 ? seconds / 86400 : seconds / 3600;
    }

    private SetVariable SetVariable(int start)
    {
        At++;
        return Assignments(start);
    }

    /// <summary><c>a = 1, b = DEFAULT</c> or <c>(a, b) = (query)</c>.</summary>
    protected SetVariable Assignments(int start)
    {
        if (Is("("))
        {
            var targets = ListInParentheses(MultipartIdentifier);
            Expect("=");
            Expect("(");
            var query = Query();
            Expect(")");
            return PlanFrom(start, new SetVariable(targets, query));
        }
        var sourceAt = At;
        var names = new List<ValueList<string>>();
        var values = List(() =>
        {
            names.Add(MultipartIdentifier());
            Expect("=");
            var value = DefaultOrExpression();
            return (Expression)From(sourceAt, new Alias(value, names[^1][^1]));
        });
        return PlanFrom(start, new SetVariable(new(names), PlanFrom(sourceAt, new Project(values, new OneRowRelation()))));
    }

    protected LogicalPlan Reset(int start)
    {
        At++;
        if (AtEnd || Is(";")) return PlanFrom(start, new ResetConfiguration(null));
        if (Current.Kind == TokenKind.QuotedName) return PlanFrom(start, new ResetConfiguration(Identifier()));
        var key = FreeText();
        return KeyOnly().IsMatch(key) ? PlanFrom(start, new ResetConfiguration(key)) : throw Error(start, "INVALID_RESET_COMMAND_FORMAT");
    }

    protected LogicalPlan Declare(int start)
    {
        At++;
        var replace = Accept("OR", "REPLACE");
        if (IsAny("VARIABLE", "VAR") && Peek().Kind is TokenKind.Word or TokenKind.QuotedName) At++;
        var names = List(ObjectName);
        DataType? type = null;
        if (!AtEnd && !Is(";") && !Is("=") && !Is("DEFAULT")) type = DataType();
        ColumnDefault? value = null;
        if (Accept("DEFAULT") || Accept("=")) value = DefaultValue();
        if (type == null && value == null) throw Error(start, "INVALID_SQL_SYNTAX.VARIABLE_TYPE_OR_DEFAULT_REQUIRED");
        return PlanFrom(start, new CreateVariable(names, type, value, replace));
    }

    protected LogicalPlan ExecuteImmediate(int start)
    {
        At++;
        Expect("IMMEDIATE");
        var statement = Expression();
        var targets = Accept("INTO") ? List(MultipartIdentifier) : ValueList<ValueList<string>>.Empty;
        var arguments = ValueList<Expression>.Empty;
        if (Accept("USING"))
        {
            arguments = Is("(") && !IsQueryStart(At + 1) && Closing(At) is var close && (TokenAt(close + 1).Kind == TokenKind.End || TokenAt(close + 1).Word is ";" or "INTO")
                ? ListInParentheses(NamedExpression) : List(NamedExpression);
            var duplicates = arguments.OfType<Alias>().GroupBy(a => a.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => SqlIdentifier.Quote(g.Key)).ToList();
            if (duplicates.Count > 0) throw Error(start, "EXEC_IMMEDIATE_DUPLICATE_ARGUMENT_ALIASES", ("aliases", string.Join(", ", duplicates)));
        }
        if (targets.Count == 0 && Accept("INTO")) targets = List(MultipartIdentifier);
        return PlanFrom(start, new ExecuteImmediate(statement, arguments, targets));
    }

    protected LogicalPlan Call(int start)
    {
        At++;
        var name = ObjectName();
        Expect("(");
        var arguments = Is(")") ? ValueList<Expression>.Empty : List(Argument);
        Expect(")");
        return PlanFrom(start, new CallProcedure(name, arguments));
    }

    protected LogicalPlan Resources(int start)
    {
        var isAdd = Is("ADD");
        At++;
        var kind = Identifier().ToUpperInvariant();
        var paths = new List<string>();
        if (!AtEnd)
            foreach (var path in FreeText().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) paths.Add(path.Trim('\'', '"'));
        return isAdd ? PlanFrom(start, new AddResources(kind, new(paths))) : PlanFrom(start, new ListResources(kind, new(paths)));
    }
}
