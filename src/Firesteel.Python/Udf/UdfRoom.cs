using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Python;
using Firesteel.Catalyst.Plans;
using Firesteel.Catalyst.Plans.Python;
using Firesteel.Foundation.Collections;
using Firesteel.Python.Gateway.Binding;
using Firesteel.Python.Gateway.Errors;
using Firesteel.Python.Gateway.Sql;
using Firesteel.Types;
using WorkerFunction = Firesteel.Sql.Execution.Python.PythonFunction;

namespace Firesteel.Python.Udf;

/// <summary>Python functions of classic PySpark: their definition, registration, and the Dataset's operations that take them.</summary>
static class UdfRoom
{
    private const string Package = "org.apache.spark.sql.execution.python.";

    public static void Register(ClassTable table)
    {
        table.Class<UserPythonFunction>(Package + "UserDefinedPythonFunction")
            .New(a => new UserPythonFunction(a.Text(0), a.Of<WorkerFunction>(1), a.Of<DataType>(2), (PythonEvalType)a.Int(3), a.Bool(4)))
            .Call("apply", (f, a) => new Column(Call(f, a)))
            .Call("builder", (f, a) => new Column(Call(f, a)))
            .Call("builderWithColumns", (f, a) => new ProfiledCall(Call(f, a)))
            .Call("fromUDFExpr", (_, a) => new Column(a.Of<ProfiledCall>(0).Expression));
        // A profiler of the program itself names its profiles by this.
        table.Class<ProfiledCall>("org.apache.spark.sql.catalyst.expressions.PythonUDF").Get("resultId", c => c.Id);
        table.Class<ResultId>("org.apache.spark.sql.catalyst.expressions.ExprId").Get("id", i => i.Id);
        table.Class<UserPythonTableFunction>(Package + "UserDefinedPythonTableFunction")
            .New(a => a.Is<DataType>(2)
                ? new UserPythonTableFunction(a.Text(0), a.Of<WorkerFunction>(1), a.Of<StructType>(2), (PythonEvalType)a.Int(3), a.Bool(4))
                : new UserPythonTableFunction(a.Text(0), a.Of<WorkerFunction>(1), null, (PythonEvalType)a.Int(2), a.Bool(3)))
            .Call("apply", (f, a) => DataFrame.Of(a.Of<SparkSession>(0), new UnresolvedTableValuedFunction([f.Name], new(a.Items(1).Select(i => Argument(i, a)))) { Definition = f.Define(f.Name) }));
        table.Class<UserPythonSource>("org.apache.spark.sql.execution.datasources.v2.python.UserDefinedPythonDataSource").New(a => new UserPythonSource(a.Of<WorkerFunction>(0)));

        table.Class<SparkSession>("org.apache.spark.sql.classic.SparkSession")
            .Get("udf", s => new Registration(s))
            .Get("udtf", s => new TableRegistration(s))
            .Get("dataSource", s => new SourceRegistration(s));
        table.Class<Registration>("org.apache.spark.sql.classic.UDFRegistration")
            .Do("registerPython", (r, a) => r.Session.State.Functions.Register(a.Of<UserPythonFunction>(1).Define(a.Text(0))))
            .Call("registerJava", (_, a) => throw NoJava(a.Text(1)))
            .Call("registerJavaUDAF", (_, a) => throw NoJava(a.Text(1)));
        table.Class<TableRegistration>("org.apache.spark.sql.classic.UDTFRegistration")
            .Do("registerPython", (r, a) => r.Session.State.Functions.Register(a.Of<UserPythonTableFunction>(1).Define(a.Text(0))));
        table.Class<SourceRegistration>("org.apache.spark.sql.classic.DataSourceRegistration")
            .Do("registerPython", (r, a) => r.Session.State.PythonSources.Register(a.Text(0), WorkerFunctions.ForPlans(a.Of<UserPythonSource>(1).Source)));

        table.Class<DataFrame>("org.apache.spark.sql.classic.Dataset")
            .Call("mapInPandas", MapPartitions)
            .Call("mapInArrow", MapPartitions);
        table.Class<RelationalGroupedDataset>("org.apache.spark.sql.classic.RelationalGroupedDataset")
            .Call("flatMapGroupsInPandas", (g, a) => Groups(g, Function(a, 0)))
            .Call("flatMapGroupsInArrow", (g, a) => Groups(g, Function(a, 0)))
            .Call("flatMapCoGroupsInPandas", (g, a) => CoGroups(g, a.Of<RelationalGroupedDataset>(0), Function(a, 1)))
            .Call("flatMapCoGroupsInArrow", (g, a) => CoGroups(g, a.Of<RelationalGroupedDataset>(0), Function(a, 1)));

        table.Static("org.apache.spark.sql.api.python.PythonSQLUtils")
            .Static("namedArgumentExpression", a => new Column(new NamedArgument(a.Text(0), Argument(a[1], a))));
    }

    private static UnresolvedPythonCall Call(UserPythonFunction function, Arguments a) => new(function.Define(function.Name), new(a.Columns(0).Select(c => c.Expression)));

    private static Expression Argument(object? argument, Arguments a) => argument switch
    {
        Column column => column.Expression,
        TableArgumentHandle table => table.Argument,
        _ => throw a.Mismatch(),
    };

    private static DataFrame MapPartitions(DataFrame frame, Arguments a)
    {
        var function = Function(a, 0);
        return DataFrame.Of(frame.SparkSession, new MapInPython(function, function.NewColumns(), a.Count > 1 && a.Bool(1), frame.Plan));
    }

    private static DataFrame Groups(RelationalGroupedDataset groups, PythonRowsFunction function)
        => DataFrame.Of(groups.Frame.SparkSession, new FlatMapGroupsInPython(Keys(groups), function, function.NewColumns(), groups.Frame.Plan));

    private static DataFrame CoGroups(RelationalGroupedDataset left, RelationalGroupedDataset right, PythonRowsFunction function)
    {
        if (left.Grouping.Count != right.Grouping.Count)
            throw new JavaException("java.lang.IllegalArgumentException", $"requirement failed: Cogroup keys must have same size: {left.Grouping.Count} != {right.Grouping.Count}");
        return DataFrame.Of(left.Frame.SparkSession, new FlatMapCoGroupsInPython(Keys(left), Keys(right), function, function.NewColumns(), left.Frame.Plan, right.Frame.Plan));
    }

    private static ValueList<Expression> Keys(RelationalGroupedDataset groups) => groups.Grouping;

    private static PythonRowsFunction Function(Arguments a, int i)
        => a.Column(i).Expression is UnresolvedPythonCall { Definition: PythonRowsDefinition rows } ? rows.Function : throw a.Mismatch();

    private static AnalysisException NoJava(string name) => new("CANNOT_LOAD_FUNCTION_CLASS", new Dictionary<string, string> { ["className"] = name, ["functionName"] = SqlIdentifier.Quote(name) });

    private sealed record ProfiledCall(Expression Expression)
    {
        public ResultId Id { get; } = new(ExprId.Next().Id);
    }

    private sealed record ResultId(long Id);

    private sealed record Registration(SparkSession Session);
    private sealed record TableRegistration(SparkSession Session);
    private sealed record SourceRegistration(SparkSession Session);
}
