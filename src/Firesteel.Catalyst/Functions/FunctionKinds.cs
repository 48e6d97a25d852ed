using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions;

/// <summary>A call of a function as the analyzer meets it: arguments resolved, types not yet checked.</summary>
/// <param name="Name">The name that it was called by.</param>
/// <param name="Arguments">Resolved arguments, in order (named ones already put in place); lambdas are unbound <see cref="LambdaFunction"/>s.</param>
/// <param name="Session">Settings and services of the session.</param>
sealed record FunctionCall(string Name, ValueList<Expression> Arguments, IBindingSession Session)
{
    public bool IsDistinct { get; init; }
    public Expression? Filter { get; init; }
    public bool? IgnoreNulls { get; init; }
    public ValueList<SortOrder> WithinGroup { get; init; } = ValueList<SortOrder>.Empty;
    public Origin Origin { get; init; }

    /// <summary>For functions that keep them, the keyword of each argument that was given by one; empty where none was.</summary>
    public ValueList<string?> ArgumentNames { get; init; } = ValueList<string?>.Empty;

    /// <summary>Binds lambda arguments; a function that takes them knows the types of their parameters, the analyzer what their bodies mean.</summary>
    public ILambdaBinder? Lambdas { get; init; }

    /// <summary>The lambda with parameters of these types and its body resolved. An argument that is no lambda becomes one that ignores its parameters.</summary>
    public LambdaFunction BindLambda(Expression argument, params ReadOnlySpan<LambdaParameter> parameters)
        => (Lambdas ?? throw new InvalidOperationException("The call was made without a way to bind lambdas.")).Bind(argument, new(parameters));
}

/// <summary>Type of a lambda's parameter and whether it may be null.</summary>
readonly record struct LambdaParameter(DataType Type, bool IsNullable);

/// <summary>Gives a lambda's parameters their types, then resolves its body among them and the columns around it.</summary>
interface ILambdaBinder
{
    LambdaFunction Bind(Expression argument, ValueList<LambdaParameter> parameters);
}

/// <summary>What binding a function may ask of the session.</summary>
interface IBindingSession
{
    bool Ansi { get; }
    string TimeZone { get; }
    /// <summary>Value of a setting, its default where it is not set.</summary>
    string Conf(string key);
    string CurrentCatalog { get; }
    string CurrentDatabase { get; }
    string CurrentUser { get; }
    /// <summary>The instant of the query, in microseconds: one for all its parts.</summary>
    long QueryTimeMicros { get; }
}

/// <summary>An entry of the function registry. A function is one small file with its signature, kernel, null and error rules, and one line of registration.</summary>
abstract class FunctionDefinition
{
    /// <summary>The main name, lower case.</summary>
    public abstract string Name { get; }

    public virtual ValueList<string> Aliases => ValueList<string>.Empty;

    /// <summary>Parameter names, for calls with named arguments; null where the function takes none.</summary>
    public virtual ValueList<string>? ParameterNames => null;

    /// <summary>What stands for a parameter that a call with named arguments leaves out before the last that it gives; null where it must be given.</summary>
    public virtual Expression? DefaultOf(int parameter) => null;

    /// <summary>What a function that was made of the registered one at a call differs by from that; null for all others.</summary>
    public virtual int? Variant => null;

    /// <summary>The registered function, made again for a <see cref="Variant"/>.</summary>
    public virtual FunctionDefinition WithVariant(int variant) => throw new InvalidOperationException($"{Name} has no variants.");

    /// <summary>
    /// Checks number and types of the arguments, puts in casts and gives the resolved expression.
    /// Raises WRONG_NUM_ARGS.* or DATATYPE_MISMATCH.* as Spark does (see <see cref="ArgumentChecks"/>).
    /// </summary>
    public abstract Expression Bind(FunctionCall call);
}

enum NullHandling
{
    /// <summary>Null where any argument is; the kernel sees only rows without nulls.</summary>
    Propagate,
    /// <summary>The kernel sees all selected rows and writes nulls itself.</summary>
    Custom,
}

/// <summary>A function of one row's values.</summary>
abstract class ScalarFunction : FunctionDefinition
{
    public virtual NullHandling Nulls => NullHandling.Propagate;
    public virtual bool IsDeterministic => true;

    /// <summary>False for functions that depend on the place of execution (the current partition, the input file).</summary>
    public virtual bool IsFoldable => true;

    /// <summary>Whether the kernel may raise an error for some values.</summary>
    public virtual bool CanFail(ScalarCall call) => false;

    /// <summary>
    /// Whether it may run over entries of a dictionary instead of rows: deterministic functions that cannot fail may.
    /// </summary>
    public virtual bool IsPureOnDictionary(ScalarCall call) => IsDeterministic && !CanFail(call);

    public virtual string ToSql(ScalarCall call, SqlStyle style) => call.Display ?? $"{call.Name}({string.Join(", ", call.Arguments.Select(a => a.ToSql(style)))})";

    /// <summary>Work done once for a query and thread: compiled patterns, parsed formats. May look at constant arguments (<see cref="Literal"/>).</summary>
    public virtual object? Prepare(ScalarCall call, Expressions.Evaluation.EvaluationContext context) => null;

    /// <summary>Computes <c>kernel.Result</c> at the selected positions.</summary>
    public abstract void Evaluate(Expressions.Evaluation.KernelCall kernel);
}

/// <summary>A function that gives any number of rows for one.</summary>
abstract class GeneratorFunction : FunctionDefinition
{
    /// <summary>Whether it may stand in FROM only.</summary>
    public virtual bool IsTableOnly => false;

    /// <summary>
    /// Writes the rows that one input row gives, one column vector a field of the element schema, from position <paramref name="at"/>;
    /// returns how many. Arguments are flat or constant.
    /// </summary>
    public abstract int Generate(GeneratorCall call, Columnar.Vectors.ColumnVector[] arguments, int row, Columnar.Vectors.ColumnVector[] output, int at, Expressions.Evaluation.EvaluationContext context);
}

/// <summary>How a window function's value follows from the rows of its partition.</summary>
abstract class WindowFunction : FunctionDefinition
{
    /// <summary>The frame that it always has, or null where OVER may say.</summary>
    public virtual WindowFrame? RequiredFrame => null;

    public virtual bool RequiresOrder => true;

    public virtual string ToSql(WindowCall call, SqlStyle style) => $"{call.Name}({string.Join(", ", call.Arguments.Select(a => a.ToSql(style)))})";

    /// <summary>Writes the result for every row of one partition.</summary>
    public abstract void Evaluate(WindowCall call, WindowPartition partition, Columnar.Vectors.ColumnVector result);
}

/// <summary>One partition of a window, its rows in order.</summary>
/// <param name="Arguments">The call's arguments over all rows of the partition, flat or constant.</param>
/// <param name="Start">First position of the partition in the vectors.</param>
/// <param name="Count">Rows of the partition.</param>
/// <param name="PeerStarts">For each row (from 0) the first row of its peers: those equal in the order.</param>
/// <param name="PeerEnds">For each row the row after its last peer.</param>
sealed record WindowPartition(Columnar.Vectors.ColumnVector[] Arguments, int Start, int Count, int[] PeerStarts, int[] PeerEnds);
