using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Functions;
using Firesteel.Foundation.Collections;
using Firesteel.Types;

namespace Firesteel;

/// <summary>A struct with one field added, replaced or, where there is no value, left out.</summary>
sealed record UpdateFields(Expression Struct, string Field, Expression? Value) : UnresolvedExpression, IDirectCall
{
    public override ValueList<Expression> Children => Value is null ? [Struct] : [Struct, Value];
    public override Expression WithChildren(ValueList<Expression> children) => this with { Struct = children[0], Value = Value is null ? null : children[1] };
    public override string ToSql(SqlStyle style) => $"update_fields({string.Join(", ", Children.Select(c => c.ToSql(style)))})";

    FunctionDefinition IDirectCall.Definition => new Definition(Field, Value is null);

    private sealed class Definition(string field, bool drops) : FunctionDefinition
    {
        public override string Name => "update_fields";

        public override Expression Bind(FunctionCall call)
        {
            var input = call.Arguments[0];
            var display = $"update_fields({input.Sql}, {(drops ? "dropfield()" : $"WithField({call.Arguments[1].Sql})")})";
            if (input.DataType is not StructType type)
                throw new AnalysisException("DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE", new Dictionary<string, string>
                {
                    ["sqlExpr"] = $"\"{display}\"", ["paramIndex"] = "first", ["requiredType"] = "\"STRUCT\"", ["inputSql"] = $"\"{input.Sql}\"", ["inputType"] = $"\"{input.DataType.Sql}\"",
                });
            var comparison = string.Equals(call.Session.Conf("spark.sql.caseSensitive"), "true", StringComparison.OrdinalIgnoreCase) ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
            var fields = new List<(string Name, Expression Value)>();
            for (var i = 0; i < type.Count; i++)
            {
                if (!string.Equals(type[i].Name, field, comparison)) fields.Add((type[i].Name, new GetStructField(input, i)));
                else if (!drops) fields.Add((field, call.Arguments[1]));
            }
            if (!drops && !type.Fields.Any(f => string.Equals(f.Name, field, comparison))) fields.Add((field, call.Arguments[1]));
            if (fields.Count == 0) throw new AnalysisException("DATATYPE_MISMATCH.CANNOT_DROP_ALL_FIELDS", new Dictionary<string, string> { ["sqlExpr"] = $"\"{display}\"" });
            FunctionRegistry.BuiltIn.TryGet("named_struct", out var build);
            var made = build!.Bind(new FunctionCall("named_struct", new(fields.SelectMany(f => new[] { Literal.Of(f.Name), f.Value })), call.Session) { Origin = call.Origin });
            var whole = input.Nullable ? new CaseWhen([new CaseBranch(new IsNull(input), Literal.NullOf(made.DataType))], made) : made;
            return new Replaced(Name, call.Arguments, whole) { Display = display, Origin = call.Origin };
        }
    }
}
