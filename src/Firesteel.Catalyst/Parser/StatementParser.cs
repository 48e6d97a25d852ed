using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Parser;

/// <summary>Reads a whole text: a statement by its first words, or one of the smaller things that texts hold.</summary>
sealed class StatementParser(string text, ParserOptions options) : ScriptParser(text, options)
{
    public LogicalPlan WholeStatement() => Whole(() => Terminated(Is("BEGIN") ? Script : Statement));
    public LogicalPlan WholeQuery() => Whole(() => Terminated(Query));
    public Expression WholeExpression() => Whole(NamedExpression);
    public DataType WholeDataType() => Whole(DataType);
    public StructType WholeTableSchema() => Whole(TableSchema);
    public ValueList<string> WholeMultipartIdentifier() => Whole(MultipartIdentifier);

    private LogicalPlan Terminated(Func<LogicalPlan> read)
    {
        var plan = read();
        while (Accept(";")) { }
        return plan;
    }

    protected override LogicalPlan Statement()
    {
        DepthCheck();
        var start = At;
        return Current.Word switch
        {
            "FROM" or "WITH" => QueryOrInsert(),
            "INSERT" => Insert(),
            "UPDATE" => Update(start),
            "DELETE" => Delete(start),
            "MERGE" => Merge(start),
            "TRUNCATE" => Truncate(start),
            "LOAD" => Load(start),
            "CREATE" => Create(start),
            "REPLACE" => ReplaceTable(start),
            "DROP" => Drop(start),
            "ALTER" => Alter(start),
            "EXPLAIN" => ExplainStatement(start),
            "DESCRIBE" or "DESC" => Describe(start),
            "SHOW" => Show(start),
            "ANALYZE" => Analyze(start),
            "MSCK" or "REPAIR" => Repair(start),
            "REFRESH" => Refresh(start),
            "CACHE" => Cache(start),
            "UNCACHE" => Uncache(start),
            "CLEAR" when IsNext("CACHE") => Skip(2, PlanFrom(start, new ClearCache())),
            "COMMENT" => Comment(start),
            "USE" => Use(start),
            "SET" => Set(start),
            "RESET" => Reset(start),
            "DECLARE" => Declare(start),
            "EXECUTE" => ExecuteImmediate(start),
            "CALL" => Call(start),
            "ADD" or "LIST" => Resources(start),
            "GRANT" or "REVOKE" or "COMMIT" or "ROLLBACK" => throw Refused(start, 1),
            "START" when IsNext("TRANSACTION") => throw Refused(start, 2),
            "EXPORT" or "IMPORT" or "LOCK" or "UNLOCK" when IsNext("TABLE") || IsNext("DATABASE") => throw Refused(start, 2),
            _ => Query(),
        };
    }

    // Statements of Hive that the grammar knows in order to refuse them.
    private ParseException Refused(int start, int words)
    {
        At += words;
        return Error(start, "INVALID_STATEMENT_OR_CLAUSE", ("operation", SourceFrom(start).ToUpperInvariant()));
    }

    private LogicalPlan Skip(int tokens, LogicalPlan plan)
    {
        At += tokens;
        return plan;
    }

    private UseSchema Use(int start)
    {
        At++;
        if (IsAny("DATABASE", "SCHEMA", "NAMESPACE") && Peek().Kind != TokenKind.End && Peek().Word is not (";" or ".")) At++;
        return PlanFrom(start, new UseSchema(ObjectName()));
    }
}
