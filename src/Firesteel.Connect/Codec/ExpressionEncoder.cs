using Firesteel.Catalyst.Expressions;
using Firesteel.Catalyst.Plans;
using Firesteel.Foundation.Collections;
using Firesteel.Remote;
using Firesteel.Types;
using Messages = Firesteel.Connect.Messages;
using Proto = Firesteel.Connect.Messages.Expression;

namespace Firesteel.Connect.Codec;

/// <summary>Unresolved expressions as messages.</summary>
sealed class ExpressionEncoder(PlanEncoder plans)
{
    /// <exception cref="SparkException">The expression holds what no server takes, such as a function of the program.</exception>
    public Proto Encode(Expression expression)
    {
        DepthGuard.Check();
        switch (expression)
        {
            case UnresolvedAlias a: return Encode(a.Child);
            case Literal l: return new Proto { Literal = LiteralCodec.Encode(l.Value, l.Type) };
            case UnresolvedAttribute a: return Attribute(a);
            case UnresolvedStar star: return Star(star);
            case UnresolvedRegex { Table: null } r: return new Proto { UnresolvedRegex = new() { ColName = $"`{r.Pattern}`" } };
            case ExpressionText text: return new Proto { ExpressionString = new() { Expression = text.Text } };
            case UnresolvedFunction { Filter: null, WithinGroup.Count: 0 } f: return Function(f);
            case Not n: return Call("not", n.Child);
            case And a: return Call("and", a.Left, a.Right);
            case Or o: return Call("or", o.Left, o.Right);
            case Comparison c: return Call(c.Operator == ComparisonOperator.Equal ? "==" : c.Symbol, c.Left, c.Right);
            case IsNull n: return Call("isNull", n.Child);
            case IsNotNull n: return Call("isNotNull", n.Child);
            case In i: return Call("in", [i.Value, .. i.List]);
            case CaseWhen w: return Call("when", [.. w.Children]);
            case Cast { IsUserSpecified: true } c: return Converted(c);
            case Alias a: return Named(a);
            case MultiAlias m: return new Proto { Alias = new() { Expr = Encode(m.Child), Name = { m.Names } } };
            case SortOrder o: return new Proto { SortOrder = Order(o) };
            case LambdaFunction f: return new Proto { LambdaFunction = new() { Function = Encode(f.Body), Arguments = { f.Parameters.Select(p => new Proto.Types.UnresolvedNamedLambdaVariable { NameParts = { ((UnresolvedLambdaVariable)p).Parts } }) } } };
            case UnresolvedLambdaVariable v: return new Proto { UnresolvedNamedLambdaVariable = new() { NameParts = { v.Parts } } };
            case WindowExpression w: return new Proto { Window = Window(w) };
            case UnresolvedExtractValue x: return new Proto { UnresolvedExtractValue = new() { Child = Encode(x.Child), Extraction = Encode(x.Key) } };
            case NamedArgument a: return new Proto { NamedArgumentExpression = new() { Key = a.Name, Value = Encode(a.Value) } };
            case DirectPartitionId d: return new Proto { DirectShufflePartitionId = new() { Child = Encode(d.Child) } };
            case UpdateFields u: return Update(u);
            case SubqueryExpression or TableArgument: return new Proto { SubqueryExpression = Subquery(expression) };
            case IDirectCall: throw ClassicOnly.Closure("udf");
            // What a parser gave is said in the words that it came from.
            default: return new Proto { ExpressionString = new() { Expression = expression.ToSql(SqlStyle.Exact) } };
        }
    }

    public IEnumerable<Proto> Encode(IEnumerable<Expression> expressions) => expressions.Select(Encode);

    public Proto.Types.SortOrder Order(SortOrder order) => new()
    {
        Child = Encode(order.Child),
        Direction = order.Ascending ? Proto.Types.SortOrder.Types.SortDirection.Ascending : Proto.Types.SortOrder.Types.SortDirection.Descending,
        NullOrdering = order.NullsFirst ? Proto.Types.SortOrder.Types.NullOrdering.SortNullsFirst : Proto.Types.SortOrder.Types.NullOrdering.SortNullsLast,
    };

    public Proto.Types.Alias Named(string name, Expression child, ValueMap? metadata)
    {
        var alias = new Proto.Types.Alias { Expr = Encode(child), Name = { name } };
        if (metadata is not null) alias.Metadata = TypeCodec.Metadata(metadata);
        return alias;
    }

    private Proto Named(Alias alias) => new() { Alias = Named(alias.Name, alias.Child, alias.ExplicitMetadata) };

    private static Proto Attribute(UnresolvedAttribute attribute)
    {
        var name = new Proto.Types.UnresolvedAttribute { UnparsedIdentifier = string.Join(".", attribute.Parts.Select(SqlIdentifier.QuoteIfNeeded)) };
        if (attribute.PlanId is { } plan) name.PlanId = plan;
        if (attribute.IsMetadata) name.IsMetadataColumn = true;
        return new Proto { UnresolvedAttribute = name };
    }

    private static Proto Star(UnresolvedStar star)
    {
        if (star.Except.Count > 0) return new Proto { ExpressionString = new() { Expression = star.ToSql(SqlStyle.Exact) } };
        var encoded = new Proto.Types.UnresolvedStar();
        if (star.Target.Count > 0) encoded.UnparsedTarget = string.Join(".", star.Target.Select(SqlIdentifier.QuoteIfNeeded)) + ".*";
        if (star.PlanId is { } plan && star.Target.Count == 0) encoded.PlanId = plan;
        return new Proto { UnresolvedStar = encoded };
    }

    private Proto Function(UnresolvedFunction f)
    {
        // Functions that pass nulls over take that as their last argument.
        var arguments = f.IgnoreNulls == true ? [.. f.Arguments, Literal.True] : f.Arguments;
        if (f.NameParts.Count > 1)
            return new Proto { CallFunction = new() { FunctionName = string.Join(".", f.NameParts.Select(SqlIdentifier.QuoteIfNeeded)), Arguments = { Encode(arguments) } } };
        return new Proto { UnresolvedFunction = new() { FunctionName = f.NameParts[0], IsDistinct = f.IsDistinct, Arguments = { Encode(arguments) } } };
    }

    private Proto Call(string name, params ValueList<Expression> arguments) => new() { UnresolvedFunction = new() { FunctionName = name, Arguments = { Encode(arguments) } } };

    private Proto Converted(Cast cast) => new()
    {
        Cast = new()
        {
            Expr = Encode(cast.Child),
            Type = TypeCodec.Encode(cast.Target),
            // Whether ANSI rules hold is the session's to say.
            EvalMode = cast.Mode == EvalMode.Try ? Proto.Types.Cast.Types.EvalMode.Try : Proto.Types.Cast.Types.EvalMode.Unspecified,
        },
    };

    private Proto.Types.Window Window(WindowExpression window)
    {
        var encoded = new Proto.Types.Window { WindowFunction = Encode(window.Function), PartitionSpec = { Encode(window.Window.PartitionBy) }, OrderSpec = { window.Window.OrderBy.Select(Order) } };
        if (window.Window.Frame is { } frame)
        {
            encoded.FrameSpec = new()
            {
                FrameType = frame.Type == FrameType.Rows ? Proto.Types.Window.Types.WindowFrame.Types.FrameType.Row : Proto.Types.Window.Types.WindowFrame.Types.FrameType.Range,
                Lower = Bound(frame.Lower),
                Upper = Bound(frame.Upper),
            };
        }
        return encoded;
    }

    private Proto.Types.Window.Types.WindowFrame.Types.FrameBoundary Bound(FrameBound bound) => bound switch
    {
        FrameBound.CurrentRow => new() { CurrentRow = true },
        FrameBound.Offset offset => new() { Value = Encode(offset.Value) },
        _ => new() { Unbounded = true },
    };

    private Proto Update(UpdateFields update)
    {
        var encoded = new Proto.Types.UpdateFields { StructExpression = Encode(update.Struct), FieldName = SqlIdentifier.QuoteIfNeeded(update.Field) };
        if (update.Value is not null) encoded.ValueExpression = Encode(update.Value);
        return new Proto { UpdateFields = encoded };
    }

    private Messages.SubqueryExpression Subquery(Expression expression)
    {
        switch (expression)
        {
            case ScalarSubquery s: return new() { PlanId = plans.Reference(s.Plan), SubqueryType = Messages.SubqueryExpression.Types.SubqueryType.Scalar };
            case Exists e: return new() { PlanId = plans.Reference(e.Plan), SubqueryType = Messages.SubqueryExpression.Types.SubqueryType.Exists };
            case InSubquery i: return new() { PlanId = plans.Reference(i.Plan), SubqueryType = Messages.SubqueryExpression.Types.SubqueryType.In, InSubqueryValues = { Encode(i.Values) } };
            default:
                var table = (TableArgument)expression;
                return new()
                {
                    PlanId = plans.Reference(table.Plan),
                    SubqueryType = Messages.SubqueryExpression.Types.SubqueryType.TableArg,
                    TableArgOptions = new() { PartitionSpec = { Encode(table.PartitionBy) }, OrderSpec = { table.OrderBy.Select(Order) }, WithSinglePartition = table.WithSinglePartition },
                };
        }
    }
}
