using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Python.Gateway.Binding;
using Firesteel.Python.Gateway.Errors;
using Firesteel.Python.Gateway.Java;

namespace Firesteel.Python.Gateway.Sql;

/// <summary>Table-valued functions by name, and DataFrames as arguments of such functions.</summary>
static class TableFunctionRoom
{
    public static void Register(ClassTable table)
    {
        table.Class<SparkSession>("org.apache.spark.sql.classic.SparkSession").Get("tvf", s => new TableFunctions(s));
        table.Class<TableFunctions>("org.apache.spark.sql.classic.TableValuedFunction").Class.OtherMethods
            = name => name is "toString" or "hashCode" or "equals" or "getClass" ? null : (target, a) => Call((TableFunctions)target!, name, a);
        table.Class<DataFrame>("org.apache.spark.sql.classic.Dataset").Get("asTable", f => new TableArgumentHandle(new TableArgument(f.Plan, ValueList<Expression>.Empty, ValueList<SortOrder>.Empty, false)));
        table.Class<TableArgumentHandle>("org.apache.spark.sql.TableArg")
            .Call("partitionBy", (t, a) => new TableArgumentHandle(Whole(t, "partitionBy()") with { PartitionBy = new(a.Columns(0).Select(c => c.Named)) }))
            .Call("orderBy", (t, a) => new TableArgumentHandle(Parted(t) with { OrderBy = new(t.Argument.OrderBy.Concat(a.Columns(0).Select(c => c.Order))) }))
            .Get("withSinglePartition", t => new TableArgumentHandle(Whole(t, "withSinglePartition()") with { WithSinglePartition = true }));
    }

    private static TableArgument Whole(TableArgumentHandle table, string member) => !IsParted(table) ? table.Argument
        : throw new JavaException("java.lang.IllegalArgumentException", $"Cannot call {member} after partitionBy() or withSinglePartition() has been called.");

    private static TableArgument Parted(TableArgumentHandle table) => IsParted(table) ? table.Argument
        : throw new JavaException("java.lang.IllegalArgumentException", "Please call partitionBy() or withSinglePartition() before orderBy().");

    private static bool IsParted(TableArgumentHandle table) => table.Argument.WithSinglePartition || table.Argument.PartitionBy.Count > 0;

    private static DataFrame Call(TableFunctions functions, string name, Arguments a)
    {
        var arguments = new List<Expression>();
        for (var i = 0; i < a.Count; i++)
        {
            if (a[i] is Column column) arguments.Add(column.Named);
            else if (a.IsItems(i)) arguments.AddRange(a.Columns(i).Select(c => c.Named));
            else arguments.Add(Functions.Lit(JavaValues.ToClr(a[i])).Expression);
        }
        return DataFrame.Of(functions.Session, new UnresolvedTableValuedFunction([name], new(arguments)));
    }

    private sealed record TableFunctions(SparkSession Session);
}

/// <summary>A DataFrame as an argument of a table-valued function.</summary>
sealed record TableArgumentHandle(TableArgument Argument);
