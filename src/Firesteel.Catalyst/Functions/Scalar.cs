using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions;

/// <summary>Computes a scalar function for one batch.</summary>
delegate void Kernel(KernelCall call);

/// <summary>
/// A scalar function put together from its parts: what it takes, what it gives and its kernel. Most functions are one of these;
/// one whose binding follows rules of its own derives from <see cref="ScalarFunction"/> instead.
/// </summary>
sealed class Scalar : ScalarFunction
{
    private readonly TypeClass[] _parameters;
    private readonly Func<ValueList<Expression>, DataType> _result;
    private readonly Kernel _kernel;

    public Scalar(string name, TypeClass[] parameters, Func<ValueList<Expression>, DataType> result, Kernel kernel)
    {
        Name = name;
        _parameters = parameters;
        _result = result;
        _kernel = kernel;
    }

    public Scalar(string name, TypeClass[] parameters, DataType result, Kernel kernel) : this(name, parameters, _ => result, kernel) { }

    public override string Name { get; }

    /// <summary>Further names.</summary>
    public string[] As { get; init; } = [];

    /// <summary>Names of the parameters, where calls may name them.</summary>
    public string[]? Named { get; init; }

    /// <summary>Values of the last parameters where a call leaves them out.</summary>
    public Literal[] Defaults { get; init; } = [];

    /// <summary>What any number of further arguments are.</summary>
    public TypeClass? Rest { get; init; }

    /// <summary>Least number of arguments, where <see cref="Rest"/> asks for some.</summary>
    public int Least { get; init; }

    /// <summary>Whether it may give null for arguments that are not.</summary>
    public bool MayBeNull { get; init; }

    /// <summary>As <see cref="MayBeNull"/>, decided by the arguments.</summary>
    public Func<ValueList<Expression>, bool>? NullableWhen { get; init; }

    /// <summary>Whether it may raise an error.</summary>
    public bool Throws { get; init; }

    /// <summary>As <see cref="Throws"/>, decided for the call.</summary>
    public Func<ScalarCall, bool>? ThrowsWhen { get; init; }

    /// <summary>Whether equal arguments may give different values.</summary>
    public bool IsVolatile { get; init; }

    /// <summary>Whether it depends on where it runs.</summary>
    public bool DependsOnPlace { get; init; }

    public NullHandling NullRule { get; init; } = NullHandling.Propagate;

    /// <summary>Whether it keeps the name of its definition in generated names, whatever it was called by.</summary>
    public bool KeepsName { get; init; }

    /// <summary>What binding finds out from the session.</summary>
    public Func<FunctionCall, object?>? StateOf { get; init; }

    /// <summary>Work done once for a query and thread.</summary>
    public Func<ScalarCall, EvaluationContext, object?>? Preparation { get; init; }

    /// <summary>Changes the arguments before they are fitted to the parameters: common types, defaults that depend on others.</summary>
    public Func<FunctionCall, ValueList<Expression>, ValueList<Expression>>? Adapt { get; init; }

    /// <summary>Checks beyond types.</summary>
    public Action<ScalarCall>? Check { get; init; }

    /// <summary>The text in names and plans, where it is not <c>name(arguments)</c>.</summary>
    public Func<ScalarCall, SqlStyle, string>? Text { get; init; }

    public override ValueList<string> Aliases => new(As.AsSpan());
    public override Expression? DefaultOf(int parameter) => parameter + Defaults.Length - _parameters.Length is >= 0 and var at ? Defaults[at] : null;
    public override ValueList<string>? ParameterNames => Named == null ? null : new(Named.AsSpan());
    public override NullHandling Nulls => NullRule;
    public override bool IsDeterministic => !IsVolatile;
    public override bool IsFoldable => !DependsOnPlace;
    public override bool CanFail(ScalarCall call) => ThrowsWhen?.Invoke(call) ?? Throws;
    public override string ToSql(ScalarCall call, SqlStyle style) => Text?.Invoke(call, style) ?? base.ToSql(call, style);
    public override object? Prepare(ScalarCall call, EvaluationContext context) => Preparation?.Invoke(call, context);
    public override void Evaluate(KernelCall kernel) => _kernel(kernel);

    public override Expression Bind(FunctionCall call)
    {
        CheckCount(call);
        var arguments = call.Arguments;
        for (var missing = _parameters.Length - arguments.Count; missing > 0; missing--) arguments = [.. arguments, Defaults[^missing]];
        if (Adapt != null) arguments = Adapt(call, arguments);
        var fitted = new Expression[arguments.Count];
        for (var i = 0; i < fitted.Length; i++)
        {
            var expected = i < _parameters.Length ? _parameters[i] : Rest!;
            fitted[i] = TypeCoercion.ImplicitCast(arguments[i], expected, call.Session.Ansi, call.Session.TimeZone)
                ?? throw ArgumentChecks.UnexpectedType(call.Origin, Untyped(call, arguments), i, arguments[i], expected.Sql);
        }
        var bound = (ScalarCall)Call(fitted) with { Name = NameFor(call), State = StateOf?.Invoke(call), Origin = call.Origin };
        Check?.Invoke(bound);
        return bound;
    }

    /// <summary>A call over arguments that have the right types.</summary>
    public Expression Call(params ReadOnlySpan<Expression> arguments)
    {
        var list = new ValueList<Expression>(arguments);
        return new ScalarCall(this, list, _result(list), NullableWhen?.Invoke(list) ?? MayBeNull);
    }

    private string NameFor(FunctionCall call) => KeepsName ? Name : call.Name.ToLowerInvariant();

    private string Untyped(FunctionCall call, ValueList<Expression> arguments)
    {
        var shown = new ScalarCall(this, arguments, NullType.Instance, true) { Name = NameFor(call) };
        return shown.Sql;
    }

    private void CheckCount(FunctionCall call)
    {
        var (least, most) = (Math.Max(Least, _parameters.Length - Defaults.Length), _parameters.Length);
        var count = call.Arguments.Count;
        if (count >= least && (count <= most || Rest != null)) return;
        throw ArgumentChecks.WrongCount(call, Rest != null ? $"> {least - 1}"
            : least == most ? $"{least}" : $"[{string.Join(", ", Enumerable.Range(least, most - least + 1))}]");
    }
}
