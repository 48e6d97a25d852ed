using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Parser;

/// <summary>Reads SHOW, DESCRIBE, EXPLAIN, ANALYZE, REFRESH, CACHE and COMMENT.</summary>
abstract class InspectionParser(string text, ParserOptions options) : AlterParser(text, options)
{
    protected abstract LogicalPlan Statement();

    protected LogicalPlan ExplainStatement(int start)
    {
        At++;
        var mode = Current.Word switch
        {
            "EXTENDED" => ExplainMode.Extended,
            "CODEGEN" => ExplainMode.Codegen,
            "COST" => ExplainMode.Cost,
            "FORMATTED" => ExplainMode.Formatted,
            _ => ExplainMode.Simple,
        };
        if (mode != ExplainMode.Simple) At++;
        return PlanFrom(start, new Explain(Statement(), mode));
    }

    protected LogicalPlan Describe(int start)
    {
        At++;
        if (Is("FUNCTION") && Peek().Kind is not TokenKind.End && Peek().Word is not ("." or ";"))
        {
            At++;
            var extended = Accept("EXTENDED");
            return PlanFrom(start, new DescribeFunction(FunctionName(), extended));
        }
        if (IsAny("DATABASE", "SCHEMA", "NAMESPACE") && (IsIdentifier(1) || IsNext("EXTENDED")))
        {
            At++;
            var extended = Accept("EXTENDED");
            return PlanFrom(start, new DescribeSchema(ObjectName(), extended));
        }
        if (Is("QUERY") && IsQueryStart(At + 1)) At++;
        if (IsQueryStart(At) && !(Is("TABLE") && IsTableToDescribe()))
        {
            var queryAt = At;
            var query = Query();
            return PlanFrom(start, new DescribeQuery(query, SourceFrom(queryAt)));
        }
        if (Is("TABLE") && Peek().Kind is TokenKind.Word or TokenKind.QuotedName) At++;
        return DescribeTable(start);
    }

    private bool IsTableToDescribe() => Peek().Kind is TokenKind.Word or TokenKind.QuotedName;

    private LogicalPlan DescribeTable(int start)
    {
        var extended = Is("EXTENDED") || Is("FORMATTED");
        if (extended && Peek().Kind is not TokenKind.End && Peek().Word != ".") At++;
        var name = ObjectName();
        var partition = Is("PARTITION", "(") ? Partition() : null;
        var column = IsIdentifier() && !Is("AS") ? MultipartIdentifier() : null;
        var json = Accept("AS", "JSON");
        if (column != null && partition != null) throw Error(start, "UNSUPPORTED_FEATURE.DESC_TABLE_COLUMN_PARTITION");
        return PlanFrom(start, new DescribeTable(name, extended) { Partition = partition, Column = column, AsJson = json });
    }

    // Operators are functions too: DESCRIBE FUNCTION <=>, or 'name'.
    private ObjectName FunctionName()
    {
        if (Is("IDENTIFIER", "(") || Current.Kind is TokenKind.Word or TokenKind.QuotedName) return ObjectName();
        if (IsText) return new([TextLiteral()]);
        if (Current.Kind != TokenKind.Symbol) throw Unexpected();
        var start = At;
        while (Current.Kind == TokenKind.Symbol && !Is(";")) At++;
        return new([SourceFrom(start)]);
    }

    private ObjectName? InSchema() => AcceptAny("FROM", "IN") ? ObjectName() : null;

    private string? Pattern()
    {
        if (Accept("LIKE")) return TextLiteral();
        return IsText ? TextLiteral() : null;
    }

    protected LogicalPlan Show(int start)
    {
        At++;
        switch (Current.Word)
        {
            case "DATABASES" or "SCHEMAS" or "NAMESPACES":
                At++;
                var parent = InSchema();
                return PlanFrom(start, new ShowSchemas(parent, Pattern()));
            case "TABLES":
                At++;
                var schema = InSchema();
                return PlanFrom(start, new ShowTables(schema, Pattern(), false, null));
            case "TABLE":
                At++;
                Expect("EXTENDED");
                var extendedIn = InSchema();
                Expect("LIKE");
                var pattern = TextLiteral();
                return PlanFrom(start, new ShowTables(extendedIn, pattern, true, Is("PARTITION") ? Partition() : null));
            case "VIEWS":
                At++;
                var views = InSchema();
                return PlanFrom(start, new ShowViews(views, Pattern()));
            case "TBLPROPERTIES":
                At++;
                var properties = ObjectName();
                string? key = null;
                if (Accept("(")) { key = PropertyKey(); Expect(")"); }
                return PlanFrom(start, new ShowTableProperties(properties, key));
            case "COLUMNS":
                At++;
                if (!AcceptAny("FROM", "IN")) throw Unexpected();
                var table = ObjectName();
                return PlanFrom(start, new ShowColumns(table, InSchema()));
            case "PARTITIONS":
                At++;
                var partitioned = ObjectName();
                return PlanFrom(start, new ShowPartitions(partitioned, Is("PARTITION") ? Partition() : null));
            case "CREATE":
                At++;
                Expect("TABLE");
                var created = ObjectName();
                return PlanFrom(start, new ShowCreateTable(created, Accept("AS", "SERDE")));
            case "CURRENT":
                At++;
                if (!AcceptAny("SCHEMA", "DATABASE", "NAMESPACE")) throw Unexpected();
                return PlanFrom(start, new ShowCurrentSchema());
            case "CATALOGS":
                At++;
                return PlanFrom(start, new ShowCatalogs(Pattern()));
            case "COLLATIONS":
                At++;
                return PlanFrom(start, new ShowCollations(Pattern()));
            case "PROCEDURES":
                At++;
                return PlanFrom(start, new ShowProcedures(InSchema()));
        }
        return ShowFunctions(start);
    }

    private LogicalPlan ShowFunctions(int start)
    {
        var scopeAt = At;
        var scope = Is("FUNCTIONS") ? "ALL" : Identifier().ToUpperInvariant();
        Expect("FUNCTIONS");
        if (scope is not ("ALL" or "USER" or "SYSTEM")) throw Error(scopeAt, "INVALID_SQL_SYNTAX.SHOW_FUNCTIONS_INVALID_SCOPE", ("scope", $"`{Source(TokenAt(scopeAt))}`"));
        var schema = InSchema();
        var like = Accept("LIKE");
        string? pattern = null;
        if (IsText) pattern = TextLiteral();
        else if (like || IsIdentifier()) pattern = string.Join(".", MultipartIdentifier());
        return PlanFrom(start, new ShowFunctions(scope != "SYSTEM", scope != "USER", schema, pattern));
    }

    protected LogicalPlan Analyze(int start)
    {
        At++;
        if (Accept("TABLES"))
        {
            var schema = InSchema();
            Expect("COMPUTE", "STATISTICS");
            return PlanFrom(start, new AnalyzeTables(schema, NoScan()));
        }
        Expect("TABLE");
        var name = ObjectName();
        var partition = Is("PARTITION") ? Partition() : null;
        Expect("COMPUTE", "STATISTICS");
        if (Accept("FOR", "ALL", "COLUMNS")) return PlanFrom(start, new AnalyzeTable(name, partition, false, ValueList<string>.Empty) { AllColumns = true });
        if (Accept("FOR", "COLUMNS")) return PlanFrom(start, new AnalyzeTable(name, partition, false, List(() => CheckedIdentifier())));
        return PlanFrom(start, new AnalyzeTable(name, partition, NoScan(), null));

        bool NoScan()
        {
            if (AtEnd || Is(";")) return false;
            var word = Identifier();
            return word.Equals("NOSCAN", StringComparison.OrdinalIgnoreCase) ? true : throw Error(start, "INVALID_SQL_SYNTAX.ANALYZE_TABLE_UNEXPECTED_NOSCAN", ("ctx", word));
        }
    }

    protected LogicalPlan Repair(int start)
    {
        Accept("MSCK");
        Expect("REPAIR", "TABLE");
        var name = ObjectName();
        var (add, drop) = (true, false);
        if (Accept("SYNC")) drop = true;
        else if (Accept("DROP")) (add, drop) = (false, true);
        else if (!Accept("ADD")) return PlanFrom(start, new RepairTable(name, add, drop));
        Expect("PARTITIONS");
        return PlanFrom(start, new RepairTable(name, add, drop));
    }

    protected LogicalPlan Refresh(int start)
    {
        At++;
        if (Is("TABLE") && IsIdentifier(1)) { At++; return PlanFrom(start, new RefreshTable(ObjectName())); }
        if (Is("FUNCTION") && IsIdentifier(1)) { At++; return PlanFrom(start, new RefreshFunction(ObjectName())); }
        if (IsText && Peek().Kind == TokenKind.End) return PlanFrom(start, new RefreshPath(TextLiteral()));
        var path = FreeText();
        if (path.Length == 0) throw Error(start, "INVALID_SQL_SYNTAX.EMPTY_REFRESH_RESOURCE_PATH");
        if (path.Any(char.IsWhiteSpace)) throw Error(start, "INVALID_SQL_SYNTAX.INVALID_REFRESH_RESOURCE_PATH");
        return PlanFrom(start, new RefreshPath(path));
    }

    /// <summary>All the text up to the end of the statement, taken as it stands.</summary>
    protected string FreeText()
    {
        var from = Current.Start;
        while (!AtEnd) At++;
        return Text[from..].Trim().TrimEnd(';').TrimEnd();
    }

    protected LogicalPlan Cache(int start)
    {
        At++;
        var lazy = Accept("LAZY");
        Expect("TABLE");
        var name = ObjectName();
        var options = Accept("OPTIONS") ? PropertyList() : ValueMap.Empty;
        LogicalPlan? query = null;
        string? source = null;
        if (Accept("AS") || IsQueryStart(At))
        {
            var queryAt = At;
            query = Query();
            source = SourceFrom(queryAt);
        }
        return PlanFrom(start, new CacheTable(name, query, source, lazy, options));
    }

    protected LogicalPlan Uncache(int start)
    {
        At++;
        Expect("TABLE");
        var exists = Accept("IF", "EXISTS");
        return PlanFrom(start, new UncacheTable(ObjectName(), exists));
    }

    protected LogicalPlan Comment(int start)
    {
        At++;
        Expect("ON");
        var kind = Current.Word is "DATABASE" or "NAMESPACE" ? "SCHEMA" : Current.Word;
        if (!AcceptAny("DATABASE", "SCHEMA", "NAMESPACE", "TABLE", "COLUMN")) throw Unexpected();
        var name = ObjectName();
        Expect("IS");
        var comment = Accept("NULL") ? null : TextLiteral();
        return PlanFrom(start, new CommentOn(kind!, name, comment));
    }
}
