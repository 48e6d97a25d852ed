using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Parser;

/// <summary>The ways in: SQL text to unresolved plans, expressions, types and names. Every failure is a <see cref="ParseException"/> with its place.</summary>
static class SqlParser
{
    /// <summary>One statement; semicolons may follow.</summary>
    public static LogicalPlan ParseStatement(string text, ParserOptions? options = null) => Parser(text, options).WholeStatement();

    /// <summary>One query.</summary>
    public static LogicalPlan ParseQuery(string text, ParserOptions? options = null) => Parser(text, options).WholeQuery();

    /// <summary>One expression, with an alias where one is written.</summary>
    public static Expression ParseExpression(string text, ParserOptions? options = null) => Parser(text, options).WholeExpression();

    /// <summary>The statements of a text, cut at the semicolons that stand outside of quotes, comments and BEGIN … END.</summary>
    public static IReadOnlyList<string> SplitStatements(string text, ParserOptions? options = null)
    {
        var statements = new List<string>();
        var tokens = Lexer.Tokenize(text, options ?? ParserOptions.Default);
        // How many of BEGIN and CASE are open inside a script; other statements have no semicolons of their own.
        var (first, depth) = (0, 0);
        for (var i = 0; i < tokens.Length; i++)
        {
            var word = tokens[i].Word;
            if (tokens[i].Kind == TokenKind.End || word == ";" && depth == 0)
            {
                if (i > first) statements.Add(text[tokens[first].Start..(tokens[i - 1].Stop + 1)]);
                (first, depth) = (i + 1, 0);
            }
            else if (tokens[first].Word != "BEGIN") continue;
            else if (word == "BEGIN" || word == "CASE" && tokens[i - 1].Word != "END") depth++;
            else if (word == "END" && tokens[i + 1].Word is not ("IF" or "LOOP" or "WHILE" or "REPEAT" or "FOR")) depth--;
        }
        return statements;
    }

    public static DataType ParseDataType(string text, ParserOptions? options = null) => Parser(text, options).WholeDataType();

    /// <summary>The columns of a schema text: <c>a INT, b STRING</c>.</summary>
    public static StructType ParseTableSchema(string text, ParserOptions? options = null) => Parser(text, options).WholeTableSchema();

    /// <summary>A name of any number of parts.</summary>
    public static ValueList<string> ParseMultipartIdentifier(string text, ParserOptions? options = null) => Parser(text, options).WholeMultipartIdentifier();

    /// <summary>A table's name: at most a schema and the table.</summary>
    public static ValueList<string> ParseTableIdentifier(string text, ParserOptions? options = null)
    {
        var parts = ParseMultipartIdentifier(text, options);
        return parts.Count <= 2 ? parts : throw new ParseException("PARSE_SYNTAX_ERROR", new Dictionary<string, string> { ["error"] = "'.'", ["hint"] = "" });
    }

    private static StatementParser Parser(string text, ParserOptions? options) => new(text, options ?? ParserOptions.Default);
}
