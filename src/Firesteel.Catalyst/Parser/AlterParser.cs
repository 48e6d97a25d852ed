using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Commands;
using Firesteel.Foundation.Collections;

namespace Firesteel.Catalyst.Parser;

/// <summary>Reads ALTER.</summary>
abstract class AlterParser(string text, ParserOptions options) : DefinitionParser(text, options)
{
    protected LogicalPlan Alter(int start)
    {
        At++;
        if (AcceptAny("DATABASE", "SCHEMA", "NAMESPACE")) return AlterSchema(start);
        var isView = Is("VIEW");
        if (!AcceptAny("TABLE", "VIEW")) throw Unexpected();
        var name = ObjectName();
        if (isView && Accept("WITH", "SCHEMA")) return PlanFrom(start, new AlterViewSchemaMode(name, SchemaMode()));
        if (isView && (Is("AS") || IsQueryStart(At)))
        {
            Accept("AS");
            var queryAt = At;
            var query = Query();
            return PlanFrom(start, new AlterViewAs(name, query, SourceFrom(queryAt)));
        }
        if (!isView && Accept("RECOVER", "PARTITIONS")) return PlanFrom(start, new RepairTable(name, true, false));
        return PlanFrom(start, new AlterTable(name, isView, Action()));
    }

    private LogicalPlan AlterSchema(int start)
    {
        var name = ObjectName();
        if (Accept("UNSET"))
        {
            if (!AcceptAny("DBPROPERTIES", "PROPERTIES")) throw Unexpected();
            return PlanFrom(start, new AlterSchema(name, null, Keys(), null));
        }
        if (Accept("DEFAULT", "COLLATION")) return PlanFrom(start, new AlterSchema(name, null, null, null) { Collation = CollationName() });
        Expect("SET");
        if (Accept("LOCATION")) return PlanFrom(start, new AlterSchema(name, null, null, TextLiteral()));
        if (!AcceptAny("DBPROPERTIES", "PROPERTIES")) throw Unexpected();
        return PlanFrom(start, new AlterSchema(name, PropertyList(), null, null));
    }

    private ValueList<string> Keys() => ListInParentheses(PropertyKey);

    private AlterTableAction Action()
    {
        switch (Current.Word)
        {
            case "RENAME": return Rename();
            case "ADD": return Add();
            case "DROP": return DropPart();
            case "SET": return Set(null);
            case "UNSET":
                At++;
                Expect("TBLPROPERTIES");
                var exists = Accept("IF", "EXISTS");
                return new AlterTableAction.UnsetProperties(Keys(), exists);
            case "REPLACE":
                At++;
                Expect("COLUMNS");
                return new AlterTableAction.ReplaceColumns(ListInParentheses(NewColumn));
            case "CLUSTER":
                At++;
                Expect("BY");
                return new AlterTableAction.ClusterBy(Accept("NONE") ? ValueList<ValueList<string>>.Empty : ListInParentheses(MultipartIdentifier));
            case "DEFAULT":
                At++;
                Expect("COLLATION");
                return new AlterTableAction.SetCollation(CollationName());
            case "PARTITION":
                var partition = Partition();
                if (Accept("RENAME", "TO")) return new AlterTableAction.RenamePartition(partition, Partition());
                if (AcceptAny("CHANGE", "ALTER")) { Accept("COLUMN"); return Change(); }
                return Set(partition);
            case "ALTER" or "CHANGE": return AlterColumns();
            default: throw Unexpected();
        }
    }

    private AlterTableAction Rename()
    {
        At++;
        if (Accept("TO")) return new AlterTableAction.RenameTo(MultipartIdentifier());
        Expect("COLUMN");
        var column = MultipartIdentifier();
        Expect("TO");
        return new AlterTableAction.RenameColumn(column, CheckedIdentifier());
    }

    private AlterTableAction Add()
    {
        At++;
        if (AcceptAny("COLUMN", "COLUMNS"))
        {
            if (!Is("(")) return new AlterTableAction.AddColumns(List(NewColumn));
            return new AlterTableAction.AddColumns(ListInParentheses(NewColumn));
        }
        if (IsAny("CONSTRAINT", "CHECK", "PRIMARY", "UNIQUE", "FOREIGN")) return new AlterTableAction.AddConstraint(Constraint());
        var ifNotExists = Accept("IF", "NOT", "EXISTS");
        var partitions = new List<KeyValuePair<PartitionSpec, string?>>();
        do
        {
            var partition = Partition();
            partitions.Add(new(partition, Accept("LOCATION") ? TextLiteral() : null));
        }
        while (Is("PARTITION"));
        return new AlterTableAction.AddPartitions(new(partitions), ifNotExists);
    }

    private NewColumn NewColumn()
    {
        var name = MultipartIdentifier();
        var definition = ColumnOptions(new(name[^1], DataType(), true), []);
        var position = Position();
        return new(name, ColumnOptions(definition, []), position);
    }

    private ColumnPosition? Position() => Accept("FIRST") ? new(null) : Accept("AFTER") ? new(CheckedIdentifier()) : null;

    private AlterTableAction DropPart()
    {
        At++;
        if (AcceptAny("COLUMN", "COLUMNS"))
        {
            var ifExists = Accept("IF", "EXISTS");
            return new AlterTableAction.DropColumns(Is("(") ? ListInParentheses(MultipartIdentifier) : List(MultipartIdentifier), ifExists);
        }
        if (Accept("CONSTRAINT"))
        {
            var ifExists = Accept("IF", "EXISTS");
            var name = Identifier();
            var cascade = Accept("CASCADE");
            if (!cascade) Accept("RESTRICT");
            return new AlterTableAction.DropConstraint(name, ifExists, cascade);
        }
        var exists = Accept("IF", "EXISTS");
        var partitions = List(Partition);
        return new AlterTableAction.DropPartitions(partitions, exists, Accept("PURGE"));
    }

    private AlterTableAction Set(PartitionSpec? partition)
    {
        Expect("SET");
        if (Accept("LOCATION")) return new AlterTableAction.SetLocation(TextLiteral(), partition);
        if (Accept("SERDE"))
        {
            var serde = TextLiteral();
            return new AlterTableAction.SetSerde(serde, Accept("WITH", "SERDEPROPERTIES") ? PropertyList() : ValueMap.Empty, partition);
        }
        if (Accept("SERDEPROPERTIES")) return new AlterTableAction.SetSerde(null, PropertyList(), partition);
        Expect("TBLPROPERTIES");
        return new AlterTableAction.SetProperties(PropertyList());
    }

    private AlterTableAction AlterColumns()
    {
        var isChange = Is("CHANGE");
        At++;
        Accept("COLUMN");
        return isChange ? Change() : new AlterTableAction.AlterColumns(List(ColumnChange));
    }

    private ColumnChange ColumnChange()
    {
        var name = MultipartIdentifier();
        var change = new ColumnChange(name);
        if (Accept("TYPE")) return change with { Type = DataType() };
        if (Accept("SET", "NOT", "NULL")) return change with { Nullable = false };
        if (Accept("DROP", "NOT", "NULL")) return change with { Nullable = true };
        if (Accept("SET", "DEFAULT")) return change with { Default = DefaultValue() };
        if (Accept("DROP", "DEFAULT")) return change with { DropDefault = true };
        if (Accept("COMMENT")) return change with { Comment = TextLiteral() };
        return Position() is { } position ? change with { Position = position } : throw Unexpected();
    }

    // CHANGE [COLUMN] name name type …, or the forms of ALTER COLUMN.
    private AlterTableAction Change()
    {
        var start = At;
        var name = MultipartIdentifier();
        if (IsAny("TYPE", "SET", "DROP", "COMMENT", "FIRST", "AFTER") && !IsIdentifierType())
        {
            At = start;
            return new AlterTableAction.AlterColumns([ColumnChange()]);
        }
        var definition = ColumnDefinition([]);
        if (!definition.Name.Equals(name[^1], StringComparison.OrdinalIgnoreCase) && name.Count > 1) throw Unexpected();
        return new AlterTableAction.AlterColumns([new ColumnChange(name) { Type = definition.Type, Comment = definition.Comment, Position = Position() }]);
    }

    private bool IsIdentifierType() => Is("TYPE") && Peek(2).Kind == TokenKind.Word;
}
