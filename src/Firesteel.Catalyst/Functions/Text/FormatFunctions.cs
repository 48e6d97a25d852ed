using Firesteel.Catalyst.Analysis;
using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Expressions.Evaluation;
using Firesteel.Catalyst.Functions.Values;
using Firesteel.Columnar.Vectors;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel.Catalyst.Functions.Text;

/// <summary>Numbers written by a format and read by one: format_string, format_number, to_char, to_number.</summary>
static class FormatFunctions
{
    public static FunctionDefinition[] All =>
    [
        new Scalar("format_string", [TypeClass.AnyString], StringType.Instance, FormatString) { As = ["printf"], Rest = TypeClass.Any, Least = 1, NullRule = NullHandling.Custom, NullableWhen = a => a[0].Nullable, Throws = true },
        new Scalar("format_number", [TypeClass.Numeric, TypeClass.OneOf(TypeClass.Int, TypeClass.AnyString)], StringType.Instance, FormatNumber) { MayBeNull = true, Preparation = (_, _) => new Cache() },
        new Rewrite("to_char", 2, 2, ToChar) { As = ["to_varchar"], IsTransparent = true },
        new Scalar("to_number", [TypeClass.AnyString, TypeClass.AnyString], NumberType, call => ToNumber(call, false)) { Check = CheckFormat, Throws = true },
        new Scalar("try_to_number", [TypeClass.AnyString, TypeClass.AnyString], NumberType, call => ToNumber(call, true)) { Check = CheckFormat, MayBeNull = true },
    ];

    private static readonly Scalar NumberToChar = new("to_char", [TypeClass.Decimal, TypeClass.AnyString], StringType.Instance, WriteNumber) { KeepsName = true, Check = CheckFormat, MayBeNull = true };

    private sealed class Cache
    {
        private string? _source;
        private JavaDecimalFormat? _format;

        public JavaDecimalFormat Get(string pattern)
        {
            if (_source == pattern) return _format!;
            _source = pattern;
            return _format = new JavaDecimalFormat(pattern);
        }
    }

    private static void FormatString(KernelCall call)
    {
        var formats = call.In<StringView>(0);
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            if (formats.IsNull(row)) { call.Result.SetNull(row); continue; }
            call.Result.SetText(row, JavaFormatter.Format(formats[row].ToText(), call.Arguments.AsSpan(1), row));
        }
    }

    private static void FormatNumber(KernelCall call)
    {
        var number = call.Arguments[0];
        var byPattern = call.Arguments[1].Physical == PhysicalType.String;
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            var digits = DecimalDigits.Of(number, number.Position(row));
            if (byPattern)
            {
                var pattern = call.In<StringView>(1)[row].ToText();
                if (pattern.Length == 0) pattern = "#,###,###,###,###,###,##0";
                call.Result.SetText(row, digits == null ? "NaN" : ((Cache)call.Prepared!).Get(pattern).Format(digits.Value));
                continue;
            }
            var places = call.In<int>(1)[row];
            if (places < 0) { call.Result.SetNull(row); continue; }
            if (digits is not { } value) { call.Result.SetText(row, "NaN"); continue; }
            value.Round(places, true);
            var whole = value.Whole.Length == 0 ? "0" : DecimalDigits.Group(value.Whole);
            call.Result.SetText(row, (value.IsNegative ? "-" : "") + whole + (places > 0 ? "." + value.Fraction(places) : ""));
        }
    }

    private static DataType NumberType(ValueList<Expression> a)
        => Operands.TryConstant<string>(a[1], out var format) && NumberPattern.Parse(format) is { } pattern ? pattern.Type : DecimalType.SystemDefault;

    private static void CheckFormat(ScalarCall call)
    {
        if (!call.Arguments[1].Foldable) throw ArgumentChecks.NotConstant(call.Origin, call.Sql, "format", StringType.Instance, call.Arguments[1]);
        if (Operands.TryConstant<string>(call.Arguments[1], out var format) && NumberPattern.Parse(format) == null)
            throw ArgumentChecks.Error(call.Origin, "INVALID_FORMAT.WRONG_NUM_DIGIT", ("format", $"'{format}'"));
    }

    private static Expression ToChar(FunctionCall call)
    {
        var format = call.Arguments[1];
        switch (call.Arguments[0].DataType)
        {
            case DateType or TimestampType or TimestampNTZType or TimeType:
                return Bind("date_format", call);
            case BinaryType:
                if (!format.Foldable) throw ArgumentChecks.NotConstant(call.Origin, Operands.Shown(call), "format", StringType.Instance, format);
                if (!Operands.TryConstant<string>(format, out var name)) return Literal.NullOf(StringType.Instance);
                return name.ToLowerInvariant() switch
                {
                    "base64" => Bind("base64", call with { Arguments = [call.Arguments[0]] }),
                    "hex" => Bind("hex", call with { Arguments = [call.Arguments[0]] }),
                    "utf-8" => Bind("decode", call with { Arguments = [call.Arguments[0], Literal.Of("utf-8")] }),
                    _ => throw ArgumentChecks.Error(call.Origin, "INVALID_PARAMETER_VALUE.BINARY_FORMAT", ("functionName", $"`{call.Name}`"), ("parameter", "`format`"), ("invalidFormat", $"'{name}'")),
                };
            default: return NumberToChar.Bind(call);
        }
    }

    private static Expression Bind(string name, FunctionCall call)
        => FunctionRegistry.BuiltIn.TryGet(name, out var function) ? function.Bind(name == "date_format" || call.Name.Equals("to_char", StringComparison.OrdinalIgnoreCase) ? call with { Name = name } : call) : throw new InvalidOperationException($"{name} is not registered.");

    private static void WriteNumber(KernelCall call)
    {
        var formats = call.In<StringView>(1);
        var number = call.Arguments[0];
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            if (NumberPattern.Parse(formats[row].ToText()) is { } pattern && DecimalDigits.Of(number, number.Position(row)) is { } digits) call.Result.SetText(row, pattern.Format(digits));
            else call.Result.SetNull(row);
        }
    }

    private static void ToNumber(KernelCall call, bool isTry)
    {
        var (texts, formats) = (call.In<StringView>(0), call.In<StringView>(1));
        for (var k = 0; k < call.Selection.Count; k++)
        {
            var row = call.Selection[k];
            if (NumberPattern.Parse(formats[row].ToText()) is { } pattern && pattern.TryParse(texts[row].ToText(), out var value)) DecimalValues.Set(call.Result, row, value);
            else if (isTry) call.Result.SetNull(row);
            else throw call.Error("INVALID_FORMAT.MISMATCH_INPUT", ("inputType", "\"STRING\""), ("input", texts[row].ToText()), ("format", formats[row].ToText()));
        }
    }
}
