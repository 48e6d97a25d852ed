using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Parser;

/// <summary>Reads CREATE, REPLACE and DROP of tables, views, schemas and functions.</summary>
abstract class DefinitionParser(string text, ParserOptions options) : ModificationParser(text, options)
{
    protected LogicalPlan Create(int start)
    {
        At++;
        var replace = Accept("OR", "REPLACE");
        var isGlobal = Accept("GLOBAL");
        var temporary = Accept("TEMPORARY") || Accept("TEMP") || isGlobal;
        var external = Accept("EXTERNAL");
        if (Accept("VIEW")) return CreateView(start, replace, isGlobal ? ViewScope.GlobalTemporary : temporary ? ViewScope.Temporary : ViewScope.Persistent);
        if (!isGlobal && !external && Accept("FUNCTION")) return CreateFunction(start, replace, temporary);
        if (!replace && !temporary && !external && AcceptAny("DATABASE", "SCHEMA", "NAMESPACE")) return CreateSchema(start);
        if (!isGlobal && Accept("TABLE")) return CreateTable(start, replace ? TableCreation.CreateOrReplace : TableCreation.Create, temporary, external);
        throw Unexpected();
    }

    protected LogicalPlan ReplaceTable(int start)
    {
        At++;
        Expect("TABLE");
        return CreateTable(start, TableCreation.Replace, false, false);
    }

    private LogicalPlan CreateView(int start, bool replace, ViewScope scope)
    {
        var ifNotExists = Accept("IF", "NOT", "EXISTS");
        var nameAt = At;
        var name = ObjectName();
        if (scope != ViewScope.Persistent && (Is("USING") || Is("(") && !IsViewColumnList()))
        {
            var schema = Is("(") ? ColumnsOf() : null;
            Expect("USING");
            var provider = string.Join(".", MultipartIdentifier());
            var options = Accept("OPTIONS") ? PropertyList() : ValueMap.Empty;
            return PlanFrom(start, new CreateTemporaryViewUsing(name, scope == ViewScope.GlobalTemporary, schema, provider, options, replace));
        }
        if (scope == ViewScope.Temporary) CheckTemporary(nameAt, "VIEW", name);
        var columns = Is("(") ? ListInParentheses(() => new ViewColumn(CheckedIdentifier(), Accept("COMMENT") ? TextLiteral() : null)) : ValueList<ViewColumn>.Empty;
        string? comment = null, mode = null, collation = null;
        var properties = ValueMap.Empty;
        while (!Is("AS"))
        {
            if (Accept("COMMENT")) comment = TextLiteral();
            else if (Accept("TBLPROPERTIES")) properties = PropertyList();
            else if (Accept("WITH", "SCHEMA")) mode = SchemaMode();
            else if (Accept("PARTITIONED", "ON")) IdentifierList();
            else if (Accept("DEFAULT", "COLLATION")) collation = CollationName();
            else throw Unexpected();
        }
        At++;
        var queryAt = At;
        var query = Query();
        if (ifNotExists && scope != ViewScope.Persistent) throw Error(start, "_LEGACY_ERROR_TEMP_0053");
        if (ifNotExists && replace) throw Error(start, "CREATE_VIEW_WITH_IF_NOT_EXISTS_AND_REPLACE", ("viewName", string.Join(".", name.Parts)));
        return PlanFrom(start, new CreateView(name, scope, columns, query, SourceFrom(queryAt), replace, ifNotExists)
        {
            Comment = comment,
            Properties = properties,
            SchemaMode = mode,
            Collation = collation,
        });

        StructType ColumnsOf()
        {
            Expect("(");
            var schema = TableSchema();
            Expect(")");
            return schema;
        }
    }

    private bool IsViewColumnList() => Peek(2).Word is "," or ")" or "COMMENT";

    // Temporary objects belong to the session: no other qualifier fits.
    private void CheckTemporary(int start, string kind, ObjectName name)
    {
        if (name.Parts.Count < 2) return;
        var qualifier = string.Join(".", name.Parts.Take(name.Parts.Count - 1));
        if (qualifier.Equals("session", StringComparison.OrdinalIgnoreCase) || qualifier.Equals("system.session", StringComparison.OrdinalIgnoreCase)) return;
        throw Error(start, "INVALID_TEMP_OBJ_QUALIFIER", ("objectType", kind), ("objectName", SqlIdentifier.Quote(name.Parts[^1])), ("qualifier", SqlIdentifier.Quote(name.Parts.Take(name.Parts.Count - 1))));
    }

    protected string SchemaMode()
    {
        if (Accept("TYPE", "EVOLUTION")) return "TYPE EVOLUTION";
        var mode = Current.Word;
        if (!AcceptAny("BINDING", "COMPENSATION", "EVOLUTION")) throw Unexpected();
        return mode!;
    }

    private LogicalPlan CreateTable(int start, TableCreation mode, bool temporary, bool external)
    {
        if (mode == TableCreation.Create && Accept("IF", "NOT", "EXISTS")) mode = TableCreation.CreateIfNotExists;
        var name = ObjectName();
        if (Accept("LIKE"))
        {
            var source = ObjectName();
            return PlanFrom(start, new CreateTableLike(name, source, TableClauses([]), mode == TableCreation.CreateIfNotExists));
        }
        var columns = new List<ColumnDefinition>();
        var constraints = new List<TableConstraint>();
        if (Is("(") && !IsQueryStart(At))
        {
            At++;
            do
            {
                if (IsConstraint()) constraints.Add(Constraint());
                else columns.Add(ColumnDefinition(constraints));
            }
            while (Accept(","));
            Expect(")");
        }
        var spec = TableClauses(columns);
        LogicalPlan? query = null;
        if (Accept("AS") || IsQueryStart(At)) query = Query();
        if (temporary && spec.Provider == null) throw Error(start, "_LEGACY_ERROR_TEMP_0046");
        if (temporary)
            return PlanFrom(start, new CreateTemporaryViewUsing(name, false, columns.Count == 0 ? null : new StructType(columns.Select(c => c.ToField())), spec.Provider!, spec.Options, false));
        if (query != null && columns.Count > 0)
            throw Error(start, "_LEGACY_ERROR_TEMP_0035", ("message", "Schema may not be specified in a Create Table As Select (CTAS) statement"));
        return PlanFrom(start, new CreateTable(name, mode, new(columns), spec, external, query) { Constraints = new(constraints) });
    }

    private TableSpec TableClauses(List<ColumnDefinition> columns)
    {
        var spec = TableSpec.Empty;
        var seen = new HashSet<string>();
        while (true)
        {
            var start = At;
            if (seen.Count == 0 && Accept("USING")) { Once("USING"); spec = spec with { Provider = string.Join(".", MultipartIdentifier()) }; }
            else if (Accept("OPTIONS")) { Once("OPTIONS"); spec = spec with { Options = PropertyList() }; }
            else if (Accept("PARTITIONED", "BY")) { Once("PARTITIONED BY"); spec = spec with { Partitioning = ListInParentheses(() => PartitionField(columns)) }; }
            else if (Accept("CLUSTER", "BY"))
            {
                Once("CLUSTER BY");
                spec = spec with { ClusterBy = Accept("NONE") ? ValueList<ValueList<string>>.Empty : ListInParentheses(MultipartIdentifier) };
            }
            else if (Accept("CLUSTERED", "BY")) { Once("CLUSTERED BY"); spec = spec with { Bucketing = Buckets(start) }; }
            else if (Accept("SKEWED", "BY")) throw Error(start, "_LEGACY_ERROR_TEMP_0035", ("message", "CREATE TABLE ... SKEWED BY"));
            else if (Is("ROW", "FORMAT")) { Once("ROW FORMAT"); spec = spec with { Serde = new(spec.Serde.Concat(RowFormat())) }; }
            else if (Accept("STORED", "AS"))
            {
                Once("STORED AS");
                if (Accept("INPUTFORMAT"))
                {
                    var input = TextLiteral();
                    Expect("OUTPUTFORMAT");
                    spec = spec with { Serde = spec.Serde.With("inputformat", input).With("outputformat", TextLiteral()) };
                }
                else spec = spec with { Serde = spec.Serde.With("storedAs", Identifier()) };
            }
            else if (Accept("STORED", "BY")) throw Error(start, "_LEGACY_ERROR_TEMP_0035", ("message", "STORED BY"));
            else if (Accept("LOCATION")) { Once("LOCATION"); spec = spec with { Location = TextLiteral() }; }
            else if (Accept("COMMENT")) { Once("COMMENT"); spec = spec with { Comment = TextLiteral() }; }
            else if (Accept("TBLPROPERTIES")) { Once("TBLPROPERTIES"); spec = spec with { Properties = PropertyList() }; }
            else if (Accept("DEFAULT", "COLLATION")) { Once("COLLATION"); spec = spec with { Collation = CollationName() }; }
            else return spec;

            void Once(string clause)
            {
                if (!seen.Add(clause)) throw Error(start, "DUPLICATE_CLAUSES", ("clauseName", clause));
            }
        }
    }

    private BucketSpec Buckets(int start)
    {
        var columns = IdentifierList();
        var sorted = ValueList<string>.Empty;
        if (Accept("SORTED", "BY"))
        {
            sorted = ListInParentheses(() =>
            {
                var column = CheckedIdentifier();
                if (Is("DESC")) throw Error(start, "_LEGACY_ERROR_TEMP_0034", ("operation", "Column ordering must be ASC, was 'DESC'"));
                Accept("ASC");
                return column;
            });
        }
        Expect("INTO");
        var count = IntegerToken();
        Expect("BUCKETS");
        return new(count, columns, sorted);
    }

    // A name with a type is a column that stands here instead of in the column list.
    private PartitionTransform PartitionField(List<ColumnDefinition> columns)
    {
        var start = At;
        if (IsIdentifier() && !(Peek().Word is "," or ")" or "." or "("))
        {
            columns.Add(ColumnDefinition([]));
            return new("identity", [From(start, new UnresolvedAttribute([columns[^1].Name]))]);
        }
        if (IsIdentifier() && IsNext("("))
        {
            var name = Identifier();
            return new(name, ListInParentheses(Primary));
        }
        return new("identity", [From(start, new UnresolvedAttribute(MultipartIdentifier()))]);
    }

    protected ColumnDefinition ColumnDefinition(List<TableConstraint> constraints)
    {
        var name = CheckedIdentifier();
        return ColumnOptions(new(name, DataType(), true), constraints);
    }

    protected ColumnDefinition ColumnOptions(ColumnDefinition column, List<TableConstraint> constraints)
    {
        var seen = new HashSet<string>();
        while (true)
        {
            var start = At;
            if (Accept("NOT", "NULL")) { Once("NOT NULL"); column = column with { Nullable = false }; }
            else if (Accept("DEFAULT")) { Once("DEFAULT"); column = column with { Default = DefaultValue() }; }
            else if (Accept("COMMENT")) { Once("COMMENT"); column = column with { Comment = TextLiteral() }; }
            else if (Accept("GENERATED")) column = Generated(column);
            else if (IsConstraint()) constraints.Add(Constraint(column.Name));
            else return column;

            void Once(string option)
            {
                if (!seen.Add(option)) throw Error(start, "CREATE_TABLE_COLUMN_DESCRIPTOR_DUPLICATE", ("columnName", column.Name), ("optionName", option), ("type", "CREATE"));
            }
        }
    }

    protected ColumnDefault DefaultValue()
    {
        var start = At;
        var value = Expression();
        return new(value, SourceFrom(start));
    }

    private ColumnDefinition Generated(ColumnDefinition column)
    {
        var always = Accept("ALWAYS");
        if (!always) Expect("BY", "DEFAULT");
        Expect("AS");
        if (Accept("IDENTITY"))
        {
            long first = 1, step = 1;
            if (Accept("("))
            {
                while (!Accept(")"))
                {
                    if (Accept("START", "WITH")) first = SignedInteger();
                    else if (Accept("INCREMENT", "BY")) step = SignedInteger();
                    else throw Unexpected();
                }
            }
            return column with { Identity = new(always, first, step) };
        }
        Expect("(");
        var start = At;
        Expression();
        var text = SourceFrom(start);
        Expect(")");
        return column with { GeneratedAs = text };

        long SignedInteger() => Accept("-") ? -IntegerToken() : IntegerToken();
    }

    private bool IsConstraint() => Is("CONSTRAINT") && IsIdentifier(1) && Peek(2).Word is "CHECK" or "PRIMARY" or "UNIQUE" or "FOREIGN" or "REFERENCES"
        || Is("CHECK", "(") || Is("PRIMARY", "KEY") || Is("FOREIGN", "KEY") || Is("UNIQUE") && Peek().Word is "(" or "," or ")" || Is("REFERENCES") && IsIdentifier(1);

    /// <summary>A constraint of a table, or of the column that it stands behind.</summary>
    protected TableConstraint Constraint(string? column = null)
    {
        var start = At;
        var name = Accept("CONSTRAINT") ? Identifier() : null;
        var columns = column == null ? ValueList<string>.Empty : [column];
        string kind;
        if (Accept("CHECK"))
        {
            kind = "CHECK";
            Expect("(");
            Expression();
            Expect(")");
        }
        else if (Accept("PRIMARY", "KEY") || Accept("UNIQUE"))
        {
            kind = TokenAt(At - 1).Word == "KEY" ? "PRIMARY KEY" : "UNIQUE";
            if (column == null) columns = IdentifierList();
        }
        else
        {
            kind = "FOREIGN KEY";
            if (column == null) { Expect("FOREIGN", "KEY"); columns = IdentifierList(); }
            Expect("REFERENCES");
            MultipartIdentifier();
            if (Is("(")) IdentifierList();
        }
        while (Accept("NOT", "ENFORCED") || Accept("ENFORCED") || Accept("RELY") || Accept("NORELY")) { }
        return new(name, kind, columns, SourceFrom(start));
    }

    private LogicalPlan CreateSchema(int start)
    {
        var ifNotExists = Accept("IF", "NOT", "EXISTS");
        var name = ObjectName();
        string? comment = null, location = null, collation = null;
        var properties = ValueMap.Empty;
        while (true)
        {
            if (Accept("COMMENT")) comment = TextLiteral();
            else if (Accept("LOCATION")) location = TextLiteral();
            else if (Accept("WITH", "DBPROPERTIES") || Accept("WITH", "PROPERTIES")) properties = PropertyList();
            else if (Accept("DEFAULT", "COLLATION")) collation = CollationName();
            else break;
        }
        return PlanFrom(start, new CreateSchema(name, ifNotExists, comment, location, properties) { Collation = collation });
    }

    private LogicalPlan CreateFunction(int start, bool replace, bool temporary)
    {
        var ifNotExists = Accept("IF", "NOT", "EXISTS");
        var nameAt = At;
        var name = ObjectName();
        if (Accept("AS"))
        {
            var className = TextLiteral();
            var resources = Accept("USING") ? List(() =>
            {
                var kind = Identifier();
                return KeyValuePair.Create(kind.ToLowerInvariant(), TextLiteral());
            }) : ValueList<KeyValuePair<string, string>>.Empty;
            CheckFunction(start, nameAt, name, replace, temporary, ifNotExists);
            return PlanFrom(start, new CreateFunction(name, className, resources, temporary, ifNotExists, replace));
        }
        Expect("(");
        var parameters = Is(")") ? ValueList<ColumnDefinition>.Empty : List(() => ColumnDefinition([]));
        Expect(")");
        DataType? type = null;
        StructType? table = null;
        var isTable = false;
        if (Accept("RETURNS"))
        {
            if (Accept("TABLE"))
            {
                isTable = true;
                if (Accept("(")) { table = TableSchema(); Expect(")"); }
            }
            else type = DataType();
        }
        string? comment = null;
        var characteristics = new List<string>();
        while (!IsAny("RETURN", "AS", "BEGIN") && !AtEnd && !Is(";"))
        {
            var at = At;
            if (Accept("COMMENT")) { comment = TextLiteral(); continue; }
            if (Accept("LANGUAGE")) Identifier();
            else if (!(Accept("NOT", "DETERMINISTIC") || Accept("DETERMINISTIC") || Accept("CONTAINS", "SQL") || Accept("NO", "SQL") || Accept("READS", "SQL", "DATA")
                || Accept("MODIFIES", "SQL", "DATA") || Accept("SQL", "SECURITY", "DEFINER") || Accept("SQL", "SECURITY", "INVOKER") || AcceptNullInput())) throw Unexpected();
            characteristics.Add(SourceFrom(at));
        }
        Expression? body = null;
        if (!Accept("RETURN") && !Accept("AS")) throw Unexpected();
        var bodyAt = At;
        if (IsText && TokenAt(At - 1).Word == "AS") TextLiteral();
        else body = Is("(") || !IsQueryStart(At) ? Expression() : From(bodyAt, new ScalarSubquery(Query()));
        CheckFunction(start, nameAt, name, replace, temporary, ifNotExists);
        return PlanFrom(start, new CreateSqlFunction(name, parameters, type, table, isTable, body, SourceFrom(bodyAt))
        {
            IsTemporary = temporary,
            IfNotExists = ifNotExists,
            Replace = replace,
            Comment = comment,
            Characteristics = new(characteristics),
        });
    }

    private bool AcceptNullInput()
    {
        if (!Accept("RETURNS", "NULL") && !Accept("CALLED")) return false;
        Expect("ON");
        Expect("NULL", "INPUT");
        return true;
    }

    private void CheckFunction(int start, int nameAt, ObjectName name, bool replace, bool temporary, bool ifNotExists)
    {
        if (replace && ifNotExists) throw Error(start, "INVALID_SQL_SYNTAX.CREATE_ROUTINE_WITH_IF_NOT_EXISTS_AND_REPLACE");
        if (!temporary) return;
        if (ifNotExists) throw Error(start, "INVALID_SQL_SYNTAX.CREATE_TEMP_FUNC_WITH_IF_NOT_EXISTS");
        CheckTemporary(nameAt, "FUNCTION", name);
    }

    protected LogicalPlan Drop(int start)
    {
        At++;
        if (Accept("TABLE"))
        {
            var exists = Accept("IF", "EXISTS");
            var name = ObjectName();
            return PlanFrom(start, new DropTable(name, exists, Accept("PURGE")));
        }
        if (Accept("VIEW"))
        {
            var exists = Accept("IF", "EXISTS");
            return PlanFrom(start, new DropView(ObjectName(), exists));
        }
        if (AcceptAny("DATABASE", "SCHEMA", "NAMESPACE"))
        {
            var exists = Accept("IF", "EXISTS");
            var name = ObjectName();
            var cascade = Accept("CASCADE");
            if (!cascade) Accept("RESTRICT");
            return PlanFrom(start, new DropSchema(name, exists, cascade));
        }
        var temporary = Accept("TEMPORARY") || Accept("TEMP");
        if (Accept("FUNCTION"))
        {
            var exists = Accept("IF", "EXISTS");
            var nameAt = At;
            var name = ObjectName();
            if (temporary) CheckTemporary(nameAt, "FUNCTION", name);
            return PlanFrom(start, new DropFunction(name, exists, temporary));
        }
        if (!temporary || !AcceptAny("VARIABLE", "VAR")) throw Unexpected();
        var ifExists = Accept("IF", "EXISTS");
        return PlanFrom(start, new DropVariable(ObjectName(), ifExists));
    }
}
