using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Parser;

/// <summary>Reads a statement by its first words.</summary>
sealed class StatementParser(string text, ParserOptions options) : QueryParser(text, options)
{
    public LogicalPlan WholeStatement() => Whole(() => { var plan = Statement(); while (Accept(";")) { } return plan; });
    public LogicalPlan WholeQuery() => Whole(() => { var plan = Query(); while (Accept(";")) { } return plan; });
    public Expression WholeExpression() => Whole(NamedExpression);
    public DataType WholeDataType() => Whole(DataType);
    public StructType WholeTableSchema() => Whole(TableSchema);
    public ValueList<string> WholeMultipartIdentifier() => Whole(MultipartIdentifier);

    private LogicalPlan Statement()
    {
        var start = At;
        return Current.Word switch
        {
            "CREATE" => Create(start),
            _ => Query(),
        };
    }

    private LogicalPlan Create(int start)
    {
        At++;
        var replace = Accept("OR", "REPLACE");
        var isGlobal = Accept("GLOBAL");
        var temporary = Accept("TEMPORARY") || Accept("TEMP");
        Expect("VIEW");
        return CreateView(start, replace, isGlobal ? ViewScope.GlobalTemporary : temporary ? ViewScope.Temporary : ViewScope.Persistent);
    }

    private LogicalPlan CreateView(int start, bool replace, ViewScope scope)
    {
        var ifNotExists = Accept("IF", "NOT", "EXISTS");
        var name = ObjectName();
        if (scope != ViewScope.Persistent && Is("USING")) throw Unexpected();
        var columns = Is("(") ? ListInParentheses(() => new ViewColumn(CheckedIdentifier(), Accept("COMMENT") ? TextLiteral() : null)) : ValueList<ViewColumn>.Empty;
        Expect("AS");
        var queryAt = At;
        var query = Query();
        return PlanFrom(start, new CreateView(name, scope, columns, query, SourceFrom(queryAt), replace, ifNotExists));
    }
}
