using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Aggregates;

/// <summary>
/// An aggregate function put together from its parts: what it takes, what it gives, the columns of its partial state and its kernel.
/// </summary>
sealed class Aggregate : AggregateFunction
{
    private readonly TypeClass[] _parameters;
    private readonly Func<ValueList<Expression>, DataType> _result;
    private readonly Func<AggregateCall, ValueList<DataType>> _partials;
    private readonly Func<AggregateCall, AggregateKernel> _kernel;

    public Aggregate(string name, TypeClass[] parameters, Func<ValueList<Expression>, DataType> result, Func<AggregateCall, ValueList<DataType>> partials, Func<AggregateCall, AggregateKernel> kernel)
    {
        Name = name;
        (_parameters, _result, _partials, _kernel) = (parameters, result, partials, kernel);
    }

    public override string Name { get; }

    /// <summary>Further names.</summary>
    public string[] As { get; init; } = [];

    /// <summary>Names of the parameters, where calls may name them.</summary>
    public string[]? Named { get; init; }

    /// <summary>Values of the last parameters where a call leaves them out.</summary>
    public Literal[] Defaults { get; init; } = [];

    /// <summary>What any number of further arguments are.</summary>
    public TypeClass? Rest { get; init; }

    /// <summary>Whether the result is never null.</summary>
    public bool IsNeverNull { get; init; }

    /// <summary>Whether NULLs in the result follow the argument's: min, max, first and their like over no rows give null all the same.</summary>
    public Func<AggregateCall, bool>? ThrowsWhen { get; init; }

    public Func<AggregateCall, bool>? OrderMatters { get; init; }

    public bool DuplicatesDoNotMatter { get; init; }

    /// <summary>Value over no rows, where that is not null.</summary>
    public Func<AggregateCall, Literal>? Empty { get; init; }

    /// <summary>Whether the first argument must have an order.</summary>
    public bool NeedsOrder { get; init; }

    /// <summary>Which argument must have an order, where <see cref="NeedsOrder"/> asks for one.</summary>
    public int OrderedArgument { get; init; }

    /// <summary>Changes the arguments before they are fitted to the parameters.</summary>
    public Func<FunctionCall, ValueList<Expression>, ValueList<Expression>>? Adapt { get; init; }

    /// <summary>Checks beyond types, on the bound call.</summary>
    public Action<AggregateCall>? Check { get; init; }

    /// <summary>What binding finds out from the session.</summary>
    public Func<FunctionCall, object?>? StateOf { get; init; }

    /// <summary>The generated name, where it is not <c>name(arguments)</c>.</summary>
    public Func<FunctionCall, string?>? Text { get; init; }

    public override ValueList<string> Aliases => new(As.AsSpan());
    public override Expression? DefaultOf(int parameter) => parameter + Defaults.Length - _parameters.Length is >= 0 and var at ? Defaults[at] : null;
    public override ValueList<string>? ParameterNames => Named == null ? null : new(Named.AsSpan());
    public override bool CanFail(AggregateCall call) => ThrowsWhen?.Invoke(call) ?? false;
    public override bool IsOrderSensitive(AggregateCall call) => OrderMatters?.Invoke(call) ?? false;
    public override bool IgnoresDuplicates => DuplicatesDoNotMatter;
    public override ValueList<DataType> PartialTypes(AggregateCall call) => _partials(call);
    public override Literal? EmptyValue(AggregateCall call) => Empty?.Invoke(call);
    public override AggregateKernel CreateKernel(AggregateCall call) => _kernel(call);

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
                ?? throw ArgumentChecks.UnexpectedType(call.Origin, Operands.Shown(call), i, arguments[i], expected.Sql);
        }
        if (NeedsOrder && !IsOrdered(fitted[OrderedArgument].DataType))
            throw ArgumentChecks.NotOrdered(call.Origin, Operands.Shown(call), call.Name.ToLowerInvariant(), fitted[OrderedArgument].DataType);
        var list = new ValueList<Expression>(fitted.AsSpan());
        var bound = new AggregateCall(this, list, _result(list), !IsNeverNull)
        {
            Name = call.Name.ToLowerInvariant(),
            IsDistinct = call.IsDistinct,
            Filter = call.Filter,
            State = StateOf?.Invoke(call),
            Display = Text?.Invoke(call),
            Origin = call.Origin,
        };
        Check?.Invoke(bound);
        return bound;
    }

    /// <summary>Whether values of the type can be put in order.</summary>
    public static bool IsOrdered(DataType type) => type switch
    {
        MapType or CalendarIntervalType or VariantType => false,
        ArrayType a => IsOrdered(a.ElementType),
        StructType s => s.Fields.All(f => IsOrdered(f.DataType)),
        _ => true,
    };

    private void CheckCount(FunctionCall call)
    {
        var (least, most) = (_parameters.Length - Defaults.Length, _parameters.Length);
        var count = call.Arguments.Count;
        if (count >= least && (count <= most || Rest != null)) return;
        throw ArgumentChecks.WrongCount(call, Rest != null ? $"> {least - 1}" : least == most ? $"{least}" : $"[{string.Join(", ", Enumerable.Range(least, most - least + 1))}]");
    }
}
