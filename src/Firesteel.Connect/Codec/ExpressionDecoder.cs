using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Parser;
using Firesteel.Foundation.Collections;
using Case = Firesteel.Connect.Messages.Expression.ExprTypeOneofCase;
using Messages = Firesteel.Connect.Messages;
using Proto = Firesteel.Connect.Messages.Expression;

namespace Firesteel.Connect.Codec;

/// <summary>Expressions of messages as unresolved expressions.</summary>
sealed class ExpressionDecoder(PlanDecoder plans, SparkSession session)
{
    private const int MaxDepth = 1000;
    private int _depth;

    public ValueList<Expression> Decode(IEnumerable<Proto> expressions) => new(expressions.Select(Decode).ToArray());

    /// <summary>Items of a select list: what has no name gets a generated one.</summary>
    public ValueList<Expression> Items(IEnumerable<Proto> expressions) => new(expressions.Select(e => Item(Decode(e))).ToArray());

    public static Expression Item(Expression expression)
        => expression is Alias or MultiAlias or UnresolvedStar or UnresolvedRegex or UnresolvedAlias ? expression : new UnresolvedAlias(expression);

    /// <exception cref="SparkException">The message says something that is not supported.</exception>
    public Expression Decode(Proto? expression)
    {
        if (expression == null) throw InvalidPlan.NotSupported("spark.connect.Expression.expr_type", Case.None);
        if (++_depth > MaxDepth) throw InvalidPlan.Because("ASSERTION_FAILURE", ("message", "The expression is nested too deep."));
        DepthGuard.Check();
        try
        {
            return Visit(expression);
        }
        finally
        {
            _depth--;
        }
    }

    public SortOrder Order(Proto.Types.SortOrder order)
    {
        var ascending = order.Direction != Proto.Types.SortOrder.Types.SortDirection.Descending;
        var nullsFirst = order.NullOrdering switch
        {
            Proto.Types.SortOrder.Types.NullOrdering.SortNullsFirst => true,
            Proto.Types.SortOrder.Types.NullOrdering.SortNullsLast => false,
            _ => ascending,
        };
        return new(Decode(order.Child), ascending, nullsFirst);
    }

    private Expression Visit(Proto e)
    {
        switch (e.ExprTypeCase)
        {
            case Case.Literal: return LiteralCodec.Decode(e.Literal);
            case Case.UnresolvedAttribute:
                var name = ColumnName.Parse(e.UnresolvedAttribute.UnparsedIdentifier);
                return e.UnresolvedAttribute.HasPlanId
                    ? name switch { UnresolvedAttribute a => a with { PlanId = e.UnresolvedAttribute.PlanId, IsMetadata = e.UnresolvedAttribute.IsMetadataColumn }, UnresolvedStar s => s with { PlanId = e.UnresolvedAttribute.PlanId }, _ => name }
                    : name;
            case Case.UnresolvedFunction: return Function(e.UnresolvedFunction);
            case Case.CallFunction: return new UnresolvedFunction(SqlParser.ParseMultipartIdentifier(e.CallFunction.FunctionName), Decode(e.CallFunction.Arguments));
            case Case.ExpressionString: return SqlParser.ParseExpression(e.ExpressionString.Expression, session.State.ParserOptions);
            case Case.UnresolvedStar: return Star(e.UnresolvedStar);
            case Case.Alias: return Named(e.Alias);
            case Case.Cast: return Converted(e.Cast);
            case Case.UnresolvedRegex: return Regex(e.UnresolvedRegex);
            case Case.SortOrder: return Order(e.SortOrder);
            case Case.LambdaFunction when e.LambdaFunction.Arguments.Count is 0 or > 3: throw InvalidPlan.Because("LAMBDA_FUNCTION_ARGUMENT_COUNT_INVALID", ("got", $"{e.LambdaFunction.Arguments.Count}"));
            case Case.LambdaFunction: return new LambdaFunction(Decode(e.LambdaFunction.Function), new(e.LambdaFunction.Arguments.Select(a => (Expression)new UnresolvedLambdaVariable(new(a.NameParts)))));
            case Case.UnresolvedNamedLambdaVariable when e.UnresolvedNamedLambdaVariable.NameParts.Count == 0: throw InvalidPlan.Because("UNRESOLVED_NAMED_LAMBDA_VARIABLE_REQUIRES_NAME_PART");
            case Case.UnresolvedNamedLambdaVariable: return new UnresolvedLambdaVariable(new(e.UnresolvedNamedLambdaVariable.NameParts));
            case Case.Window: return Window(e.Window);
            case Case.UnresolvedExtractValue: return new UnresolvedExtractValue(Decode(e.UnresolvedExtractValue.Child), Decode(e.UnresolvedExtractValue.Extraction));
            case Case.NamedArgumentExpression: return new NamedArgument(e.NamedArgumentExpression.Key, Decode(e.NamedArgumentExpression.Value));
            case Case.SubqueryExpression: return Subquery(e.SubqueryExpression);
            case Case.CommonInlineUserDefinedFunction: return PythonCodec.Call(e.CommonInlineUserDefinedFunction, Decode(e.CommonInlineUserDefinedFunction.Arguments));
            case Case.DirectShufflePartitionId: return new DirectPartitionId(Decode(e.DirectShufflePartitionId.Child));
            case Case.UpdateFields: return Update(e.UpdateFields);
            case Case.Extension: throw InvalidPlan.Because("NO_HANDLER_FOR_EXTENSION", ("extensionTypeUrl", e.Extension.TypeUrl));
            default: throw InvalidPlan.NotSupported("spark.connect.Expression.expr_type", e.ExprTypeCase);
        }
    }

    private Expression Function(Proto.Types.UnresolvedFunction f)
    {
        var arguments = Decode(f.Arguments);
        // A user-defined function may be named with its database.
        return f.IsUserDefinedFunction ? new UnresolvedFunction(SqlParser.ParseMultipartIdentifier(f.FunctionName), arguments) { IsDistinct = f.IsDistinct } : Execution.FunctionCalls.Of(f.FunctionName, arguments, f.IsDistinct);
    }

    private static UnresolvedStar Star(Proto.Types.UnresolvedStar star)
    {
        if (star.HasUnparsedTarget && star.HasPlanId) throw InvalidPlan.Because("UNRESOLVED_STAR_WITH_BOTH_TARGET_AND_PLAN_ID");
        if (!star.HasUnparsedTarget) return new UnresolvedStar(ValueList<string>.Empty) { PlanId = star.HasPlanId ? star.PlanId : null };
        if (!star.UnparsedTarget.EndsWith(".*", StringComparison.Ordinal)) throw InvalidPlan.Because("UNRESOLVED_STAR_TARGET_INVALID", ("target", star.UnparsedTarget));
        return new UnresolvedStar(ColumnName.Parts(star.UnparsedTarget[..^2]));
    }

    private Expression Named(Proto.Types.Alias alias)
    {
        var child = Decode(alias.Expr);
        if (alias.Name.Count != 1)
            return alias.HasMetadata ? throw InvalidPlan.Because("ALIAS_WITH_MULTIPLE_IDENTIFIERS_AND_METADATA") : new MultiAlias(child, new(alias.Name));
        return new Alias(child, alias.Name[0]) { ExplicitMetadata = alias.HasMetadata ? TypeCodec.Metadata(alias.Metadata) : null };
    }

    private Cast Converted(Proto.Types.Cast cast)
    {
        var type = cast.CastToTypeCase == Proto.Types.Cast.CastToTypeOneofCase.Type ? TypeCodec.Decode(cast.Type) : SqlParser.ParseDataType(cast.TypeStr, session.State.ParserOptions);
        var mode = cast.EvalMode switch
        {
            Proto.Types.Cast.Types.EvalMode.Legacy => EvalMode.Legacy,
            Proto.Types.Cast.Types.EvalMode.Ansi => EvalMode.Ansi,
            Proto.Types.Cast.Types.EvalMode.Try => EvalMode.Try,
            _ => session.State.Ansi ? EvalMode.Ansi : EvalMode.Legacy,
        };
        return new Cast(Decode(cast.Expr), type, mode) { IsUserSpecified = true };
    }

    private static Expression Regex(Proto.Types.UnresolvedRegex regex)
        => regex.ColName is ['`', .. var pattern, '`'] ? new UnresolvedRegex(pattern, null) : ColumnName.Parse(regex.ColName);

    private WindowExpression Window(Proto.Types.Window window)
    {
        if (window.WindowFunction == null) throw InvalidPlan.Because("WINDOW_FUNCTION_REQUIRED");
        WindowFrame? frame = null;
        if (window.FrameSpec is { } spec)
        {
            frame = new WindowFrame(spec.FrameType == Proto.Types.Window.Types.WindowFrame.Types.FrameType.Row ? FrameType.Rows : FrameType.Range,
                Bound(spec.Lower ?? throw InvalidPlan.Because("LOWER_BOUND_REQUIRED_IN_WINDOW_FRAME"), true),
                Bound(spec.Upper ?? throw InvalidPlan.Because("UPPER_BOUND_REQUIRED_IN_WINDOW_FRAME"), false));
        }
        return new WindowExpression(Decode(window.WindowFunction), new Catalyst.Expressions.WindowSpec(Decode(window.PartitionSpec), new(window.OrderSpec.Select(Order)), frame));
    }

    private FrameBound Bound(Proto.Types.Window.Types.WindowFrame.Types.FrameBoundary bound, bool lower) => bound.BoundaryCase switch
    {
        Proto.Types.Window.Types.WindowFrame.Types.FrameBoundary.BoundaryOneofCase.CurrentRow => new FrameBound.CurrentRow(),
        Proto.Types.Window.Types.WindowFrame.Types.FrameBoundary.BoundaryOneofCase.Unbounded => lower ? new FrameBound.UnboundedPreceding() : new FrameBound.UnboundedFollowing(),
        _ => new FrameBound.Offset(Decode(bound.Value)),
    };

    private Expression Subquery(Messages.SubqueryExpression subquery)
    {
        if (subquery.SubqueryType == Messages.SubqueryExpression.Types.SubqueryType.Unknown) throw InvalidPlan.NotAmong("spark.connect.SubqueryExpression.SubqueryType", subquery.SubqueryType);
        var plan = plans.Reference(subquery.PlanId);
        return subquery.SubqueryType switch
        {
            Messages.SubqueryExpression.Types.SubqueryType.Scalar => new ScalarSubquery(plan),
            Messages.SubqueryExpression.Types.SubqueryType.Exists => new Exists(plan),
            Messages.SubqueryExpression.Types.SubqueryType.In => new InSubquery(Decode(subquery.InSubqueryValues), plan),
            Messages.SubqueryExpression.Types.SubqueryType.TableArg => new Catalyst.Plans.TableArgument(plan, Decode(subquery.TableArgOptions?.PartitionSpec ?? []),
                new((subquery.TableArgOptions?.OrderSpec ?? []).Select(Order)), subquery.TableArgOptions?.WithSinglePartition == true),
            _ => throw InvalidPlan.NotAmong("spark.connect.SubqueryExpression.SubqueryType", subquery.SubqueryType),
        };
    }

    // withField and dropFields: a field of that name gets another value or goes away.
    private Expression Update(Proto.Types.UpdateFields update)
    {
        var column = new Column(Decode(update.StructExpression));
        return (update.ValueExpression == null ? column.DropFields(update.FieldName) : column.WithField(update.FieldName, new Column(Decode(update.ValueExpression)))).Expression;
    }
}
